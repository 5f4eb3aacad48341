// SPDX-License-Identifier: MIT

import CCurl
import Glibc
import Model

/// Where a request goes, as libcurl itself reads its URL.
///
/// The URL is parsed once, by libcurl, and libcurl gets the parsed form: what was checked and what
/// is contacted cannot differ, as they do when two parsers read one text.
final class Destination {
    /// libcurl's parsed URL (`CURLU *`).
    let parsed: OpaquePointer
    /// Plain http, which is allowed to this machine only.
    let isPlain: Bool

    init(_ url: String) throws(NoAnswer) {
        if let complaint = complaint(about: url) { throw .refused(complaint) }
        guard let parsed = curl_url() else { throw .refused("out of memory") }
        self.parsed = parsed
        let code = url.withCString { text in
            curl_url_set(
                parsed, CURLUPART_URL, text,
                UInt32(CURLU_DISALLOW_USER) | UInt32(CURLU_PATH_AS_IS))
        }
        let scheme = code == CURLUE_OK ? Self.part(CURLUPART_SCHEME, of: parsed) : nil
        isPlain = scheme == "http"
        // From here on every property is set, so that a throw runs deinit, which frees.
        guard code == CURLUE_OK, let scheme else {
            throw .refused("the URL cannot be used: \(String(cString: curl_url_strerror(code)))")
        }
        try check(scheme: scheme)
    }

    deinit { curl_url_cleanup(parsed) }

    private func check(scheme: String) throws(NoAnswer) {
        if scheme == "https" { return }
        guard isPlain else { throw .refused("only https is spoken, not \(scheme)") }
        guard let host = Self.part(CURLUPART_HOST, of: parsed), isLoopback(host: host) else {
            throw .refused(
                "plain http is spoken to this machine only (127.0.0.0/8, ::1, localhost)")
        }
    }

    private static func part(_ what: CURLUPart, of url: OpaquePointer) -> String? {
        guard let text = rescind_url_part(url, what) else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}

extension NoAnswer {
    /// A request that was stopped before anything was done for it.
    static func refused(_ why: String) -> NoAnswer { NoAnswer(.other, .notSent, why) }
}

/// Whether a host, as libcurl normalised it, is this machine by its spelling alone.
func isLoopback(host: String) -> Bool {
    if host.lowercased() == "localhost" { return true }
    var four = in_addr()
    if inet_pton(AF_INET, host, &four) == 1 {
        return UInt32(bigEndian: four.s_addr) >> 24 == 127
    }
    return host == "[::1]"
}

/// Why a URL is refused by its bytes alone; nil when it may be parsed.
///
/// A space, a backslash, a `#` or a dot segment would make libcurl or the server see another path
/// than the one recorded; a provider's ids go into paths and must not be able to do that.
func complaint(about url: String) -> String? {
    let bytes = url.utf8.span
    guard bytes.count <= Limits.urlBytesMax else {
        return "the URL is longer than \(Limits.urlBytesMax) bytes"
    }
    for index in bytes.indices {
        let byte = bytes[index]
        if byte <= 0x20 || byte >= 0x7F || byte == 0x5C || byte == 0x23 {
            return "the URL holds a byte that is not allowed there (0x\([byte].hex))"
        }
    }
    return hasDotSegment(bytes) ? "the URL's path holds a dot segment" : nil
}

/// Whether a segment of the path is `.` or `..`, also when its dots are percent-encoded.
private func hasDotSegment(_ bytes: Span<UInt8>) -> Bool {
    // Dots in a segment that holds nothing else; nil in any other.
    var dots: Int?
    var index = 0
    while index < bytes.count, bytes[index] != UInt8(ascii: "?") {
        if bytes[index] == UInt8(ascii: "/") {
            if dots == 1 || dots == 2 { return true }
            dots = 0
            index += 1
        } else if let length = dotLength(bytes, at: index) {
            dots = dots.map { $0 + 1 }
            index += length
        } else {
            dots = nil
            index += 1
        }
    }
    return dots == 1 || dots == 2
}

/// How many bytes a dot takes here, plain or percent-encoded; nil when there is none.
private func dotLength(_ bytes: Span<UInt8>, at index: Int) -> Int? {
    if bytes[index] == UInt8(ascii: ".") { return 1 }
    guard bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count else { return nil }
    let isDot =
        bytes[index + 1] == UInt8(ascii: "2") && bytes[index + 2] | 0x20 == UInt8(ascii: "e")
    return isDot ? 3 : nil
}

// SPDX-License-Identifier: MIT

import CCurl
import Glibc
import Model

/// Where requests go, as libcurl itself reads the first part of their URLs: scheme, host and port.
///
/// That part is parsed once, by libcurl, and libcurl gets the parsed form: what was checked and what
/// is contacted cannot differ, as they do when two parsers read one text. The rest of a URL is sent
/// as it stands there.
final class Destination {
    /// libcurl's parsed URL (`CURLU *`).
    let parsed: OpaquePointer
    /// Plain http, which is allowed to this machine only.
    let isPlain: Bool
    private let origin: Substring

    init(_ url: URLParts) throws(NoAnswer) {
        guard let parsed = curl_url() else { throw .refused("out of memory") }
        self.parsed = parsed
        origin = url.origin
        let code = String(origin).withCString { text in
            curl_url_set(
                parsed, CURLUPART_URL, text,
                UInt32(CURLU_DISALLOW_USER))
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

    /// Whether a URL leads here.
    func isOrigin(of url: URLParts) -> Bool { url.origin == origin }

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

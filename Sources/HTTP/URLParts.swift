// SPDX-License-Identifier: MIT

import Model

/// A URL cut in two behind its host: where it leads, and what is asked for there.
struct URLParts {
    /// Scheme, host and port.
    let origin: Substring
    /// Path and query as they are sent.
    let target: String

    /// Throws for a URL that is refused by its bytes alone.
    init(_ url: String) throws(NoAnswer) {
        if let complaint = complaint(about: url) { throw .refused(complaint) }
        let utf8 = url.utf8
        guard let colon = utf8.firstIndex(of: UInt8(ascii: ":")),
            utf8[colon...].starts(with: "://".utf8)
        else { throw .refused("the URL cannot be used: it does not begin with https://") }
        let host = utf8[colon...].dropFirst(3)
        let end = host.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
        origin = url[..<(end ?? url.endIndex)]
        let rest = url[origin.endIndex...]
        target = rest.utf8.first == UInt8(ascii: "/") ? String(rest) : "/" + rest
    }
}

/// Why a URL is refused by its bytes alone; nil when it may be parsed.
///
/// A space, a backslash, a `#` or a dot segment would make libcurl or the server see another path
/// than the one recorded; a provider's ids go into paths and must not be able to do that.
private func complaint(about url: String) -> String? {
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

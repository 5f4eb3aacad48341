// SPDX-License-Identifier: MIT

package import Model

extension Request {
    /// The header lines that leave, besides `Host`, which follows from the URL.
    ///
    /// libcurl adds none of its own, so the record of a request can be written before it is sent.
    package var headersAsSent: [Header] {
        var lines = headers
        if !hasHeader("user-agent") { lines.append(Header("User-Agent", Version.userAgent)) }
        if carriesBody { lines.append(Header("Content-Length", String(body.count))) }
        return lines
    }

    /// Whether the request says how long its body is, even when there is none.
    ///
    /// RFC 9110, 8.6: a method that expects content says `Content-Length: 0`; some servers answer
    /// 411 otherwise.
    var carriesBody: Bool {
        switch method {
        case .put, .post, .patch: true
        case .get, .delete: !body.isEmpty
        }
    }

    func hasHeader(_ name: String) -> Bool { headers.contains { $0.isNamed(name) } }

    /// Why the request is refused before anything is done for it; nil when it may leave.
    var complaintAboutHeaders: String? {
        guard headers.count <= Limits.requestHeadersMax else {
            return "more than \(Limits.requestHeadersMax) headers"
        }
        guard body.count <= Limits.requestBodyBytesMax else {
            return "the body is longer than \(Limits.requestBodyBytesMax) bytes"
        }
        var bytes = 0
        for header in headers {
            if let complaint = header.complaint { return complaint }
            bytes += header.name.utf8.count + header.value.utf8.count
        }
        return bytes <= Limits.requestHeaderBytesMax
            ? nil : "the headers are longer than \(Limits.requestHeaderBytesMax) bytes"
    }
}

extension Header {
    /// Names by which a message is framed or routed; they are the engine's own.
    private static let enginesOwn: [String] = [
        "host", "content-length", "transfer-encoding", "connection", "keep-alive", "te", "trailer",
        "upgrade", "expect", "accept-encoding", "proxy-authorization", "proxy-connection",
    ]

    /// Why the header may not leave; its value may be a secret and is never quoted.
    fileprivate var complaint: String? {
        guard !name.isEmpty, all(name.utf8.span, \.isTokenCharacter) else {
            return "a header's name is not one (RFC 9110, 5.1)"
        }
        guard all(value.utf8.span, { $0 >= 0x20 && $0 != 0x7F }) else {
            return "the value of header \(name) holds a control character"
        }
        return Self.enginesOwn.contains(where: isNamed)
            ? "header \(name) is set by the engine alone" : nil
    }
}

private func all(_ bytes: Span<UInt8>, _ holds: (UInt8) -> Bool) -> Bool {
    for index in bytes.indices where !holds(bytes[index]) { return false }
    return true
}

extension UInt8 {
    /// A `tchar` of RFC 9110, 5.6.2.
    fileprivate var isTokenCharacter: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(self)
        }
    }
}

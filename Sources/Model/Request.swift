// SPDX-License-Identifier: MIT

/// What a request is for; the word an auditor filters exchanges by.
package enum Purpose: String, CaseIterable, Sendable {
    case cancel, void, look, token, delete, list

    /// Whether it changes nothing at the provider; reads may have a budget of their own.
    package var isRead: Bool { self == .look || self == .list }
}

/// One header line, with what the record keeps instead of a secret value.
package struct Header: Sendable, Equatable {
    package var name: String
    package var value: String
    /// What is written to disk in place of `value`; nil when the value is no secret.
    package var record: String?

    package init(_ name: String, _ value: String, record: String? = nil) {
        self.name = name
        self.value = value
        self.record = record
    }

    /// Whether this is the header `name`, in any case; every answer is asked for a few, so that
    /// nothing is allocated for it.
    package func isNamed(_ name: String) -> Bool {
        let (left, right) = (self.name.utf8.span, name.utf8.span)
        guard left.count == right.count else { return false }
        for index in left.indices where left[index].lowercased != right[index].lowercased {
            return false
        }
        return true
    }

    /// By their bytes: Swift takes texts for equal that only look equal, and neither what is sent
    /// nor what is recorded may be another's.
    package static func == (left: Header, right: Header) -> Bool {
        left.name.isSame(right.name) && left.value.isSame(right.value)
            && (left.record == nil) == (right.record == nil)
            && (left.record ?? "").isSame(right.record ?? "")
    }
}

extension String {
    fileprivate func isSame(_ other: String) -> Bool {
        utf8.span.withUnsafeBytes { bytes in
            other.utf8.span.withUnsafeBytes { bytes.equal($0) }
        }
    }
}

extension UInt8 {
    /// An ASCII capital as its small letter, everything else as it is.
    fileprivate var lowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}

/// An HTTP request as it will leave.
package struct Request: Sendable, Equatable {
    package enum Method: String, Sendable, CaseIterable {
        case get = "GET"
        case put = "PUT"
        case post = "POST"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    package var method: Method
    package var url: String
    package var headers: [Header]
    package var body: [UInt8]
    /// What is written to disk in place of `body`; nil when the body holds no secret.
    package var bodyRecord: [UInt8]?

    package init(
        _ method: Method, _ url: String, headers: [Header] = [], body: [UInt8] = [],
        bodyRecord: [UInt8]? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.bodyRecord = bodyRecord
    }
}

// SPDX-License-Identifier: MIT

import Model

/// `application/x-www-form-urlencoded`, as token requests are posted.
enum FormEncoding {
    /// Percent-encodes all but the unreserved characters of RFC 3986; a blank becomes a plus.
    static func encode(_ bytes: some Sequence<UInt8>, blank: String = "+") -> [UInt8] {
        var result: [UInt8] = []
        for byte in bytes {
            if isUnreserved(byte) {
                result.append(byte)
            } else if byte == UInt8(ascii: " ") {
                result += Array(blank.utf8)
            } else {
                result += Array("%\([byte].hex.uppercased())".utf8)
            }
        }
        return result
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// One body of names and values in order.
    static func body(_ members: [(name: String, value: String)]) -> [UInt8] {
        Array(
            members.map { encode($0.name.utf8) + [UInt8(ascii: "=")] + encode($0.value.utf8) }
                .joined(separator: [UInt8(ascii: "&")]))
    }
}

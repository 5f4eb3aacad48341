// SPDX-License-Identifier: MIT

import Model

/// Builds the addresses of requests so that no id can lead anywhere but to its own path.
struct Address {
    private(set) var text: String
    private var hasQuery = false

    static let idBytesMax = 256

    init(_ endpoint: Endpoint, _ path: String) {
        var base = endpoint.baseURL
        while base.hasSuffix("/") { base.removeLast() }
        text = base + path
    }

    /// Appends `/` and the id as one path segment.
    mutating func append(id: String) throws(Problem) {
        if let wrong = Self.whatIsWrong(with: id) {
            throw Problem(.usage, "the id \"\(id.oneLine(charactersMax: 80))\" \(wrong)")
        }
        text += "/" + id.percentEncoded
    }

    mutating func append(path: String) { text += path }

    mutating func append(query name: String, _ value: String) {
        text += (hasQuery ? "&" : "?") + name.percentEncoded + "=" + value.percentEncoded
        hasQuery = true
    }

    /// Why a text cannot be an id in any path, in words that follow its name.
    static func whatIsWrong(with id: String) -> String? {
        if id.isEmpty { return "is empty" }
        if id.utf8.count > idBytesMax { return "is longer than \(idBytesMax) bytes" }
        // Most ids are nothing but this, and then they are one step of the path.
        if id.utf8.allSatisfy(\.isUnreserved) {
            return id == "." || id == ".." ? wouldLeadAway : nil
        }
        if let scalar = id.unicodeScalars.first(where: { !$0.isPrintable }) {
            return "holds the control or invisible character \(scalar.codePoint)"
        }
        // Encoding does not help: RFC 3986 lets every hop decode "%2E%2E" and walk up.
        let steps = id.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }
        if steps.contains(where: { $0 == "." || $0 == ".." }) {
            return wouldLeadAway
        }
        return nil
    }

    private static let wouldLeadAway = "would lead to another path"
}

extension Unicode.Scalar {
    fileprivate var codePoint: String {
        let hex = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    }
}

extension String {
    /// Every byte but letters, digits and `-._~` as `%XX` (RFC 3986, section 2.3).
    package var percentEncoded: String {
        if utf8.allSatisfy(\.isUnreserved) { return self }
        var result = ""
        for byte in utf8 {
            if byte.isUnreserved {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                result += "%" + [byte].hex.uppercased()
            }
        }
        return result
    }
}

extension UInt8 {
    fileprivate var isUnreserved: Bool {
        switch self {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
        default: false
        }
    }
}

/// A header whose value comes from the job file.
func header(_ name: String, _ value: String?, setting: String) throws(Problem) -> Header {
    guard let value = value?.trimmed, !value.isEmpty else {
        throw Problem(
            .jobInvalid, "the account has no \(setting)", next: "rescind providers, then set it")
    }
    guard value.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
        throw Problem(.jobInvalid, "\(setting) holds a character that no header may have")
    }
    return Header(name, value)
}

extension Header {
    static let acceptJSON = Header("Accept", "application/json")
}

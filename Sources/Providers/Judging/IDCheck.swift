// SPDX-License-Identifier: MIT

import Model

/// Checks that ids of several providers share.
enum IDCheck {
    /// The trimmed id, or what is wrong with it for every provider.
    static func text(_ id: String) -> Result<String, IDProblem> {
        // A million rows of an export pass through here; nearly all ids are this plain.
        if isPlain(id) { return .success(id) }
        let id = id.trimmed
        guard !id.isEmpty else { return .failure(IDProblem("no shipment id")) }
        if let wrong = Address.whatIsWrong(with: id) {
            return .failure(IDProblem("the id \"\(shown(id))\" \(wrong)"))
        }
        return .success(id)
    }

    private static func isPlain(_ id: String) -> Bool {
        guard (3...Address.idBytesMax).contains(id.utf8.count) else { return false }
        var id = id
        return id.withUTF8 { bytes in
            for byte in bytes
            where byte < 0x21 || byte > 0x7E || byte == UInt8(ascii: "/")
                || byte == UInt8(ascii: "\\")
            {
                return false
            }
            return true
        }
    }

    /// Plain digits without leading zeros, or why the text is no whole number.
    static func number(_ text: String, of what: String, digitsMax: Int) -> Result<
        String, IDProblem
    > {
        Self.text(text).flatMap { text in
            guard text.utf8.allSatisfy(\.isDigit) else {
                return .failure(IDProblem(whyNoNumber(text, what)))
            }
            let digits = text.drop { $0 == "0" }
            guard !digits.isEmpty, digits.utf8.count <= digitsMax else {
                return .failure(IDProblem("\"\(shown(text))\" is no \(what)"))
            }
            return .success(String(digits))
        }
    }

    private static func whyNoNumber(_ text: String, _ what: String) -> String {
        let isFloat =
            text.utf8.allSatisfy { $0.isDigit || ".,eE+-".utf8.contains($0) }
            && (text.utf8.first?.isDigit ?? false)
        return isFloat
            ? "\"\(shown(text))\" is no \(what) any more: a spreadsheet turned it into a decimal;"
                + " export the column as text"
            : "\"\(shown(text))\" is no \(what), which is a whole number"
    }

    static func shown(_ id: String) -> String { id.oneLine(charactersMax: 80) }
}

extension UInt8 {
    /// A letter or a digit of ASCII.
    var isWordByte: Bool {
        switch self {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        default: isDigit
        }
    }
}

extension RowFields {
    /// A field trimmed and in lower case, empty where there is none.
    func word(_ field: String) -> String { (text(field) ?? "").trimmed.lowercased() }
}

// SPDX-License-Identifier: MIT

internal import Model

/// What all the line formats of this room share; bytes, because a Character may hide a newline.
enum NoteText {
    static let newline = UInt8(ascii: "\n")

    /// Well formed UTF-8 that ends with a newline and has no other control character.
    static func isSignable(_ bytes: [UInt8]) -> Bool {
        bytes.last == newline && bytes.allSatisfy { $0 >= 0x20 || $0 == newline }
            && String(validating: bytes, as: UTF8.self) != nil
    }

    /// The lines of a text that ends with a newline.
    static func lines(_ bytes: some Collection<UInt8>) -> [String] {
        bytes.dropLast().split(separator: newline, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// A number without sign and without leading zeros.
    static func number(_ text: some StringProtocol) -> Int? {
        let digits = Array(text.utf8)
        guard digits.count == 1 || digits.first != UInt8(ascii: "0"),
            let number = Int64(digits: digits)
        else { return nil }
        return Int(number)
    }

    /// What follows `opening`; nil when the line does not begin with it.
    static func rest(of line: String, after opening: String) -> String? {
        guard line.utf8.starts(with: opening.utf8) else { return nil }
        return String(line.utf8.dropFirst(opening.utf8.count))
    }
}

extension SignedNote {
    package init(parsing text: String) throws(ProofError) {
        try self.init(parsing: Array(text.utf8))
    }

    /// Reads a note as strictly as it is defined.
    package init(parsing bytes: [UInt8]) throws(ProofError) {
        guard bytes.count <= Self.bytesMax else { throw .malformed("the note is too large") }
        guard NoteText.isSignable(bytes) else {
            throw .malformed("a note is lines without control characters")
        }
        guard let blank = Self.lastBlankLine(of: bytes) else {
            throw .malformed("a note has an empty line before its signatures")
        }
        let lines = NoteText.lines(bytes[(blank + 1)...])
        guard !lines.isEmpty, lines.count <= Self.signaturesMax else {
            throw .malformed("a note has 1 to \(Self.signaturesMax) signatures")
        }
        var signatures: [NoteSignature] = []
        for line in lines { signatures.append(try NoteSignature(parsing: line)) }
        self.init(
            text: String(decoding: bytes[..<blank], as: UTF8.self), signatures: signatures)
    }

    /// Where the newline stands that follows another newline, the last of its kind.
    private static func lastBlankLine(of bytes: [UInt8]) -> Int? {
        bytes.indices.dropFirst().last {
            bytes[$0] == NoteText.newline && bytes[$0 - 1] == NoteText.newline
        }
    }
}

extension NoteSignature {
    fileprivate init(parsing line: String) throws(ProofError) {
        let rest = NoteText.rest(of: line, after: Self.opening)
        let parts = rest?.utf8.split(
            separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard let parts, parts.count == 2, let name = String(parts[0]), NoteKey.isName(name),
            let encoded = String(parts[1]), let bytes = [UInt8](base64: encoded), bytes.count > 4
        else { throw .malformed("a signature line is a dash, a name and base64") }
        self.init(
            name: name, id: bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) },
            bytes: Array(bytes.dropFirst(4)))
    }
}

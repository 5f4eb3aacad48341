// SPDX-License-Identifier: MIT

internal import Model

/// Reads the lines that proof texts have in common; the note at their end is taken whole.
struct ProofLines {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    static func write(_ index: Int, _ hashes: [Digest]) -> [String] {
        ["index \(index)"] + hashes.map(\.base64)
    }

    /// The next line; nil at the end, or where the line is not closed or not UTF-8.
    mutating func next() -> String? {
        guard let line = peek() else { return nil }
        position += line.utf8.count + 1
        return line
    }

    /// The base64 of the next line, if that line begins with `opening`.
    mutating func value(_ opening: String) throws(ProofError) -> [UInt8]? {
        guard let encoded = peek().flatMap({ NoteText.rest(of: $0, after: opening) }) else {
            return nil
        }
        guard let value = [UInt8](base64: encoded) else {
            throw .malformed("what follows \"\(opening)\" is not base64")
        }
        _ = next()
        return value
    }

    /// An index line, the hashes under it and the empty line that ends them.
    mutating func path() throws(ProofError) -> (index: Int, hashes: [Digest]) {
        let index = next().flatMap { NoteText.rest(of: $0, after: "index ") }
            .flatMap { NoteText.number($0) }
        guard let index else { throw .malformed("a proof has a line with its index") }
        var hashes: [Digest] = []
        while let line = next() {
            if line.isEmpty { return (index, hashes) }
            guard let hash = Digest(base64: line) else {
                throw .malformed("a line of a proof is not a hash in base64")
            }
            hashes.append(hash)
        }
        throw .malformed("a proof has an empty line before its checkpoint")
    }

    /// Everything that is left, as a note.
    mutating func note() throws(ProofError) -> SignedNote {
        try SignedNote(parsing: Array(bytes[position...]))
    }

    private func peek() -> String? {
        guard let end = bytes[position...].firstIndex(of: NoteText.newline) else { return nil }
        return String(validating: bytes[position..<end], as: UTF8.self)
    }
}

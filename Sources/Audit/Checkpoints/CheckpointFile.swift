// SPDX-License-Identifier: MIT

import Glibc
package import Model
package import Proof

/// The checkpoints beside the database, one note after the other, only ever appended to.
package struct CheckpointFile: Sendable {
    package static let bytesMax = 256 << 20
    /// Our own notes have about 250 bytes; the last of them is in this much.
    private static let tailBytesMax = 16_384

    package let path: String

    package init(path: String) { self.path = path }

    /// The file that belongs to a database.
    package init(beside database: String) { path = database + ".checkpoints" }
}

// MARK: Appending
extension CheckpointFile {
    /// Appends what is missing and waits until it is on the disk.
    ///
    /// A process that was killed leaves the newest note out, or half of it in: `notesAfter` gives
    /// the notes above a size, and the half is completed.
    func catchUp(notesAfter: (Int64) throws -> [String]) throws {
        let flags = O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC
        let file = open(path, flags, 0o600)
        guard file >= 0 else { throw SmallFile.failure(path) }
        defer { close(file) }
        // Two commands may end at the same moment.
        guard flock(file, LOCK_EX) == 0 else { throw SmallFile.failure(path) }
        let tail = try tail(of: file)
        let notes = try notesAfter(tail.size).joined()
        guard !notes.isEmpty else { return }
        try SmallFile.write(completion(of: tail.rest, with: Array(notes.utf8)), to: file, path)
        guard fsync(file) == 0 else { throw SmallFile.failure(path) }
        if tail.size < 0 { try SmallFile.syncFolder(of: path) }
    }

    private func completion(of rest: [UInt8], with notes: [UInt8]) -> [UInt8] {
        if notes.starts(with: rest) { return Array(notes.dropFirst(rest.count)) }
        // Nothing of ours: it stays, and `audit verify` names it.
        return (rest.last == UInt8(ascii: "\n") ? [] : [UInt8(ascii: "\n")]) + notes
    }

    /// The size of the last whole note, and the bytes after it.
    private func tail(of file: Int32) throws -> (size: Int64, rest: [UInt8]) {
        let end = lseek(file, 0, SEEK_END)
        guard end >= 0 else { throw SmallFile.failure(path) }
        var bytes = [UInt8](repeating: 0, count: min(Int(end), Self.tailBytesMax))
        let count = pread(file, &bytes, bytes.count, end - off_t(bytes.count))
        guard count == bytes.count else { throw SmallFile.failure(path) }
        let split = Self.split(bytes)
        let size = split.blocks.last.flatMap { Self.size(ofLast: $0) }
        return (size ?? -1, Array(split.rest))
    }

    /// The size line, from the end: the first block of a tail may begin in the middle.
    private static func size(ofLast block: ArraySlice<UInt8>) -> Int64? {
        let lines = block.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard let blank = lines.dropLast().lastIndex(where: \.isEmpty), blank >= 2 else {
            return nil
        }
        return Int64(String(decoding: lines[blank - 2], as: UTF8.self))
    }
}

// MARK: Reading
extension CheckpointFile {
    /// What a file of checkpoints holds.
    package struct Content: Sendable {
        package struct Entry: Sendable {
            package var text: String
            /// Nil where the text is no note.
            package var note: SignedNote?
        }

        package var entries: [Entry]
        /// It ends in the middle of a note.
        package var rest: [UInt8]
    }

    /// The file's notes; nil where there is no file.
    package func read() throws(Problem) -> Content? {
        guard let file = try SmallFile.read(path, bytesMax: Self.bytesMax) else { return nil }
        let split = Self.split(file.bytes)
        let entries = split.blocks.map { block in
            Content.Entry(
                text: String(decoding: block, as: UTF8.self),
                note: try? SignedNote(parsing: Array(block)))
        }
        return Content(entries: entries, rest: Array(split.rest))
    }

    /// A note ends with the last of its signature lines.
    private static func split(
        _ bytes: [UInt8]
    ) -> (blocks: [ArraySlice<UInt8>], rest: ArraySlice<UInt8>) {
        let opening = Array("\u{2014} ".utf8)
        var blocks: [ArraySlice<UInt8>] = []
        var (start, line) = (0, 0)
        while let end = bytes[line...].firstIndex(of: UInt8(ascii: "\n")) {
            let isSignature = bytes[line..<end].starts(with: opening)
            line = end + 1
            if isSignature, !bytes[line...].starts(with: opening) {
                blocks.append(bytes[start..<line])
                start = line
            }
        }
        return (blocks, bytes[start...])
    }
}

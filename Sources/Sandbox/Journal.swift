// SPDX-License-Identifier: MIT

import Model

/// The sandbox's record, in memory and where wanted in a file.
struct Journal {
    /// The newest entries that stay readable over HTTP; the file has all.
    static let entriesKeptMax = 200_000

    private(set) var entries: [JournalEntry] = []
    /// Entries no longer kept in memory.
    private(set) var dropped = 0
    private(set) var lastSequence = 0
    /// Lines the file could not take, as when the disk is full.
    private(set) var lost = 0
    private let file: JournalFile?

    init(file: JournalFile?) { self.file = file }

    mutating func next(at now: Timestamp, place: Place) -> JournalEntry {
        JournalEntry(sequence: lastSequence + 1, at: now, place: place)
    }

    mutating func append(_ entry: JournalEntry) {
        lastSequence = entry.sequence
        write(entry.line)
        entries.append(entry)
        guard entries.count > Self.entriesKeptMax + Self.entriesKeptMax / 10 else { return }
        // In lumps: taking one from the front of an array for each entry would be quadratic.
        let surplus = entries.count - Self.entriesKeptMax
        entries.removeFirst(surplus)
        dropped += surplus
    }

    /// The kept entries whose sequence is above `sequence`, oldest first.
    func entries(after sequence: Int, limit: Int) -> ArraySlice<JournalEntry> {
        let first = (entries.first?.sequence ?? 1) - 1
        return entries.dropFirst(max(0, max(0, sequence) - first)).prefix(max(0, limit))
    }

    mutating func clear() {
        write(Array("{\"reset\":true}\n".utf8))
        entries = []
        dropped = 0
        lastSequence = 0
    }

    private mutating func write(_ line: [UInt8]) {
        guard let file else { return }
        lost += file.append(line) ? 0 : 1
    }
}

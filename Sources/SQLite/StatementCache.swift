// SPDX-License-Identifier: MIT

/// The statements of one connection by their text; the least recently used makes room.
struct StatementCache {
    static let statementsMax = 128

    private struct Entry {
        let statement: Statement
        var lastUse: Int
    }

    private var entries: [String: Entry] = [:]
    private var uses = 0

    var count: Int { entries.count }

    /// The cached statement of `sql`, unless its rows are being read right now.
    mutating func idle(_ sql: String) -> Statement? {
        guard let entry = entries[sql], !entry.statement.isInUse else { return nil }
        uses += 1
        entries[sql]?.lastUse = uses
        return entry.statement
    }

    /// Keeps `statement`; a second one of the same text is not kept.
    mutating func keep(_ statement: Statement) {
        guard entries[statement.sql] == nil else { return }
        if entries.count >= Self.statementsMax { evict() }
        uses += 1
        entries[statement.sql] = Entry(statement: statement, lastUse: uses)
    }

    mutating func removeAll() { entries.removeAll() }

    private mutating func evict() {
        guard let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return }
        entries[oldest.key] = nil
    }
}

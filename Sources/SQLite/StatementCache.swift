// SPDX-License-Identifier: MIT

/// The statements of one connection by their text; the least recently used makes room.
struct StatementCache {
    static let statementsMax = 128

    private var statements: [String: Statement] = [:]
    private var uses = 0

    var count: Int { statements.count }

    /// The cached statement of `sql`, unless its rows are being read right now.
    mutating func idle(_ sql: String) -> Statement? {
        guard let statement = statements[sql], !statement.isInUse else { return nil }
        touch(statement)
        return statement
    }

    /// Keeps `statement`; a second one of the same text is not kept.
    mutating func keep(_ statement: Statement) {
        guard statements[statement.sql] == nil else { return }
        if statements.count >= Self.statementsMax { evict() }
        touch(statement)
        statements[statement.sql] = statement
    }

    mutating func removeAll() { statements.removeAll() }

    private mutating func touch(_ statement: Statement) {
        uses += 1
        statement.lastUse = uses
    }

    private mutating func evict() {
        let oldest = statements.min { $0.value.lastUse < $1.value.lastUse }
        if let oldest { statements[oldest.key] = nil }
    }
}

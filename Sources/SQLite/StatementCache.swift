// SPDX-License-Identifier: MIT

/// The statements of one connection by their text; the least recently used makes room.
struct StatementCache {
    static let statementsMax = 128

    private var statements: [SQLText: Statement] = [:]
    private var uses = 0

    var count: Int { statements.count }

    /// The cached statement of `sql`, unless its rows are being read right now.
    mutating func idle(_ sql: String) -> Statement? {
        guard let statement = statements[SQLText(text: sql)], !statement.isInUse else { return nil }
        touch(statement)
        return statement
    }

    /// Keeps `statement`; a second one of the same text is not kept.
    mutating func keep(_ statement: Statement) {
        let text = SQLText(text: statement.sql)
        guard statements[text] == nil else { return }
        if statements.count >= Self.statementsMax { evict() }
        touch(statement)
        statements[text] = statement
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

/// The text of a statement as a key that is found without reading it.
///
/// Nearly every statement has a length of its own, and one literal is equal to itself by its
/// address; hashing each text took more time than some statements.
private struct SQLText: Hashable {
    let text: String

    func hash(into hasher: inout Hasher) { hasher.combine(text.utf8.count) }
}

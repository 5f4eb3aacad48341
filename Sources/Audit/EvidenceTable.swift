// SPDX-License-Identifier: MIT

/// The tables whose rows are leaves of the log, each with its columns in order.
///
/// This is the one place that states them: the schema, the INSERT, the leaf and `audit verify` all
/// follow from it. A leaf is the table's type byte, then every column in this order.
enum EvidenceTable: UInt8, CaseIterable, Sendable {
    case run = 1
    case request = 2
    case answer = 3
    case verdict = 4
    case act = 5

    var type: UInt8 { rawValue }
    /// Where it stands among all tables.
    var place: Int { Int(rawValue) - 1 }

    var name: String {
        switch self {
        case .run: "run"
        case .request: "request"
        case .answer: "answer"
        case .verdict: "verdict"
        case .act: "act"
        }
    }

    struct Column: Sendable {
        let name: String
        let declaration: String

        init(_ name: String, _ declaration: String) {
            self.name = name
            self.declaration = declaration
        }
    }

    /// Every column that is in the leaf; `seq`, the leaf's index, is the first.
    var columns: [Column] {
        [Column("seq", "INTEGER PRIMARY KEY")] + own
    }

    /// How many columns are in the leaf.
    var columnCount: Int { Self.columnCounts[place] }

    private static let columnCounts = allCases.map(\.columns.count)

    private var own: [Column] {
        switch self {
        case .run: Self.runColumns
        case .request: Self.requestColumns
        case .answer: Self.answerColumns
        case .verdict: Self.verdictColumns
        case .act: Self.actColumns
        }
    }
}

extension EvidenceTable {
    /// The stored hash of the leaf: without it a wrong root could not say which record is wrong.
    static let leaf = Column("leaf", "BLOB NOT NULL")

    var create: String {
        let lines = (columns + [Self.leaf]).map { "    \($0.name) \($0.declaration)" }
        return "CREATE TABLE \(name) (\n\(lines.joined(separator: ",\n"))\n) STRICT"
    }

    private func list(_ columns: [Column]) -> String {
        columns.map(\.name).joined(separator: ", ")
    }

    /// How many rows one INSERT writes where so many wait: together they cost less than alone.
    static let rowsTogether = 8

    /// Writes one row: the columns of the leaf, then its stored hash.
    var insert: String { Self.inserts[place] }

    /// Writes `rowsTogether` rows.
    var insertTogether: String { Self.insertsTogether[place] }

    /// The columns of the leaf, then its stored hash, from one position up to another.
    var select: String { select(where: "seq >= ? AND seq < ? ORDER BY seq") }

    func select(where condition: String) -> String {
        "SELECT \(list(columns + [Self.leaf])) FROM \(name) WHERE \(condition)"
    }

    private static let inserts = allCases.map { $0.insert(rows: 1) }
    private static let insertsTogether = allCases.map { $0.insert(rows: rowsTogether) }

    private func insert(rows: Int) -> String {
        let columns = columns + [Self.leaf]
        let row = "(\(columns.map { _ in "?" }.joined(separator: ", ")))"
        let all = repeatElement(row, count: rows).joined(separator: ", ")
        return "INSERT INTO \(name) (\(list(columns))) VALUES \(all)"
    }
}

// MARK: The columns
extension EvidenceTable {
    private static let runColumns = [
        Column("run", "INTEGER NOT NULL UNIQUE"),
        Column("created_at", "INTEGER NOT NULL"),
        Column("actor", "TEXT NOT NULL"),
        Column("host", "TEXT NOT NULL"),
        Column("version", "TEXT NOT NULL"),
        Column("exports", "TEXT NOT NULL"),
        Column("export_sha256", "TEXT NOT NULL"),
        Column("export_made_at", "INTEGER NOT NULL"),
        Column("as_of", "TEXT NOT NULL"),
        Column("rows", "INTEGER NOT NULL"),
        Column("planned", "INTEGER NOT NULL"),
        Column("held", "INTEGER NOT NULL"),
        Column("excluded", "INTEGER NOT NULL"),
        Column("settled", "INTEGER NOT NULL"),
        Column("duplicate", "INTEGER NOT NULL"),
        Column("unreadable", "INTEGER NOT NULL"),
        Column("job_sha256", "TEXT"),
        Column("rules_sha256", "TEXT NOT NULL"),
        Column("items_sha256", "TEXT NOT NULL"),
        Column("ticket", "TEXT"),
        Column("blocked_by", "TEXT NOT NULL"),
        Column("plan", "TEXT NOT NULL"),
    ]

    private static let requestColumns = [
        Column("run", "INTEGER"),
        Column("no", "INTEGER"),
        Column("account", "TEXT NOT NULL"),
        Column("purpose", "TEXT NOT NULL"),
        Column("attempt", "INTEGER NOT NULL"),
        Column("method", "TEXT NOT NULL"),
        Column("url", "TEXT NOT NULL"),
        Column("headers", "TEXT NOT NULL"),
        Column("body", "BLOB"),
        Column("sent_at", "INTEGER NOT NULL"),
        Column("label", "TEXT"),
    ]

    private static let answerColumns = [
        Column("request", "INTEGER NOT NULL UNIQUE REFERENCES request (seq)"),
        Column("status", "INTEGER"),
        Column("headers", "TEXT"),
        Column("body", "BLOB"),
        Column("received_at", "INTEGER NOT NULL"),
        Column("duration_us", "INTEGER NOT NULL"),
        Column("error", "TEXT"),
        Column("reach", "TEXT"),
    ]

    private static let verdictColumns = [
        Column("run", "INTEGER NOT NULL"),
        Column("no", "INTEGER NOT NULL"),
        Column("request", "INTEGER REFERENCES request (seq)"),
        Column("at", "INTEGER NOT NULL"),
        Column("state", "TEXT NOT NULL"),
        Column("reason", "TEXT NOT NULL"),
        Column("code", "TEXT NOT NULL"),
        Column("attempts", "INTEGER NOT NULL"),
        Column("confirmed", "INTEGER NOT NULL"),
        Column("label", "TEXT"),
    ]

    private static let actColumns = [
        Column("run", "INTEGER"),
        Column("no", "INTEGER"),
        Column("at", "INTEGER NOT NULL"),
        Column("actor", "TEXT NOT NULL"),
        Column("act", "TEXT NOT NULL"),
        Column("reason", "TEXT"),
        Column("ticket", "TEXT"),
        Column("detail", "TEXT NOT NULL"),
        Column("outcome", "TEXT"),
        Column("code", "INTEGER"),
    ]
}

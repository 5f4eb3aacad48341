// SPDX-License-Identifier: MIT

import Exports
import Model
import Planning
import Proof
import Providers
import SQLite

/// Reads a later export once and puts what it says beside the shipments of a run.
///
/// The run's shipments wait in a temporary table of SQLite, which may spill to a file: memory does
/// not grow with the run or with the export.
final class LaterExport {
    /// An export repeats a few words; one that does not is not remembered without end.
    private static let wordsKeptMax = 4096

    let run: Int64
    private let connection: Connection
    private let providers: [String: ProviderName]
    private var words: [ProviderName?: StatusWords] = [:]
    private var standings: [ProviderName?: [String: Standing]] = [:]
    private var digest = SHA256()
    /// Most rows of an export are not the run's, and need not be looked for among its shipments.
    private var ours = RepeatFilter()
    private(set) var rows: Int64 = 0
    /// Rows of shipments that neither the run has nor anybody cancelled there.
    private(set) var others: Int64 = 0
    private(set) var accountsSeen: Set<String> = []
    private(set) var listsCancelled = false
    private(set) var madeAt: Timestamp?
    private let put: Statement
    private let addForeign: Statement
    private let addUnreadable: Statement

    init(
        run: Int64, providers: [String: ProviderName], _ connection: Connection
    ) throws {
        self.run = run
        self.providers = providers
        self.connection = connection
        put = try connection.statement(
            """
            UPDATE temp.ours SET
                standing = CASE WHEN rows = 0 OR standing = ?3 THEN ?3 ELSE 'disagree' END,
                status = CASE WHEN rows = 0 THEN ?4 ELSE status END,
                their_cost = CASE WHEN rows = 0 OR their_cost IS ?5 THEN ?5 END,
                their_currency = CASE WHEN rows = 0 THEN ?6 ELSE their_currency END,
                their_line = CASE WHEN rows = 0 THEN ?7 ELSE their_line END, rows = rows + 1
            WHERE account = ?1 AND shipment_id = ?2
            """)
        addForeign = try connection.statement(
            """
            INSERT OR IGNORE INTO temp.theirs
                (account, shipment_id, standing, status, cost, currency, line)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """)
        addUnreadable = try connection.statement(
            "INSERT INTO temp.unread (account, line, reason) VALUES (?, ?, ?)")
    }

    var sha256: String { digest.digest.hex }

    /// Makes the temporary tables; outside any transaction, because the store can move only there.
    static func prepare(_ connection: Connection) throws {
        try connection.execute(
            """
            PRAGMA temp_store = FILE;
            DROP TABLE IF EXISTS temp.ours;
            DROP TABLE IF EXISTS temp.theirs;
            DROP TABLE IF EXISTS temp.unread;
            CREATE TEMP TABLE ours (
                account TEXT NOT NULL, shipment_id TEXT NOT NULL, no INTEGER NOT NULL,
                rows INTEGER NOT NULL DEFAULT 0, standing TEXT, status TEXT,
                their_cost TEXT, their_currency TEXT, their_line INTEGER,
                PRIMARY KEY (account, shipment_id)
            ) WITHOUT ROWID;
            CREATE TEMP TABLE theirs (
                account TEXT NOT NULL, shipment_id TEXT NOT NULL, standing TEXT NOT NULL,
                status TEXT NOT NULL, cost TEXT, currency TEXT NOT NULL, line INTEGER NOT NULL,
                PRIMARY KEY (account, shipment_id)
            ) WITHOUT ROWID;
            CREATE TEMP TABLE unread (account TEXT NOT NULL, line INTEGER NOT NULL, reason TEXT);
            """)
    }

    /// The shipments of the run, ready to be met; one row for each, however often it stood there.
    func takeOurs() throws {
        try connection.run(
            """
            INSERT OR IGNORE INTO temp.ours (account, shipment_id, no)
            SELECT account, shipment_id, min(no) FROM item
            WHERE run = ? AND state NOT IN ('duplicate', 'unreadable')
            GROUP BY account, shipment_id
            """, run)
        try connection.each("SELECT account, shipment_id FROM temp.ours") { row in
            row.withBytes(0) { account in
                row.withBytes(1) { ours.insert(IdentityHash.of(account, $0)) }
            }
        }
    }

    /// Reads the export to its end.
    func read(_ path: String, _ options: ExportOptions) throws {
        var options = options
        options.digest = { [self] in digest.update($0) }
        let table = try ExportTable(path, options)
        try table.columns.requireID(in: table.name)
        guard table.columns[.status] != nil else {
            throw Problem(
                .notATable, "no column says the status, so nothing can be compared",
                at: table.name, next: "name it in the job: columns: { status: \"…\" }")
        }
        try table.scan { row throws(Problem) in
            do { try self.take(row) } catch let problem as Problem { throw problem } catch {
                throw (error as? SQLiteError)?.problem(at: self.connection.path)
                    ?? Problem(.internal, "\(error)")
            }
        }
        if let shortfall = table.shortfall {
            throw Problem(
                .notATable,
                "the export is not whole, so what it lacks proves nothing: \(shortfall)",
                at: table.name, next: "fetch it again")
        }
        madeAt = table.pages.exportedAt ?? table.facts.modifiedAt
    }

    private func take(_ row: borrowing JudgedRow) throws {
        rows += 1
        let account = row.text(.account)
        if row.verdict == .unreadable {
            return try addUnreadable(row, account, row.unreadable ?? "the row cannot be read")
        }
        guard let provider = providers[account] else {
            if account.isEmpty {
                return try addUnreadable(row, account, "no account: nothing says whose it is")
            }
            others += 1
            return
        }
        if case .failure(let problem)? = row.checkedID() {
            return try addUnreadable(row, account, problem.message)
        }
        accountsSeen.insert(account)
        let status = row.text(.status)
        let standing = standing(status, provider)
        if standing == .cancelled { listsCancelled = true }
        let cost = row.text(.cost)
        let currency = String(decoding: row.currency, as: UTF8.self)
        if ours.mayHold(row.identity) {
            try put.run(
                Text(utf8: row.bytes(.account)), Text(utf8: row.id), standing.rawValue, status,
                cost.isEmpty ? nil : cost, currency, Int64(row.line))
            guard connection.changedRows == 0 else { return }
        }
        guard standing == .cancelled || standing == .cancelling else {
            others += 1
            return
        }
        try addForeign.run(
            account, Text(utf8: row.id), standing.rawValue, status, cost.isEmpty ? nil : cost,
            currency, Int64(row.line))
    }

    private func addUnreadable(
        _ row: borrowing JudgedRow, _ account: String, _ reason: String
    ) throws {
        try addUnreadable.run(account, Int64(row.line), reason)
    }

    private func standing(_ status: String, _ provider: ProviderName) -> Standing {
        if let known = standings[provider]?[status] { return known }
        let vocabulary = words[provider] ?? StatusWords(provider)
        words[provider] = vocabulary
        let standing = vocabulary.standing(status)
        if standings[provider]?.count ?? 0 < Self.wordsKeptMax {
            standings[provider, default: [:]][status] = standing
        }
        return standing
    }
}

// SPDX-License-Identifier: MIT

import Exports
import Model
import Planning
import Proof
import Providers
import SQLite

/// Reads a later export once and keeps of it what a run's shipments are held against.
final class LaterExport {
    let shipments: RunShipments
    let kept: LaterRows
    private let path: String
    private var digest = SHA256()
    private(set) var rows: Int64 = 0
    /// Rows of shipments that neither the run has nor anybody cancelled there.
    private(set) var others: Int64 = 0
    /// Whether some row names the account, by its place.
    private(set) var isSeen: [Bool]
    private(set) var listsCancelled = false
    private(set) var madeAt: Timestamp?
    /// What was cancelled there and is not the run's; nil while there is none.
    private(set) var theirs: RepeatFilter?
    // Written for every row, on one thread and never from within itself: see RowReader.
    @exclusivity(unchecked) private var accounts: RunAccounts
    @exclusivity(unchecked) private var meanings: [StatusMeanings]

    init(_ shipments: RunShipments) throws {
        self.shipments = shipments
        accounts = shipments.accounts
        meanings = (0..<accounts.count).map { [accounts] in StatusMeanings(accounts.provider($0)) }
        isSeen = [Bool](repeating: false, count: accounts.count)
        kept = try LaterRows()
        path = kept.scratch.path
    }

    var sha256: String { digest.digest.hex }

    /// The accounts of the run that the export has rows of.
    var accountsSeen: Set<String> {
        Set(zip(accounts.names, isSeen).filter(\.1).map(\.0))
    }

    /// Reads the export to its end.
    func read(_ path: String, _ options: ExportOptions) throws {
        defer { kept.stop() }
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
            do { try self.take(row) } catch { throw self.problem(error) }
        }
        if let shortfall = table.shortfall {
            throw Problem(
                .notATable,
                "the export is not whole, so what it lacks proves nothing: \(shortfall)",
                at: table.name, next: "fetch it again")
        }
        do { try kept.finish() } catch { throw problem(error) }
        madeAt = table.pages.exportedAt ?? table.facts.modifiedAt
    }

    private func problem(_ error: any Error) -> Problem {
        (error as? Problem) ?? (error as? SQLiteError)?.problem(at: path)
            ?? Problem(.internal, "\(error)")
    }
}

// MARK: One row
extension LaterExport {
    private func take(_ row: borrowing JudgedRow) throws {
        rows += 1
        if row.isUnreadable {
            return try refuse(row, row.unreadable ?? "the row cannot be read")
        }
        guard let account = accounts.place(of: row.bytes(.account)) else {
            if row.bytes(.account).isEmpty {
                return try refuse(row, "no account: nothing says whose it is")
            }
            others += 1
            return
        }
        if case .failure(let problem)? = row.checkedID() {
            return try refuse(row, problem.message)
        }
        isSeen[account] = true
        try keep(row, account)
    }

    private func refuse(_ row: borrowing JudgedRow, _ reason: String) throws {
        try kept.add(unread: row.utf8(.account), line: row.line, reason)
    }

    private func keep(_ row: borrowing JudgedRow, _ account: Int) throws {
        let status = row.utf8(.status)
        let standing = meanings[account].standing(status)
        if standing == .cancelled { listsCancelled = true }
        let identity = accounts.identity(account, row.id)
        let isMet = shipments.mayHave(identity)
        guard isMet || standing.isCancellation else {
            others += 1
            return
        }
        if !isMet { addTheirs(identity) }
        try kept.add(
            LaterRow(
                account: account, id: row.id, standing: standing, status: status,
                cost: row.bytes(.cost), currency: row.wellFormed(row.currency), line: row.line),
            to: isMet ? .met : .theirs)
    }

    private func addTheirs(_ identity: UInt64) {
        if theirs == nil { theirs = RepeatFilter() }
        theirs?.insert(identity)
    }

    /// The kept rows that may be the run's; those that are not are counted, or kept with the others.
    func metRows() throws -> MetRows {
        let insert = try kept.scratch.statement(LaterTable.theirs.insert)
        return try MetRows(kept.scratch) { [self] row in
            guard Standing(rawValue: row.text(2))?.isCancellation == true else {
                others += 1
                return
            }
            row.withBytes(1) { addTheirs(accounts.identity(Int(row.int(0)), $0)) }
            try insert.run(
                row.int(0), row.text(1), row.text(2), row.text(3), row.textOrNil(4), row.text(5),
                row.int(6))
        }
    }
}

extension Standing {
    fileprivate var isCancellation: Bool { self == .cancelled || self == .cancelling }
}

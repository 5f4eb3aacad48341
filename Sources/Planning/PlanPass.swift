// SPDX-License-Identifier: MIT

import Audit
import Exports
import Job
import Model
import SQLite

/// One reading of a plan's exports: every row becomes a number in the tally or an item on record.
final class PlanPass {
    /// What every pass of one plan works with.
    struct Setting {
        let request: PlanRequest
        let choosing: Choosing
        let holds: HoldList?
        let spool: Spool?
    }

    let book: PlanBook
    let settled: Settled
    private(set) var sources: [PlanSource] = []
    private(set) var matchedHolds: Set<Int> = []
    /// Entries of the list of `--only` that no row so far has.
    private(set) var unfound: Set<String>
    private(set) var bytes = ExportBytes()
    // Written for every row, on one thread and never from within itself: see RowReader.
    @exclusivity(unchecked) private(set) var finder = RepeatFinder()

    private let setting: Setting
    private let judge: RowJudge
    private let sort: SortKey
    private let path: String
    /// Where a second pass knows it, the shipments that may stand more than once.
    private let repeats: RepeatFilter?
    private let groups: ShipmentGroups?
    private var collected: Int64 = 0
    /// Some file is read once for each account in it.
    private let hasShared: Bool
    /// Whether rows of some accounts are in another run.
    private let isPart: Bool

    /// - Parameter repeats: what the first pass found; nil for the first pass.
    init(_ setting: Setting, repeats: RepeatFilter?, on connection: Connection) throws {
        self.setting = setting
        self.repeats = repeats
        book = PlanBook(try PlanWriter(connection))
        unfound = setting.request.only?.entries ?? []
        settled = try Settled(
            connection.path, reopen: setting.request.reopen,
            isRetry: setting.request.retry != nil)
        judge = RowJudge(setting.request.job, setting.holds)
        isPart = setting.request.part != .all
        hasShared = setting.request.exports.contains(where: \.isShared)
        sort = SortKey(setting.request.job.order)
        groups = try repeats.map { _ in try ShipmentGroups() }
        path = connection.path
    }

    private var request: PlanRequest { setting.request }

    /// Reads every export to its end, then judges the shipments that stand more than once.
    func readAll() throws {
        defer { book.stop() }
        for place in request.exports.indices { try read(request.exports[place], Int64(place)) }
        _ = try finder.finish()
        try judgeGroups()
        try book.finish()
    }

    private func read(_ export: PlanExport, _ source: Int64) throws {
        let options = try setting.options(of: export, digest: bytes.begin(keepingIn: request))
        let table = try ExportTable(export.location, options)
        let madeAt = try request.madeAt(of: table, export)
        let isFileTime = request.trustsFileTime(of: table, export)
        try requireID(of: table)
        let namesAccounts = table.columns.fields.contains(.account) && !export.isShared
        let rules = setting.choosing.rules(account: namesAccounts ? nil : options.account)
        let compiled = try table.compile(rules)
        let decider = RowDecider(
            compiled, judge, listed: request.isListed, settled, madeAt: madeAt)
        let before = book.tally.counts.rows
        try table.scan(compiled) { row throws(Problem) in
            do { try self.take(row, decider, source) } catch {
                throw Problem(storing: error, at: self.path)
            }
        }
        matchedHolds.formUnion(decider.matchedHolds)
        sources.append(
            PlanSource(
                table, path: export.path, sha256: try bytes.end(of: export), madeAt: madeAt,
                isFileTime: isFileTime, rows: Int(book.tally.counts.rows - before),
                rules: rules, isShared: export.isShared))
    }

    /// Where nothing says whose a file is, its columns may only be those of an account.
    private func requireID(of table: ExportTable) throws(Problem) {
        do throws(Problem) { try table.columns.requireID(in: table.name) } catch {
            guard table.options.account.isEmpty, request.job.accounts.count > 1 else { throw error }
            var problem = error
            problem.next = "say whose it is with --account NAME, or \(error.next ?? "")"
            throw problem
        }
    }

    /// Keeps the bytes that were read; only a plan that is stored keeps them.
    func keepExports() throws(Problem) {
        for place in sources.indices { sources[place].kept = try bytes.keep(place, sources[place]) }
    }
}

// MARK: One row
extension PlanPass {
    private func take(
        _ row: borrowing JudgedRow, _ decider: RowDecider, _ source: Int64
    ) throws {
        if hasShared, isAnothers(row, source) { return }
        book.tally.counts.rows += 1
        if !unfound.isEmpty, row.fault == nil, let entry = request.only?.entry(of: row) {
            unfound.remove(entry)
        }
        if isPart, !request.part.takes(row.text(.account)) {
            return book.exclude(.elsewhere, row.cost, row.currency)
        }
        if !row.isUnreadable {
            if let repeats {
                if repeats.mayHold(row.identity) { return try collect(row, decider, source) }
            } else {
                try finder.insert(row.identity)
            }
        }
        // All of it is read again with the repeated shipments known.
        guard !finder.hasRepeats else { return }
        switch try decider.decisionIfListed(on: row) {
        case .unreadable(let why):
            try book.add(item(row, id: row.text(.id), .unreadable, why, source))
        case .excluded(let why):
            if why.isInScope { book.tally.addScope(row.bytes(.account)) }
            book.exclude(why, row.cost, row.currency)
        case .item(let id, let state, let reason):
            book.tally.addScope(row.bytes(.account))
            try book.add(item(row, id: id, state, reason, source))
        }
    }

    /// Whether another reading of the same file takes the row; one that cannot be read is the
    /// first's.
    private func isAnothers(_ row: borrowing JudgedRow, _ source: Int64) -> Bool {
        let export = request.exports[Int(source)]
        guard export.isShared else { return false }
        guard row.fault == nil else {
            return request.exports.firstIndex { $0.path == export.path } != Int(source)
        }
        return row.text(.account) != export.account
    }

    private func item(
        _ row: borrowing JudgedRow, id: String, _ state: ItemState, _ reason: String,
        _ source: Int64
    ) -> LentItem {
        var raw = row.raw
        if let redaction = request.redaction { raw = row.keep(redaction.raw(of: row)) }
        return LentItem(
            row, id: id, state: state, reason: reason, source: source, sort: sort, raw: raw)
    }
}

// MARK: Rows of one shipment
extension PlanPass {
    /// A row whose shipment may stand elsewhere too: decided, and kept until all rows are read.
    private func collect(
        _ row: borrowing JudgedRow, _ decider: RowDecider, _ source: Int64
    ) throws {
        collected += 1
        switch try decider.decision(on: row) {
        case .unreadable(let why):
            try book.add(item(row, id: row.text(.id), .unreadable, why, source))
        case .excluded(let why):
            let id = (try? row.checkedID()?.get()) ?? row.text(.id)
            try groups?.add(
                ItemRecord(item(row, id: id, .planned, "", source)), why, no: collected)
        case .item(let id, let state, let reason):
            let excluded: Excluded? = decider.isListed(row) ? nil : .notInList
            try groups?.add(
                ItemRecord(item(row, id: id, state, reason, source)), excluded, no: collected)
        }
    }

    private func judgeGroups() throws {
        guard let groups else { return }
        try groups.judged { group in
            if group.isInScope { book.tally.addScope(group.account) }
            let standing = group.standing
            try groups.members(of: group) { no, excluded, item in
                var item = item
                if let standing {
                    (item.state, item.reason) =
                        no == group.chosen?.no
                        ? standing : (.duplicate, group.duplicateReason(source: item.source))
                } else if let excluded {
                    return book.exclude(excluded, item)
                }
                try item.lend { try book.add($0) }
            }
        }
    }
}

extension Problem {
    /// A failure while a plan was made and stored.
    init(storing error: any Error, at path: String) {
        self =
            (error as? Problem) ?? (error as? SQLiteError)?.problem(at: path)
            ?? Problem(.internal, "the plan could not be stored: \(error)", at: path)
    }
}

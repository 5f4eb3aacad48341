// SPDX-License-Identifier: MIT

import Audit
package import Exports
import Job
import Model
import Proof
import Providers
import SQLite

/// One reading of a plan's exports: every row becomes a number in the tally or an item on record.
final class PlanPass {
    static let unreadableShownMax = 5

    let tally = Tally()
    let writer: PlanWriter
    private(set) var sources: [PlanSource] = []
    private(set) var unreadable: [(line: Int, reason: String)] = []
    private(set) var matchedHolds: Set<Int> = []
    private(set) var foundRepeats = false

    private let request: PlanRequest
    private let choosing: Choosing
    private let judge: RowJudge
    private let known: RepeatedKeys
    private let knowsRepeats: Bool
    private let connection: Connection
    private let sort: SortKey
    private var keys = RepeatedKeys()
    private var groups = ShipmentGroups()
    private var digest = ItemDigest()
    private var all = SHA256()
    private var one = SHA256()
    private var kept: KeptExport?
    private var keepingFailed: Problem?
    private var no: Int64 = 0

    init(
        _ request: PlanRequest, _ choosing: Choosing, _ holds: HoldList?, _ known: RepeatedKeys,
        _ writer: PlanWriter, _ connection: Connection
    ) {
        self.request = request
        self.choosing = choosing
        judge = RowJudge(request.job, holds)
        self.known = known
        knowsRepeats = !known.isEmpty
        self.writer = writer
        self.connection = connection
        sort = SortKey(request.job.order)
    }

    var run: Int64 { writer.run }
    var exportDigest: Digest { all.digest }
    var itemsDigest: String { digest.hex }

    /// Takes in the bytes of the export as they are on disk.
    func take(_ bytes: UnsafeRawBufferPointer) {
        all.update(bytes)
        one.update(bytes)
        do throws(Problem) { try kept?.write(bytes) } catch { keepingFailed = error }
    }

    /// Reads one export to its end.
    func read(_ export: PlanExport, source: Int64, _ options: ExportOptions) throws {
        let path = export.path
        one = SHA256()
        kept = try request.job.keepExports.map { folder throws(Problem) in
            try KeptExport(in: folder)
        }
        let table = try ExportTable(export.location, options)
        let madeAt = try self.madeAt(table, export)
        try table.columns.requireID(in: table.name)
        let namesAccounts = table.columns.fields.contains(.account)
        let rules = choosing.rules(account: namesAccounts ? nil : options.account)
        let compiled = try table.compile(rules)
        let before = tally.counts.rows
        try table.scan(compiled) { row throws(Problem) in
            do { try self.judge(row, compiled, source) } catch let problem as Problem {
                throw problem
            } catch { throw Problem(storing: error, at: self.connection.path) }
        }
        try settleGroups()
        if let keepingFailed { throw keepingFailed }
        let sha256 = one.digest.hex
        try check(sha256, export)
        let suffix = path.suffixes
        sources.append(
            PlanSource(
                path: path, sha256: sha256, byteCount: table.facts.byteCount,
                rows: Int(tally.counts.rows - before), madeAt: madeAt,
                form: "\(table.form)" + (table.isGzip ? ", gzip" : ""),
                header: table.columns.names, notes: table.notes, shortfall: table.pages.shortfall,
                kept: try kept?.finish(sha256: sha256, suffix: suffix),
                account: options.account, columns: options.columns, rules: rules))
        kept = nil
    }

    /// When the export was made: as the command line says, as the file says, or its own time.
    private func madeAt(
        _ table: ExportTable, _ export: PlanExport
    ) throws(Problem) -> Timestamp {
        guard
            let madeAt = export.earlier?.madeAt ?? request.exportedAt ?? table.pages.exportedAt
                ?? table.facts.modifiedAt
        else {
            throw Problem(
                .usage, "standard input does not say when the export was made",
                next: "add --exported-at 2026-11-20T01:58:00Z")
        }
        let age = request.now.milliseconds - madeAt.milliseconds
        guard age <= request.job.maxExportAge.milliseconds else {
            throw Problem(
                .exportStale,
                "the export was made \(madeAt), longer ago than maxExportAge "
                    + "(\(request.job.maxExportAge))",
                at: table.name, next: "make a new export, or raise maxExportAge in the job")
        }
        return madeAt
    }
}

// MARK: One row
extension PlanPass {
    /// An export that is read again must be the same to the byte.
    private func check(_ sha256: String, _ export: PlanExport) throws(Problem) {
        guard let earlier = export.earlier, earlier.sha256 != sha256 else { return }
        throw Problem(
            .exportChanged, "the export is not the one that was planned", at: earlier.location,
            next: "rescind plan EXPORT: what failed is due in a new one too")
    }

    /// Whether a row is among those this plan is about.
    private func isListed(_ row: borrowing JudgedRow) -> Bool {
        if let only = request.only, !only.holds(row.text(named: only.field.rawValue) ?? "") {
            return false
        }
        guard let retry = request.retry else { return true }
        guard case .success(let id)? = row.checkedID() else { return false }
        return retry.holds(id, of: row.text(.account))
    }

    private static let notListed = Tally.Reason(kind: .excluded, name: "not in the list")

    private func judge(
        _ row: borrowing JudgedRow, _ compiled: CompiledRules, _ source: Int64
    ) throws {
        tally.counts.rows += 1
        if request.part != .all, !request.part.takes(row.text(.account)) {
            tally.counts.excluded += 1
            return tally.bucket(Tally.Reason(kind: .excluded, name: "in a run of its own"))
                .add(row.cost, row.currency)
        }
        let hash = row.identity
        if row.verdict != .unreadable {
            if knowsRepeats {
                if known.isRepeated(hash) { return try collect(row, compiled, source) }
            } else {
                keys.insert(hash)
                if !keys.isEmpty {
                    // All of it is read again with the repeated shipments known.
                    foundRepeats = true
                    return
                }
            }
        }
        switch row.verdict {
        case .unreadable:
            try addUnreadable(row, row.unreadable ?? "the row cannot be read", source)
        case .excluded(let why):
            tally.exclude(why, row)
            if why != .outOfScope { tally.addScope(1, row.text(.account)) }
        case .unjudged:
            tally.exclude(.notDue, row)
        case .due(let rule, let held):
            tally.addScope(1, row.text(.account))
            try addDue(row, compiled, rule, held, source)
        }
    }

    private func addUnreadable(
        _ row: borrowing JudgedRow, _ reason: String, _ source: Int64
    ) throws {
        tally.counts.unreadable += 1
        tally.bucket(Tally.Reason(kind: .unreadable, name: "unreadable")).add(nil, row.currency)
        if unreadable.count < Self.unreadableShownMax { unreadable.append((row.line, reason)) }
        try write(
            item(row, id: row.text(.id), state: .unreadable, reason: reason, source: source))
    }

    private func addDue(
        _ row: borrowing JudgedRow, _ compiled: CompiledRules, _ rule: Int, _ held: UInt64,
        _ source: Int64
    ) throws {
        guard isListed(row) else {
            tally.counts.excluded += 1
            return tally.bucket(Self.notListed).add(row.cost, row.currency)
        }
        let decided = try decide(row, compiled, rule, held)
        switch decided {
        case .unreadable(let why): try addUnreadable(row, why, source)
        case .held(let id, let reasons):
            try add(item(row, id: id, state: .held, reason: reasons, source: source), row)
        case .settled(let id, let reason):
            try add(item(row, id: id, state: .settled, reason: reason, source: source), row)
        case .planned(let id):
            let name = compiled.rules.due[rule].name
            try add(item(row, id: id, state: .planned, reason: name, source: source), row)
        }
    }

    private func add(_ item: ItemRecord, _ row: borrowing JudgedRow) throws {
        switch item.state {
        case .held:
            tally.counts.held += 1
            tally.bucket(Tally.Reason(kind: .held, name: item.reason))
                .add(row.cost, row.currency)
        case .settled:
            tally.counts.settled += 1
            tally.bucket(Tally.Reason(kind: .settled, name: item.reason))
                .add(row.cost, row.currency)
        case .duplicate:
            tally.counts.duplicate += 1
            tally.bucket(Tally.Reason(kind: .duplicate, name: "duplicate"))
                .add(row.cost, row.currency)
        default:
            tally.counts.planned += 1
            tally.plannedBucket(item.account).add(row.cost, row.currency)
            tally.bucket(Tally.Reason(kind: .due, name: item.reason)).add(row.cost, row.currency)
        }
        try write(item)
    }

    private func write(_ item: ItemRecord) throws {
        digest.add(item)
        try writer.add(item)
    }

    private func item(
        _ row: borrowing JudgedRow, id: String, state: ItemState, reason: String, source: Int64
    ) -> ItemRecord {
        no += 1
        let cost = row.text(.cost)
        let labelID = row.text(.labelID)
        let currency = String(decoding: row.currency, as: UTF8.self)
        let labels =
            labelID.isEmpty || row.provider != .shipStation
            ? []
            : [
                PlannedLabel(
                    id: labelID, trackingNumber: row.text(.trackingNumber),
                    status: row.text(.labelStatus), cost: cost.isEmpty ? nil : cost,
                    insurance: row.text(.insurance).isEmpty ? nil : row.text(.insurance),
                    currency: currency)
            ]
        return ItemRecord(
            no: no, source: source, line: Int64(row.line), account: row.text(.account),
            provider: row.provider?.rawValue ?? "", shipmentID: id,
            reference: row.text(.reference), trackingNumber: row.text(.trackingNumber),
            state: state, reason: reason, cost: cost.isEmpty ? nil : cost, currency: currency,
            sort: state == .planned ? sort.text(of: row) : "", raw: [UInt8](row.raw),
            labels: state == .planned ? labels : [])
    }
}

// MARK: What becomes of a due row
extension PlanPass {
    private enum Decided {
        case unreadable(String)
        case held(id: String, reasons: String)
        case settled(id: String, reason: String)
        case planned(id: String)
    }

    private func decide(
        _ row: borrowing JudgedRow, _ compiled: CompiledRules, _ rule: Int, _ held: UInt64
    ) throws -> Decided {
        switch judge.finding(of: row, compiled, held: held) {
        case .unreadable(let why): return .unreadable(why)
        case .held(let id, let reasons, let entry):
            if let entry { matchedHolds.insert(entry) }
            return .held(id: id, reasons: reasons.joined(separator: " · "))
        case .free(let id):
            let name = row.text(.account)
            if let reason = try Settled.reason(name, id, madeAt: request.now, connection) {
                return .settled(id: id, reason: reason)
            }
            return .planned(id: id)
        }
    }
}

// MARK: Rows of one shipment
extension PlanPass {
    /// A row whose shipment may stand elsewhere too: decided, and kept until all rows are read.
    private func collect(
        _ row: borrowing JudgedRow, _ compiled: CompiledRules, _ source: Int64
    ) throws {
        var isDue = false
        var exclusion: Exclusion?
        if case .excluded(let why) = row.verdict { exclusion = why }
        var decided = Decided.planned(id: row.text(.id))
        if case .due(let rule, let held) = row.verdict {
            isDue = true
            decided = try decide(row, compiled, rule, held)
        }
        var record: ItemRecord
        switch decided {
        case .unreadable(let why): return try addUnreadable(row, why, source)
        case .held(let id, let reasons):
            record = item(row, id: id, state: .held, reason: reasons, source: source)
        case .settled(let id, let reason):
            record = item(row, id: id, state: .settled, reason: reason, source: source)
        case .planned(let id):
            record = item(row, id: id, state: .planned, reason: "", source: source)
            if case .due(let rule, _) = row.verdict {
                record.reason = compiled.rules.due[rule].name
            }
        }
        if case .success(let id)? = row.checkedID() { record.shipmentID = id }
        groups.add(
            ShipmentGroups.Member(
                item: record, isDue: isDue, isListed: isListed(row), status: row.text(.status),
                cost: row.cost, exclusion: exclusion))
    }

    private func settleGroups() throws {
        for group in groups.takeAll() {
            guard group.contains(where: \.isListed) else {
                exclude(group)
                continue
            }
            for member in ShipmentGroups.judged(group) {
                if let why = member.excluded {
                    tally.counts.excluded += 1
                    tally.bucket(Tally.Reason(kind: .excluded, name: why.rawValue))
                        .add(member)
                    if why != .outOfScope { tally.addScope(1, member.item.account) }
                } else {
                    tally.addScope(1, member.item.account)
                    try add(member)
                }
            }
        }
    }

    /// No row of the shipment is among those this plan is about.
    private func exclude(_ group: [ShipmentGroups.Member]) {
        for member in group {
            tally.counts.excluded += 1
            let reason = member.excluded.map { Tally.Reason(kind: .excluded, name: $0.rawValue) }
            tally.bucket(reason ?? Self.notListed).add(member)
            if member.excluded != .outOfScope { tally.addScope(1, member.item.account) }
        }
    }

    private func add(_ member: ShipmentGroups.Member) throws {
        let item = member.item
        switch item.state {
        case .held:
            tally.counts.held += 1
            tally.bucket(Tally.Reason(kind: .held, name: item.reason)).add(member)
        case .settled:
            tally.counts.settled += 1
            tally.bucket(Tally.Reason(kind: .settled, name: item.reason)).add(member)
        case .duplicate:
            tally.counts.duplicate += 1
            tally.bucket(Tally.Reason(kind: .duplicate, name: "duplicate")).add(member)
        default:
            tally.counts.planned += 1
            tally.plannedBucket(item.account).add(member)
            tally.bucket(Tally.Reason(kind: .due, name: item.reason)).add(member)
        }
        try write(item)
    }
}

extension JudgedRow {
    /// The account and the id a row is about, as one number.
    package var identity: UInt64 { RepeatedKeys.hash(bytes(.account), id) }
}

extension String {
    /// What follows the first dot of the file's name: `.csv.gz`.
    fileprivate var suffixes: String {
        let name = split(separator: "/").last ?? ""
        return name.firstIndex(of: ".").map { String(name[$0...]) } ?? ""
    }
}

extension Problem {
    /// A failure of the record while a plan was stored.
    init(storing error: any Error, at path: String) {
        self =
            (error as? SQLiteError)?.problem(at: path)
            ?? Problem(.internal, "the plan could not be stored: \(error)", at: path)
    }
}

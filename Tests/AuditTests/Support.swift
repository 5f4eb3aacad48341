// SPDX-License-Identifier: MIT

import Audit
import Formats
import Glibc
import Model
import Proof
import SQLite

/// A folder that is gone when the test is over.
final class TemporaryFolder {
    let path: String

    init() {
        var template = Array("/tmp/rescind-audit-XXXXXX".utf8CString)
        path = mkdtemp(&template).map { String(cString: $0) } ?? "/tmp"
    }

    deinit { _ = shell("rm -rf '\(path)'") }

    func file(_ name: String) -> String { path + "/" + name }
}

/// Runs a line and gives its exit status.
@discardableResult
func shell(_ line: String) -> Int32 {
    let status = unsafe_system(line)
    return (status >> 8) & 0xff
}

private func unsafe_system(_ line: String) -> Int32 { line.withCString { system($0) } }

func contents(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = fread(&chunk, 1, chunk.count, file)
        if count == 0 { return bytes }
        bytes += chunk[..<count]
    }
}

func write(_ bytes: [UInt8], to path: String) {
    guard let file = fopen(path, "w") else { return }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
}

/// A record as an applying process makes it, with its key outside its folder.
final class Night {
    let folder = TemporaryFolder()
    let connection: Connection
    let key: SigningKey
    var recorder = Recorder()
    var ticket: Int64 = 0
    var now = Timestamp(milliseconds: 1_795_000_000_000)

    static let actor = Actor(user: "ops")

    var path: String { folder.file("record/audit.db") }
    var keyPath: String { folder.file("keys/audit.key") }

    init() throws {
        mkdir(folder.file("record"), 0o700)
        connection = try AuditFile.forWriting(folder.file("record/audit.db"))
        key = try SigningKey.of(connection, at: folder.file("keys/audit.key"))
    }

    @discardableResult
    func sign(anchor: String? = nil) throws -> Checkpoints.Signed? {
        try Checkpoints(key: key, actor: Self.actor, anchor: anchor).sign(connection, at: now)
    }

    func verify(_ verifiers: [NoteVerifier]? = nil, elsewhere: [CheckpointFile] = []) async throws
        -> AuditVerifier.Finding
    {
        try await AuditVerifier(
            path: path, verifiers: verifiers ?? [key.verifier], elsewhere: elsewhere
        ).run()
    }

    func act(_ kind: Act.Kind, run: Int64? = nil, no: Int64? = nil, reason: String? = nil) throws {
        try Act(kind, run: run, no: no, at: now, actor: Self.actor, reason: reason)
            .record(on: connection)
    }
}

// MARK: Plans
extension Night {
    static func id(_ no: Int64, run: Int64) -> String { "se-\(run)-\(no)" }

    /// Plans so many items; every fifth is held, every third has labels.
    @discardableResult
    func plan(
        items: Int64, changing: (inout ItemRecord) -> Void = { _ in }
    ) throws -> Int64 {
        try connection.transaction {
            let writer = try PlanWriter(connection)
            for no in 1...items {
                var item = item(no, run: writer.run)
                changing(&item)
                try writer.add(item)
            }
            let held = items / 5
            var counts = RowCounts()
            counts.rows = items + 3
            counts.planned = items - held
            counts.held = held
            counts.excluded = 3
            try writer.finish(
                record(writer.run, counts),
                by: Act(.plan, run: writer.run, at: now, actor: Self.actor))
            return writer.run
        }
    }

    func item(_ no: Int64, run: Int64) -> ItemRecord {
        let id = Self.id(no, run: run)
        let labels = [
            PlannedLabel(id: "z-\(no)", trackingNumber: "1Z\(no)", status: "open", cost: "1.50"),
            PlannedLabel(id: "a-\(no)", status: "open", currency: "USD"),
        ]
        return ItemRecord(
            no: no, source: 0, line: no + 1, account: "us-store", provider: "shipstation",
            shipmentID: id, reference: "order-\(no)", trackingNumber: "1Z\(no)",
            state: no % 5 == 0 ? .held : .planned, reason: "stale", cost: "12.30",
            currency: "USD", sort: "", raw: Array("\(id),pending,12.30".utf8),
            labels: no % 3 == 0 ? labels : [])
    }

    private func record(_ run: Int64, _ counts: RowCounts) -> RunRecord {
        RunRecord(
            run: run, createdAt: now, actor: "ops", host: "night", version: "1",
            exports: ["pending.csv"], exportSHA256: "00", exportMadeAt: now, asOf: "2026-11-20",
            counts: counts, jobSHA256: nil, rulesSHA256: "00", itemsSHA256: "", ticket: nil,
            blockedBy: [], plan: .object([]))
    }
}

// MARK: Exchanges
extension Night {
    func key(_ no: Int64, run: Int64) -> ItemKey {
        ItemKey(run: run, no: no, account: "us-store", shipmentID: Self.id(no, run: run))
    }

    func intent(_ no: Int64, run: Int64, _ purpose: Purpose = .cancel, attempt: Int = 1) -> Intent {
        ticket += 1
        now = now.adding(milliseconds: 7)
        let request = Request(
            .put, "https://api.example/v2/shipments/\(Self.id(no, run: run))/cancel",
            headers: [
                Header("API-Key", "canary-in-a-header", record: "secret:3f9a2c3f9a2c3f9a"),
                Header("User-Agent", "rescind/1"),
            ])
        return Intent(
            ticket: Ticket(ticket), account: "us-store", run: run, item: key(no, run: run),
            purpose: purpose, attempt: attempt, request: request, at: now)
    }

    static let answer = Answer(
        status: 204,
        headers: [
            Header("Content-Type", "application/json"), Header("X-Request-Id", "req-77"),
            Header("Date", "Fri, 20 Nov 2026 02:00:00 GMT"),
        ], body: Array("{\"cancelled\":true}".utf8))

    /// Cancels an item in one batch of three records.
    func cancel(
        _ no: Int64, run: Int64, as state: ItemState = .cancelled, attempt: Int = 1
    ) throws {
        let intent = intent(no, run: run, attempt: attempt)
        var verdict = verdict(no, run: run, state, intent.ticket)
        verdict.attempts = attempt
        try put([
            .intent(intent),
            .outcome(
                intent.ticket, .answer(Self.answer), at: now.adding(milliseconds: 80),
                durationMicroseconds: 80_123),
            .verdict(verdict),
        ])
    }

    /// Voids a label of an item, then leaves the shipment in doubt with one look at it.
    func void(_ label: String, of no: Int64, run: Int64) throws {
        var void = intent(no, run: run, .void)
        void.label = label
        let look = intent(no, run: run, .look)
        try put([
            .intent(void),
            .outcome(void.ticket, .answer(Self.answer), at: now, durationMicroseconds: 9),
            .label(
                LabelVerdict(
                    item: key(no, run: run), label: label, ticket: void.ticket, at: now,
                    state: .voided, reason: "approved", code: "", attempts: 1)),
            .verdict(verdict(no, run: run, .inDoubt)),
        ])
        try put([
            .intent(look),
            .outcome(look.ticket, .answer(Self.answer), at: now, durationMicroseconds: 9),
            .verdict(verdict(no, run: run, .inDoubt, look.ticket)),
        ])
    }

    func verdict(
        _ no: Int64, run: Int64, _ state: ItemState, _ ticket: Ticket? = nil,
        confirmed: Bool = false
    ) -> Verdict {
        Verdict(
            item: key(no, run: run), ticket: ticket, at: now.adding(milliseconds: 81),
            state: state, reason: "the provider says so", code: "ok", attempts: 1,
            isConfirmed: confirmed)
    }

    @discardableResult
    func put(_ records: [Record]) throws -> [Ticket: Int64] {
        try connection.transaction { try recorder.append(records, to: connection) }.superseded
    }

    /// A night with everything in it: two runs, doubt, looks, acts, three checkpoints.
    static func eventful() throws -> Night {
        let night = try Night()
        let first = try night.plan(items: 20)
        try night.act(.apply, run: first)
        for no in [1, 2, 3, 4, 6, 7] as [Int64] { try night.cancel(no, run: first) }
        try night.sign()
        try night.cancel(8, run: first, as: .accepted)
        try night.put([.verdict(night.verdict(8, run: first, .cancelled, confirmed: true))])
        try night.cancel(9, run: first, as: .inDoubt)
        try night.cancel(9, run: first, as: .refused, attempt: 2)
        try night.put([.verdict(night.verdict(11, run: first, .dropped))])
        try night.void("a-12", of: 12, run: first)
        try night.act(.resolve, run: first, no: 9, reason: "asked the carrier")
        try night.sign()
        let second = try night.plan(items: 7)
        try night.cancel(1, run: second)
        try night.reconcile(run: first)
        try night.sign()
        return night
    }
}

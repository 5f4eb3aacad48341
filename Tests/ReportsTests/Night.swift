// SPDX-License-Identifier: MIT

import Audit
import Formats
import Glibc
import Model
import Proof
import SQLite

@testable import Reports

/// A record filled as planning and applying fill it, in memory or in a file.
final class Record {
    let connection: Connection
    let recorder = Recorder()
    private var tickets: Int64 = 0
    var clock = Timestamp("2026-11-20T08:00:00Z") ?? Timestamp(milliseconds: 0)

    init(_ path: String? = nil) throws {
        connection = try path.map { try AuditFile.forWriting($0) } ?? AuditFile.inMemory()
    }

    func tick(_ milliseconds: Int64 = 1000) -> Timestamp {
        clock = clock.adding(milliseconds: milliseconds)
        return clock
    }

    func ticket() -> Ticket {
        tickets += 1
        return Ticket(tickets)
    }

    func append(_ records: [Audit.Record]) throws {
        _ = try connection.transaction { try recorder.append(records, to: connection) }
    }

    func act(
        _ kind: Act.Kind, run: Int64? = nil, no: Int64? = nil, by user: String = "cron",
        reason: String? = nil, _ detail: JSON.Value = .object([])
    ) throws {
        try Act(
            kind, run: run, no: no, at: tick(), actor: Actor(user: user), reason: reason,
            detail: detail
        ).record(on: connection)
    }
}

/// One row of a made-up export and what becomes of it.
struct Made {
    var id: String
    var provider = "shipstation"
    var account = "us-store"
    var cost: String? = "10.00"
    var currency = "USD"
    var decided = ItemState.planned
    var reason = "stale a week"
    /// Columns of the export beside id and cost.
    var note = "plain"
    var raw: [UInt8]?
    var labels: [PlannedLabel] = []
    var happens: [Happening] = []

    static let header = ["Shipment ID", "Label Cost", "Note"]

    var rawBytes: [UInt8] {
        if let raw { return raw }
        var writer = CSV.Writer()
        writer.row([id, cost ?? "", note])
        return Array(writer.take().dropLast(2))
    }
}

/// What happens to an item: a request with its answer and what follows from it.
struct Happening {
    var purpose = Purpose.cancel
    var status: Int?
    var body = "{}"
    var state: ItemState?
    var code = ""
    var reason = ""
    var confirmed = false
    /// What a void came to for the item's label.
    var void: VoidState?

    static let cancelled = Happening(status: 200, state: .cancelled)
    static let confirmed = Happening(
        purpose: .look, status: 200, body: #"{"status":"cancelled"}"#, state: .cancelled,
        confirmed: true)
    static func refused(_ code: String, _ message: String) -> Happening {
        Happening(
            status: 400, body: #"{"errors":[{"error_code":"\#(code)","message":"\#(message)"}]}"#,
            state: .refused, code: code, reason: "the provider refuses")
    }
    static let lost = Happening(state: .inDoubt, reason: "no answer")
    static let accepted = Happening(status: 202, state: .accepted)
}

extension Record {
    /// Plans a run of these rows; `excluded` rows are counted only.
    @discardableResult
    func plan(
        _ rows: [Made], excluded: Int64 = 3, blockedBy: [String] = [], lie: Int64 = 0,
        form: String = "csv", header: [String] = Made.header, asOf: String = "2026-11-20",
        job: UInt8 = 2, more: [JSON.Member] = []
    ) throws -> Int64 {
        try connection.transaction {
            try store(
                rows, valued: rows, excluded: excluded, blockedBy: blockedBy, lie: lie, form: form,
                header: header, asOf: asOf, job: job, more: more)
        }
    }

    /// Stores a plan that says it is worth what `valued` is.
    func store(
        _ rows: [Made], valued: [Made], excluded: Int64 = 3, blockedBy: [String] = [],
        lie: Int64 = 0, form: String = "csv", header: [String] = Made.header,
        asOf: String = "2026-11-20", job: UInt8 = 2, more: [JSON.Member] = []
    ) throws -> Int64 {
        let writer = try PlanWriter(connection)
        var counts = RowCounts()
        var value = Totals()
        for (no, made) in rows.enumerated() {
            try writer.add(made.item(no))
            counts.count(made.decided)
        }
        for made in valued where made.decided == .planned {
            if let amount = made.cost.flatMap({ Amount($0) }) {
                _ = value.add(amount, made.currency)
            }
        }
        counts.excluded = excluded
        counts.rows = Int64(rows.count) + excluded + lie
        let record = RunRecord(
            run: writer.run, createdAt: tick(), actor: "cron", host: "night-1",
            version: Version.number, exports: ["in/pending.csv"],
            exportSHA256: SHA256.hash([1]).hex, exportMadeAt: clock, asOf: asOf,
            counts: counts, jobSHA256: SHA256.hash([job]).hex, rulesSHA256: SHA256.hash([3]).hex,
            itemsSHA256: SHA256.hash([4]).hex, ticket: "OPS-17", blockedBy: blockedBy,
            plan: .object(
                (document(rows, counts, value, form, header, excluded).members ?? []) + more))
        try writer.finish(
            record, by: Act(.plan, run: writer.run, at: clock, actor: Actor(user: "cron")))
        return writer.run
    }

    private func document(
        _ rows: [Made], _ counts: RowCounts, _ value: Totals, _ form: String,
        _ header: [String], _ excluded: Int64
    ) -> JSON.Value {
        let accounts = Dictionary(grouping: rows, by: \.account).sorted { $0.key < $1.key }
        return [
            "exports": [
                [
                    "path": "in/pending.csv", "sha256": .string(SHA256.hash([1]).hex),
                    "bytes": 4096, "rows": .number(String(counts.rows)),
                    "made_at": "2026-11-20T07:58:00.000Z", "form": .string(form),
                    "header": .array(header.map(JSON.Value.string)),
                ]
            ],
            "rules": ["scope": .null, "due": ["stale a week": "age_days >= 7"], "hold": [:]],
            "limits": ["items": 5000, "share": "50%", "value": ["USD": "50000"]],
            "accounts": .object(
                accounts.map { JSON.Member($0.key, ["base_url": "https://api.shipstation.com"]) }),
            "by_account": .object(
                accounts.map { name, rows in
                    let planned = rows.count { $0.decided == .planned }
                    return JSON.Member(name, ["count": .number(String(planned))])
                }),
            "time_zone": "America/Chicago", "value": value.json,
            "reasons": [
                [
                    "kind": "excluded", "name": "not due", "count": .number(String(excluded)),
                    "value": ["USD": "30.00"],
                ]
            ],
        ]
    }

    /// Carries the run out as the rows say it happens.
    func apply(_ run: Int64, _ rows: [Made], finished: Bool = true) throws {
        try act(.apply, run: run)
        for (no, made) in rows.enumerated() {
            for (attempt, happening) in made.happens.enumerated() {
                try carry(happening, made, run, Int64(no), attempt + 1)
            }
        }
        if finished {
            try act(.applyEnded, run: run, ["status": "finished", "exit": 3])
        }
    }

    private func carry(
        _ happening: Happening, _ made: Made, _ run: Int64, _ no: Int64, _ attempt: Int
    ) throws {
        let key = ItemKey(run: run, no: no, account: made.account, shipmentID: made.id)
        let ticket = ticket()
        let sentAt = tick()
        let request = Request(
            .put, "https://api.shipstation.com/v2/shipments/\(made.id)/cancel",
            headers: [Header("API-Key", "secret", record: "fingerprint:ab12")])
        var records: [Audit.Record] = [
            .intent(
                Intent(
                    ticket: ticket, account: made.account, run: run, item: key,
                    purpose: happening.purpose, attempt: attempt, request: request, at: sentAt,
                    label: happening.void == nil ? nil : "L1"))
        ]
        let outcome: Outcome =
            happening.status.map { status in
                .answer(
                    Answer(
                        status: status, headers: [Header("X-Request-Id", "r\(no)")],
                        body: Array(happening.body.utf8)))
            } ?? .noAnswer(NoAnswer(.timeout, .mayHaveArrived, "no answer within 30 s"))
        records.append(
            .outcome(ticket, outcome, at: tick(180), durationMicroseconds: 180_000 + no * 1000))
        if let void = happening.void {
            records.append(
                .label(
                    LabelVerdict(
                        item: key, label: "L1", ticket: ticket, at: clock, state: void, reason: "",
                        code: "", attempts: attempt)))
        }
        if let state = happening.state {
            records.append(
                .verdict(
                    Audit.Verdict(
                        item: key, ticket: ticket, at: clock, state: state,
                        reason: happening.reason, code: happening.code, attempts: attempt,
                        isConfirmed: happening.confirmed)))
        }
        try append(records)
    }
}

extension Made {
    func item(_ no: Int) -> ItemRecord {
        ItemRecord(
            no: Int64(no), source: 0, line: Int64(no + 2), account: account, provider: provider,
            shipmentID: id, reference: "R-\(no)", trackingNumber: "1Z\(no)", state: decided,
            reason: decided == .planned ? "" : reason, cost: cost, currency: currency,
            raw: rawBytes, labels: labels)
    }
}

extension RowCounts {
    mutating func count(_ state: ItemState) {
        switch state {
        case .held: held += 1
        case .settled: settled += 1
        case .duplicate: duplicate += 1
        case .unreadable: unreadable += 1
        default: planned += 1
        }
    }
}

/// A night with something of everything.
let ordinaryNight: [Made] = [
    Made(id: "se-1", cost: "10.10", happens: [.cancelled, .confirmed]),
    Made(id: "se-2", cost: "20.20", happens: [.cancelled]),
    Made(id: "se-3", happens: [.refused("invalid_status", "Label must be voided first")]),
    Made(id: "se-4", happens: [.refused("invalid_status", "Label must be voided first")]),
    Made(id: "se-5", cost: nil, happens: [.lost]),
    Made(
        id: "a-1", provider: "amazon-shipping", account: "amazon-us", cost: "7.5",
        happens: [.lost]),
    Made(
        id: "sc-1", provider: "sendcloud-returns", account: "eu-returns", cost: "5.25",
        currency: "EUR", happens: [.accepted]),
    Made(id: "se-6", happens: [Happening(status: 404, state: .notFound, code: "not_found")]),
    Made(id: "se-7", decided: .held, reason: "VIP customer"),
    Made(id: "se-8", decided: .settled, reason: "cancelled by run 1"),
    Made(id: "", decided: .unreadable, reason: "2 columns where the header has 3"),
]

extension Record {
    /// The report of a run as the record stands now.
    func report(_ run: Int64) throws -> Report {
        try Report(connection, run: run, at: Position.newest(connection))
    }
}

/// A folder of its own, gone at the end.
func withFolder<R>(_ body: (String) throws -> R) throws -> R {
    var template = Array("/tmp/rescind-reports-XXXXXX".utf8CString)
    let made = mkdtemp(&template) != nil
    let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    precondition(made)
    defer { removeAll(path) }
    return try body(path)
}

private func removeAll(_ path: String) {
    guard let folder = opendir(path) else {
        unlink(path)
        return
    }
    while let entry = readdir(folder) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name != ".", name != ".." { removeAll("\(path)/\(name)") }
    }
    closedir(folder)
    rmdir(path)
}

func sha256(_ bytes: [UInt8]) -> String { SHA256.hash(bytes).hex }
func bytes(_ path: String) -> [UInt8] { SmallFile.read(path) ?? [] }
func text(_ path: String) -> String { String(decoding: bytes(path), as: UTF8.self) }

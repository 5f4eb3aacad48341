// SPDX-License-Identifier: MIT

import Audit
import Model
import Reconciliation
import SQLite
import Testing

struct ReconcilerTests {
    private let night = RecordedNight.at("2026-11-01T02:00:00Z")
    private let later = RecordedNight.at("2026-11-20T02:00:00Z")

    /// One shipment of each class, twice over.
    private func record() throws -> (RecordedNight, RunRecord) {
        let record = try RecordedNight()
        let items = [
            item(1, "101"), item(2, "102", cost: "8.25"), item(3, "103"), item(4, "104"),
            item(5, "105", state: .held), item(6, "106", cost: "3.10", currency: "GBP"),
        ]
        let run = try record.plan(items, at: night)
        for (place, state) in [(0, ItemState.cancelled), (1, .cancelled), (2, .accepted)] {
            try record.apply(items[place], run: run.run, state, at: night)
        }
        try record.apply(items[5], run: run.run, .cancelled, at: night)
        try record.apply(
            items[3], run: run.run, .accepted, at: RecordedNight.at("2026-11-19T00:00:00Z"))
        return (record, run)
    }

    private func reconcile(
        _ record: RecordedNight, _ run: RunRecord, _ path: String, at moment: Timestamp? = nil
    ) throws -> Reconciled {
        let request = ReconcileRequest(
            run: run, path: path, job: nil, now: moment ?? later, actor: record.actor)
        return try Reconciler(request, on: record.connection).reconcile()
    }

    private static let header = "return_id,status,cost,currency\n"

    @Test func `every shipment is counted once with its money`() throws {
        let (record, run) = try record()
        let folder = TemporaryFolder()
        let path = folder.file(
            Self.header
                + "0101,cancelled,7.50,EUR\n102,announced,8.25,EUR\n103,cancelled,7.50,EUR\n"
                + "104,announced,7.50,EUR\n105,cancelled,7.50,EUR\n106,cancelled,3.11,GBP\n"
                + "200,cancelled,5.00,EUR\n201,announced,6.00,EUR\n,announced,1.00,EUR\n",
            name: "later.csv", modified: later.milliseconds / 1000)
        let result = try reconcile(record, run, path)
        let counts = ShipmentClass.allCases.map { result.tally["eu-returns", $0].count }
        #expect(counts == [2, 1, 2, 1, 1, 1])
        #expect(result.tally.count(.unreadable) == 1)
        #expect(result.others == 1)
        #expect(result.rows == 9)
        #expect(result.tally["eu-returns", .matched].value["EUR"] == Amount("15.00"))
        #expect(result.tally["eu-returns", .missingInAudit].value["EUR"] == Amount("12.50"))
        #expect(result.tally["eu-returns", .missingAtProvider].value["EUR"] == Amount("8.25"))
        #expect(result.tally["eu-returns", .mismatched].value["GBP"] == Amount("3.10"))
        #expect(result.tally.hasDifferences)
        #expect(result.changes == nil)
    }

    @Test func `a second comparison says what changed`() throws {
        let (record, run) = try record()
        let folder = TemporaryFolder()
        let first = folder.file(
            Self.header + "102,announced,,\n104,announced,,\n105,cancelled,,\n",
            name: "first.csv", modified: later.milliseconds / 1000)
        let second = folder.file(
            Self.header + "101,cancelled,,\n102,cancelled,,\n103,cancelled,,\n104,announced,,\n"
                + "105,cancelled,,\n106,cancelled,,\n300,cancelled,,\n",
            name: "second.csv", modified: later.milliseconds / 1000 + 86_400)
        _ = try reconcile(record, run, first)
        let changes = try #require(try reconcile(record, run, second).changes)
        #expect(
            changes.shown.map { "\($0.shipmentID) \($0.before) > \($0.now)" } == [
                "101 mismatched > matched", "102 missing_at_provider > matched",
                "103 mismatched > matched", "106 mismatched > matched",
                "300 not seen > missing_in_audit",
            ])
    }

    @Test(arguments: [["300", "102", "101"], ["101", "102", "300"]])
    func `what changed does not depend on the order of an earlier comparison`(
        _ ids: [String]
    ) throws {
        let (record, run) = try record()
        try record.compared(ids, run: run.run, at: later)
        let folder = TemporaryFolder()
        let path = folder.file(
            Self.header + "101,cancelled,,\n102,announced,,\n103,cancelled,,\n106,cancelled,,\n"
                + "200,cancelled,,\n",
            name: "later.csv", modified: later.milliseconds / 1000)
        let changes = try #require(try reconcile(record, run, path).changes)
        #expect(
            changes.shown.map { "\($0.shipmentID) \($0.before) > \($0.now)" } == [
                "101 mismatched > matched", "102 mismatched > missing_at_provider",
                "104 matched > open", "200 not seen > missing_in_audit",
                "300 mismatched > not seen",
            ])
        #expect(changes.count == 5)
    }

    @Test func `the newest finding of a person counts`() throws {
        let (record, run) = try record()
        let folder = TemporaryFolder()
        let path = folder.file(
            Self.header + "101,announced,,\n102,announced,,\n", name: "later.csv",
            modified: later.milliseconds / 1000)
        for finding in ["cancelled", "not-cancelled"] {
            try record.resolve(item(1, "101"), run: run.run, as: finding, at: night)
        }
        for finding in ["not-cancelled", "cancelled"] {
            try record.resolve(item(2, "102"), run: run.run, as: finding, at: night)
        }
        let result = try reconcile(record, run, path)
        let missing = result.shown.filter {
            $0.className == ShipmentClass.missingAtProvider.rawValue
        }
        #expect(missing.map(\.shipmentID) == ["102"])
    }

    @Test func `what another run asked for is not missing in the audit`() throws {
        let (record, run) = try record()
        let other = item(1, "200")
        let second = try record.plan([other], at: RecordedNight.at("2026-11-02T02:00:00Z"))
        try record.apply(other, run: second.run, .cancelled, at: second.createdAt)
        let folder = TemporaryFolder()
        let path = folder.file(
            Self.header + "200,cancelled,,\n201,cancelled,,\n", name: "later.csv",
            modified: later.milliseconds / 1000)
        let result = try reconcile(record, run, path)
        #expect(result.tally.count(.missingInAudit) == 1)
    }

    @Test func `rows of one shipment that disagree are unreadable`() throws {
        let (record, run) = try record()
        let folder = TemporaryFolder()
        let path = folder.file(
            Self.header + "101,cancelled,,\n101,announced,,\n", name: "later.csv",
            modified: later.milliseconds / 1000)
        #expect(try reconcile(record, run, path).tally.count(.unreadable) == 1)
    }

    /// Two accounts, their items in no order, with one shipment twice in the run.
    private func recordOfTwoAccounts() throws -> (RecordedNight, RunRecord) {
        let record = try RecordedNight()
        let items = [
            item(1, "20", account: "b"), item(2, "9", account: "a"),
            item(3, "10", account: "a"), item(4, "9", account: "a", state: .duplicate),
            item(5, "30", account: "a"),
        ]
        let run = try record.plan(items, at: night)
        for item in items where item.state == .planned {
            try record.apply(item, run: run.run, .cancelled, at: night)
        }
        return (record, run)
    }

    @Test func `evidence has an order of its own, whatever that of run and export`() throws {
        let (record, run) = try recordOfTwoAccounts()
        let folder = TemporaryFolder()
        let path = folder.file(
            "return_id,account,status,cost,currency\n"
                + "300,b,cancelled,3.00,EUR\n20,b,announced,7.50,EUR\n,a,announced,,\n"
                + "009,a,announced,7.50,EUR\n40,a,Cancellation requested,1.00,EUR\n"
                + "10,a,cancelled,7.50,EUR\n50,a,announced,,\n9,a,announced,7.60,EUR\n"
                + "10,a,announced,7.50,EUR\n40,a,cancelled,2.00,EUR\n30,a,cancelled,7.5,EUR\n",
            name: "later.csv", modified: later.milliseconds / 1000)
        let result = try reconcile(record, run, path)
        let kept = try record.connection.all(
            """
            SELECT no || ' ' || coalesce(item, '-') || ' ' || account || ' ' || shipment_id || ' '
                || line || ' ' || class || ' ' || ours || ' ' || theirs || ' '
                || coalesce(their_cost, '-') FROM compared ORDER BY no
            """
        ) { $0.text(0) }
        #expect(kept == Self.keptOfTwoAccounts)
        #expect(result.others == 1)
        #expect(result.tally["a", .matched].count == 1)
        #expect(result.shown.count == kept.count)
        let digest = try record.connection.first(
            "SELECT detail ->> 'rows_sha256' FROM act WHERE act = 'reconcile'"
        ) { $0.text(0) }
        #expect(digest == "06b65b648af869e7c780fe416162b40016768dcc88a132a5405f96ff6a60e340")
    }

    private static let keptOfTwoAccounts = [
        "1 3 a 10 7 unreadable cancelled cancelled 7.50",
        "2 2 a 9 5 missing_at_provider cancelled announced -",
        "3 1 b 20 3 missing_at_provider cancelled announced 7.50",
        "4 - a 40 6 missing_in_audit  cancellation requested 1.00",
        "5 - b 300 2 missing_in_audit  cancelled 3.00",
        "6 - a  4 unreadable   -",
    ]

    /// So many that the filter of the run's shipments takes some of the others for the run's.
    @Test func `a row that only looks like the run's is not`() throws {
        let record = try RecordedNight()
        let items = (1...2000).map { item($0, "\($0)") }
        let run = try record.plan(items, at: night)
        let rows = (1...30_000).map { no in
            "\(no),\(no.isMultiple(of: 3) ? "cancelled" : "announced"),,"
        }
        let folder = TemporaryFolder()
        let path = folder.file(
            Self.header + rows.joined(separator: "\n") + "\n", name: "later.csv",
            modified: later.milliseconds / 1000)
        let result = try reconcile(record, run, path)
        #expect(result.rows == 30_000)
        #expect(result.tally.count(.matched) == 1334)
        #expect(result.tally.count(.missingInAudit) == 666 + 9334)
        #expect(result.others == 18_666)
    }

    @Test func `an export that is not later proves nothing`() throws {
        let (record, run) = try record()
        let folder = TemporaryFolder()
        let path = folder.file(
            Self.header + "101,cancelled,,\n", name: "same.csv",
            modified: night.milliseconds / 1000)
        let size = try Log.size(record.connection)
        let problem = #expect(throws: Problem.self) { try reconcile(record, run, path) }
        #expect(problem?.word == .exportStale)
        #expect(try Log.size(record.connection) == size)
    }

    @Test func `an export without a status is refused`() throws {
        let (record, run) = try record()
        let folder = TemporaryFolder()
        let path = folder.file(
            "return_id,cost\n101,1.00\n", name: "bare.csv", modified: later.milliseconds / 1000)
        let problem = #expect(throws: Problem.self) { try reconcile(record, run, path) }
        #expect(problem?.word == .notATable)
    }

    @Test func `the shipments of an account the export lacks are not compared`() throws {
        let record = try RecordedNight()
        let items = [
            item(1, "1", account: "a"), item(2, "2", account: "b"),
        ]
        let run = try record.plan(items, at: night)
        let folder = TemporaryFolder()
        let path = folder.file(
            "return_id,account,status\n1,a,announced\n", name: "a.csv",
            modified: later.milliseconds / 1000)
        let result = try reconcile(record, run, path)
        #expect(result.notCompared == ["b"])
        #expect(result.tally.accounts.keys.sorted() == ["a"])
    }

    @Test(arguments: ["", ",announced,,\n"])
    func `an export without a row of the account compares nothing`(_ rows: String) throws {
        let (record, run) = try record()
        let folder = TemporaryFolder()
        let first = folder.file(
            Self.header + "101,cancelled,,\n101,announced,,\n", name: "first.csv",
            modified: later.milliseconds / 1000)
        let second = folder.file(
            Self.header + rows, name: "second.csv", modified: later.milliseconds / 1000 + 60)
        _ = try reconcile(record, run, first)
        let result = try reconcile(record, run, second)
        #expect(result.comparedNothing)
        #expect(result.notCompared == ["eu-returns"])
        #expect(result.tally.count(.matched) == 0)
        #expect(result.changes?.count == 0)
    }

    @Test(arguments: ["compared", "credit"])
    func `evidence of reconciling cannot be changed`(_ table: String) throws {
        let (record, run) = try record()
        let folder = TemporaryFolder()
        let path = folder.file(
            Self.header + "102,announced,,\n", name: "later.csv",
            modified: later.milliseconds / 1000)
        _ = try reconcile(record, run, path)
        let credits = folder.file("label_id,amount,currency\nx,1,EUR\n", name: "credits.csv")
        _ = try RefundReconciler(
            RefundRequest(path: credits, job: nil, now: later, actor: record.actor),
            on: record.connection
        ).reconcile()
        #expect(throws: SQLiteError.self) {
            try record.connection.run("UPDATE \(table) SET line = 7")
        }
        #expect(throws: SQLiteError.self) { try record.connection.run("DELETE FROM \(table)") }
    }
}

// SPDX-License-Identifier: MIT

import Formats
import Foundation
import Model
import SQLite
import Sandbox
import Testing

/// Returns of Sendcloud, cancelled and seen cancelled: what they cost is expected back.
private struct Returns {
    let stage: Stage

    init(_ count: Int = 6) throws {
        stage = try Stage(items: 1)
        try stage.write("rescind.json5", Self.job(stage.sandbox))
        try stage.write("returns.csv", Self.export(count))
        try stage.sandbox.add((1...count).map { SandboxItem(.sendcloudReturns, "10\($0)") })
    }

    private static func job(_ sandbox: SandboxServer) -> String {
        """
        {
          accounts: { eu: {
            provider: "sendcloud-returns", publicKey: "env:KEY", secretKey: "env:KEY",
            baseURL: "\(sandbox.baseURL(.sendcloudReturns))", perSecond: 400, lookEvery: "50ms",
          } },
          rules: { due: { "all of them": "status = 'announced'" } },
          limits: { share: "100%", failures: "100%" },
        }
        """
    }

    private static func export(_ count: Int) -> String {
        (1...count).reduce("return_id,status,cost,currency,tracking_number,reference\n") {
            $0 + "10\($1),announced,7.50,EUR,TRK\($1),order-\($1)\n"
        }
    }

    /// The night: all of them are cancelled, and the carrier says so.
    func cancel() throws {
        #expect(try stage.program.run("plan", "returns.csv").status == 0)
        #expect(try stage.program.run("apply", "last", "--yes").status == 0)
        stage.sandbox.advanceClock(milliseconds: 60_000)
        #expect(try stage.program.run("confirm", "--all", "--wait", "10s").status == 0)
        #expect(try stage.states() == ["cancelled": 6])
    }

    func later(_ rows: String, in days: Int64 = 1) throws -> (name: String, at: String) {
        try stage.write("later.csv", "return_id,status,cost,currency\n" + rows)
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        return ("later.csv", "\(now.adding(milliseconds: days * 86_400_000))")
    }
}

/// Reconciling and the statement through the binary, as finance does it.
@Suite(.serialized) struct MoneyTests {
    private static let classes = [
        "matched", "missing_at_provider", "missing_in_audit", "mismatched", "open", "unreadable",
    ]

    private func counts(_ answer: JSON.Value) -> [Int?] {
        Self.classes.map { answer[$0]?.int }
    }

    private static let mixed =
        "101,cancelled,7.50,EUR\n102,announced,7.50,EUR\n103,cancelled,7.51,EUR\n"
        + "104,cancelled,7.50,GBP\n105,Cancellation requested,7.50,EUR\n106,cancelled,7.50,EUR\n"
        + "900,cancelled,3.00,EUR\n901,announced,4.00,EUR\n,cancelled,1.00,EUR\n"

    @Test func `a later export is held against the run, and again against the next`() throws {
        let returns = try Returns()
        try returns.cancel()
        let program = returns.stage.program
        let (name, at) = try returns.later(Self.mixed, in: 20)
        let words = ["reconcile", "last", "--against", name, "--exported-at", at]
        let ended = try program.start(words + ["--json"]).wait()
        #expect(ended.status == 9)
        let answer = try Stage.json(ended)
        #expect(counts(answer) == [2, 1, 1, 3, 0, 1])
        #expect(answer["refunds"] == .object([]))
        #expect(answer["by_account"]?["eu"]?["missing_at_provider"]?["value"]?["EUR"] == "7.50")
        _ = try returns.later(
            (1...6).reduce("") { $0 + "10\($1),cancelled,7.50,EUR\n" }, in: 20)
        let again = try program.start(words).wait()
        #expect(again.status == 0)
        #expect(again.output.contains("Changed"))
        #expect(again.output.contains("from missing at provider to matched"))
        #expect(again.output.contains("rescind statement"))
        #expect(try program.run("audit", "verify").status == 0)
    }

    @Test func `within the carrier's own time a difference is open`() throws {
        let returns = try Returns()
        try returns.cancel()
        let (name, at) = try returns.later(Self.mixed, in: 2)
        let ended = try returns.stage.program.run(
            "reconcile", "last", "--against", name, "--exported-at", at, "--json")
        #expect(counts(try Stage.json(ended)) == [2, 0, 1, 2, 2, 1])
        #expect(ended.status == 9)
    }

    @Test func `an export that is no later proves nothing`() throws {
        let returns = try Returns()
        try returns.cancel()
        let ended = try returns.stage.program.run(
            "reconcile", "last", "--against", "returns.csv", "--json")
        #expect(ended.status == 6)
        #expect(try Stage.json(ended)["error"]?["code"] == "export_stale")
    }

    // MARK: Refunds

    private static let header = "tracking_number,reference,amount,currency,credited_at,invoice\n"
    private static let today = String(ISO8601DateFormatter().string(from: Date()).prefix(10))

    @Test func `credits are matched by their keys, and a line read twice counts once`() throws {
        let returns = try Returns()
        // Before its night: early.
        let stage = returns.stage
        try stage.write("early.csv", Self.header + "TRK1,,7.50,EUR,\(Self.today),INV-1\n")
        #expect(try stage.program.run("plan", "returns.csv").status == 0)
        let early = try stage.program.run("reconcile", "--refunds", "early.csv", "--json")
        #expect(early.status == 9)
        #expect(try Stage.json(early)["refunds"]?["EUR"]?["unexpected"] == "7.50")
        #expect(try stage.program.run("apply", "last", "--yes").status == 0)
        stage.sandbox.advanceClock(milliseconds: 60_000)
        #expect(try stage.program.run("confirm", "--all", "--wait", "10s").status == 0)
        // Partial, whole by the weaker key, the early one again, a foreign one, one unreadable.
        try stage.write(
            "week.csv",
            Self.header + "TRK2,,3.00,EUR,\(Self.today),INV-2\n"
                + ",order-3,7.50,EUR,\(Self.today),INV-2\nTRK1,,7.50,EUR,\(Self.today),INV-1\n"
                + "ELSE,,9.99,EUR,\(Self.today),INV-2\nTRK4,,-7.50,EUR,\(Self.today),INV-2\n")
        let week = try stage.program.run("reconcile", "--refunds", "week.csv", "--json")
        #expect(week.status == 9)
        let answer = try Stage.json(week)
        #expect(
            answer["refunds"]?["EUR"] == [
                "expected": "45.00", "received": "18.00", "missing": "27.00",
                "unexpected": "9.99",
            ])
        #expect(
            answer["lines"] == [
                "read": .number("5"), "new": .number("3"), "repeated": .number("1"),
                "unreadable": .number("1"),
            ])
        let again = try stage.program.run("reconcile", "--refunds", "week.csv", "--json")
        #expect(try Stage.json(again)["refunds"] == answer["refunds"])
        #expect(try Stage.json(again)["lines"]?["new"]?.int == 0)
    }

    @Test func `what is only awaited is no difference`() throws {
        let returns = try Returns()
        try returns.cancel()
        try returns.stage.write(
            "good.csv", Self.header + "TRK1,,7.50,EUR,\(Self.today),INV-1\n")
        let ended = try returns.stage.program.run("reconcile", "--refunds", "good.csv")
        #expect(ended.status == 0)
        #expect(ended.output.contains("37.50"))
        #expect(ended.output.contains("rescind statement \(Self.today.prefix(7))"))
    }

    // MARK: The statement

    @Test func `a statement is in every form the same, and leaves the record alone`() throws {
        let returns = try Returns()
        try returns.cancel()
        let stage = returns.stage
        try stage.write("good.csv", Self.header + "TRK1,,7.50,EUR,\(Self.today),INV-1\n")
        #expect(try stage.program.run("reconcile", "--refunds", "good.csv").status == 0)
        let entries = try stage.query("SELECT size FROM log_head") { $0.int(0) }
        let month = String(Self.today.prefix(7))
        let screen = try stage.program.run("statement", month)
        #expect(screen.status == 0)
        for words in ["37.50", "INV-1", "TRK2", "UTC", "not yet", "--close"] {
            #expect(screen.output.contains(words), "\(words)")
        }
        let answer = try Stage.json(try stage.program.run("statement", month, "--json"))
        #expect(answer["accounts"]?.array?.first?["closing"] == "37.50")
        let files = answer["files"]?.array?.compactMap { $0["path"]?.string } ?? []
        #expect(files.map { $0.suffix(4) } == [".csv", ".csv", "xlsx"])
        for file in files { #expect(stage.has(file), "\(file)") }
        #expect(try stage.text(files[0]).contains("\(month),eu,EUR,expected at the end,,37.50,"))
        #expect(try stage.text(files[0]).contains("log position"))
        #expect(try stage.text(files[1]).contains("TRK1"))
        #expect(try stage.query("SELECT size FROM log_head") { $0.int(0) } == entries)
    }

    @Test func `a statement of a changed record says not to rely on it, and closes nothing`() throws
    {
        let returns = try Returns()
        try returns.cancel()
        let stage = returns.stage
        let connection = try Connection.writer(stage.folder.appending(path: "audit.db").path)
        try connection.run("UPDATE item_state SET attempts = 7")
        let month = String(Self.today.prefix(7))
        let ended = try stage.program.run("statement", month, "--json")
        #expect(ended.status == 10)
        let files = try Stage.json(ended)["files"]?.array?.compactMap { $0["path"]?.string } ?? []
        #expect(try stage.text(try #require(files.first)).contains("do not rely on this"))
        #expect(try stage.program.run("statement", month, "--close").status == 10)
        #expect(try stage.query("SELECT 1 FROM acts WHERE act = 'statement'") { $0.int(0) } == [])
    }

    @Test func `a month is closed once, and not before it is over`() throws {
        let returns = try Returns()
        try returns.cancel()
        let program = returns.stage.program
        let early = try program.run("statement", String(Self.today.prefix(7)), "--close")
        #expect(early.status == 2)
        #expect(early.messages.contains("is not over"))
        #expect(try program.run("statement", "2020-01", "--close").status == 0)
        let acts = try returns.stage.query("SELECT count(*) FROM acts WHERE act = 'statement'") {
            $0.int(0)
        }
        #expect(acts == [1])
        #expect(try program.run("statement", "2020-01", "--close").status == 2)
        #expect(try program.run("statement", "2020-01").output.contains("by "))
    }

    // MARK: Labels

    @Test func `the view of labels says what each is worth and what came back`() throws {
        let stage = try Stage(items: 1)
        let job = try stage.text("rescind.json5").replacing(
            "concurrency: 8", with: "voidLabels: true")
        try stage.write("rescind.json5", job)
        var items: [SandboxItem] = []
        for (number, event) in [(1, "carrier_default"), (2, "on_carrier_acceptance")] {
            var label = SandboxLabel("se-9\(number)")
            (label.cost, label.insurance) = (Amount("5.10"), Amount("0.90"))
            label.chargeEvent = event
            items.append(
                SandboxItem(.shipStation, "se-\(number)", status: "pending", labels: [label]))
        }
        try stage.sandbox.add(items)
        try stage.write(
            "labels.csv",
            "shipment_id,status,label_id,label_status,cost,insurance,currency\n"
                + "se-1,pending,se-91,completed,5.10,0.90,USD\n"
                + "se-2,pending,se-92,completed,5.10,0.90,USD\n")
        #expect(try stage.program.run("plan", "labels.csv").status == 0)
        #expect(try stage.program.run("apply", "last", "--yes").status == 0)
        let sql = "SELECT label_id, expected, credited, credited_at, invoice FROM labels ORDER BY 1"
        func labels() throws -> [[String?]] {
            try stage.query(sql) { row in (0..<5).map { row.textOrNil($0) } }
        }
        #expect(
            try labels() == [["se-91", "6.00", nil, nil, nil], ["se-92", "0.00", nil, nil, nil]])
        try stage.write(
            "credits.csv",
            "label_id,amount,currency,credited_at,invoice\nse-91,2.00,USD,\(Self.today),A\n"
                + "se-91,3.00,USD,\(Self.today),B\n")
        let refunds = try Stage.json(
            try stage.program.run("reconcile", "--refunds", "credits.csv", "--json"))
        #expect(refunds["refunds"]?["USD"]?["expected"] == "6.00")
        #expect(try stage.program.run("report", "1").status == 0)
        let summary = try JSON.parse(Array(try stage.text("reports/run-1/summary.json").utf8))
        #expect(summary["expected"] == ["USD": "6.00"])
        #expect(summary["received"] == ["USD": "5.00"])
        #expect(summary["cancelled_value"] == ["USD": "10.20"])
        #expect(
            try labels() == [
                ["se-91", "6.00", "5.00", "\(Self.today)T00:00:00.000Z", "B"],
                ["se-92", "0.00", nil, nil, nil],
            ])
        #expect(try stage.program.run("audit", "verify").status == 0)
    }
}

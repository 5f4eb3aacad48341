// SPDX-License-Identifier: MIT

import Audit
import Formats
import Model
import Reconciliation
import SQLite
import Testing

@testable import Reports

/// The first screen, sentence by sentence.
@Suite struct HeadlineTests {
    private func headline(_ rows: [Made], finished: Bool = true) throws -> Headline {
        let record = try Record()
        let run = try record.plan(rows)
        try record.apply(run, rows, finished: finished)
        return Headline(try record.report(run))
    }

    @Test func `what was seen cancelled is told apart from the provider's word`() throws {
        let rows = [
            Made(id: "se-1", happens: [.cancelled, .confirmed]),
            Made(id: "se-2", happens: [.cancelled]),
            Made(
                id: "a-1", provider: "amazon-shipping", account: "amazon-us",
                happens: [.cancelled]),
            Made(id: "se-3", happens: [.accepted]),
        ]
        #expect(
            try headline(rows).flow
                == "7 rows → 4 due → 4 planned → 1 seen cancelled"
                + " · 1 cancelled on the provider's word, not seen yet"
                + " · 1 cancelled on the provider's word, which cannot be seen there"
                + " · 1 on their way, last by 20 Nov")
        #expect(try headline(rows).blindProviders == ["amazon-shipping"])
        #expect(try headline(rows).next == "rescind confirm 1")
    }

    @Test(arguments: [true, false])
    func `the parts are everything that was planned`(finished: Bool) throws {
        var rows = ordinaryNight
        rows.append(Made(id: "se-20"))
        rows.append(Made(id: "se-21", happens: [Happening(status: 500, state: .failed)]))
        let headline = try headline(rows, finished: finished)
        let parts = headline.others.reduce(headline.steps[3].count) { $0 + $1.count }
        #expect(parts == headline.steps[2].count)
    }

    @Test func `money says what should come back and what came`() throws {
        #expect(
            try headline(ordinaryNight).money
                == "USD 30.30 cancelled, 0.00 expected back, 0.00 received"
                + " · 1 item without an amount")
        #expect(
            try headline([Made(id: "se-1", happens: [.lost])]).money == "nothing expected back")
    }

    @Test func `a cause is one, whatever shipment its provider names`() throws {
        let rows = (1...300).map { no in
            Made(
                id: "se-1000\(no)",
                happens: [
                    Happening(
                        status: 400,
                        body: #"{"errors":[{"message":"Shipment se-1000\#(no) is processing"}]}"#,
                        state: .refused, code: "invalid_status",
                        reason: "Shipment se-1000\(no) is processing")
                ])
        }
        let record = try Record()
        let run = try record.plan(rows)
        try record.apply(run, rows)
        let report = try record.report(run)
        let cause = try #require(report.causes.first)
        #expect(report.causes.count == 1)
        #expect(report.refusals.map(\.sum.count) == [300])
        #expect(
            Headline(report).line(cause)
                == "300 refused: Shipment … is processing · us-store · “invalid_status”"
                + " · USD 3,000.00")
    }

    @Test func `what a provider writes that is no text is not quoted`() {
        #expect(ProviderWords.words([0xFF, 0xFE, 0x00, 0x41]) == nil)
        #expect(ProviderWords.words(Array("Service\nUnavailable".utf8)) == "Service Unavailable")
        #expect(ProviderWords.words(Array("<html>no</html>".utf8)) == nil)
    }
}

/// What is compared with earlier nights, and only with what cannot change any more.
@Suite struct NightBeforeTests {
    private func rows(_ count: Int) -> [Made] { (0..<count).map { Made(id: "se-\($0)") } }

    @Test(arguments: [
        ("2026-11-19", "us-store 90 planned, 30 the night before"),
        ("2026-11-17", "us-store 90 planned, 30 on 17 Nov"),
    ])
    func `a plan is held against the largest of the day before`(
        day: String, sentence: String
    ) throws {
        let record = try Record()
        try record.plan(rows(30), asOf: day)
        try record.plan(rows(2), asOf: day)
        // The same day is the same night: a second try of it is no night before.
        try record.plan(rows(5))
        let run = try record.plan(rows(90))
        #expect(try record.report(run).unusual.first == sentence)
    }

    @Test func `a first night is compared with nothing`() throws {
        let record = try Record()
        let report = try record.report(try record.plan(rows(90)))
        #expect(report.accounts.first?.nightBefore == nil)
        #expect(report.unusual.isEmpty)
    }

    @Test func `the job is named where it changed and where it did not`() throws {
        let record = try Record()
        try record.plan(rows(1), job: 1)
        for (job, words) in [
            (UInt8(2), "job changed since run 1"), (2, "job unchanged since run 2"),
            (2, "job unchanged since run 2"), (3, "job changed since run 4"),
        ] {
            let report = try record.report(try record.plan(rows(1), job: job))
            #expect(Headline(report).about.contains("planned by cron, \(words)"))
        }
    }

    @Test func `who approved stands beside who planned`() throws {
        let record = try Record()
        let run = try record.plan(rows(1), blockedBy: ["items 1 of 0"])
        try record.act(.approve, run: run, by: "opslead", reason: "checked")
        #expect(
            Headline(try record.report(run)).about.contains("planned by cron, approved by opslead"))
    }
}

/// What came after the run: money, and the signature over the log.
@Suite struct AfterwardsTests {
    private func night() throws -> (Record, Int64) {
        let record = try Record()
        let rows = [
            Made(
                id: "sc-1", provider: "sendcloud-returns", account: "eu-returns", cost: "5.25",
                currency: "EUR", happens: [.accepted, .confirmed])
        ]
        let run = try record.plan(rows)
        try record.apply(run, rows)
        return (record, run)
    }

    @Test func `what was credited is received, and not before it was read`() throws {
        let (record, run) = try night()
        let before = try Position.newest(record.connection)
        let first = try record.report(run)
        try record.credit("sc-1", "4.00", "EUR")
        let report = try record.report(run)
        #expect(report.books.received["EUR"] == Amount("4"))
        #expect(Headline(report).money == "EUR 5.25 cancelled, 5.25 expected back, 4.00 received")
        #expect(report.summary["received"]?["EUR"] == "4.00")
        let again = try Report(record.connection, run: run, at: before)
        #expect(again.books.received.isEmpty)
        #expect(again.summary == first.summary)
    }

    @Test func `the log is signed up to where its newest checkpoint reaches`() throws {
        try withFolder { folder in
            let (record, run) = try night()
            #expect(Headline(try record.report(run)).addsUp.hasSuffix("not signed yet"))
            let key = try SigningKey.of(record.connection, at: "\(folder)/key")
            let checkpoints = Checkpoints(key: key, actor: Actor(user: "cron"))
            try checkpoints.sign(record.connection, at: record.tick())
            let signed = try record.report(run)
            #expect(signed.signature?.size == signed.position)
            #expect(Headline(signed).addsUp.contains(", signed 02:00"))
            try record.act(.confirm, run: run)
            let later = Headline(try record.report(run))
            #expect(later.addsUp.contains("signed to record \(signed.position) at 02:00"))
        }
    }
}

/// What an anchor took is told apart from what was only signed.
@Suite struct AnchorTests {
    private func night(_ folder: String, anchor: String?) throws -> (
        Record, Int64, () throws -> Void
    ) {
        let record = try Record()
        let rows = [Made(id: "se-1", happens: [.cancelled, .confirmed])]
        let run = try record.plan(rows)
        try record.apply(run, rows)
        let key = try SigningKey.of(record.connection, at: "\(folder)/key")
        let checkpoints = Checkpoints(key: key, actor: Actor(user: "cron"), anchor: anchor)
        return (record, run, { try checkpoints.sign(record.connection, at: record.tick()) })
    }

    @Test(arguments: [
        ("cat > /dev/null", ", anchored 02:00"), ("cat > /dev/null; exit 1", ", signed 02:00"),
    ])
    func `only what an anchor took is called anchored`(anchor: String, words: String) throws {
        try withFolder { folder in
            let (record, run, sign) = try night(folder, anchor: anchor)
            try sign()
            let first = try record.report(run)
            #expect(Headline(first).addsUp.hasSuffix(words))
            #expect(
                Evidence(first).facts.last?.text.contains("not anchored")
                    == words.contains("signed"))
            // That a report was made, and what anchored that, moves no report.
            for _ in 0..<2 {
                try record.act(.report, run: run)
                try sign()
                let again = try record.report(run)
                #expect(again.position == first.position)
                #expect(again.summary == first.summary)
                #expect(Headline(again).addsUp == Headline(first).addsUp)
            }
            try record.act(.confirm, run: run)
            #expect(Headline(try record.report(run)).addsUp.contains(" to record "))
            #expect(
                try Report(record.connection, run: run, at: first.position).summary == first.summary
            )
        }
    }

    @Test func `an anchor that took an older checkpoint does not speak for a newer`() throws {
        try withFolder { folder in
            let (record, run, sign) = try night(
                folder, anchor: "cat > /dev/null; test ! -e '\(folder)/gone'")
            try sign()
            try record.act(.confirm, run: run)
            _ = try OutputFile("gone", in: folder).move()
            try sign()
            #expect(Headline(try record.report(run)).addsUp.contains(", signed "))
        }
    }
}

extension Record {
    /// Reads one line of a refund file into the record.
    func credit(_ shipment: String, _ amount: String, _ currency: String) throws {
        let row = CreditRow(
            identity: "\(shipment) \(amount)", line: 2, account: "", labelID: "",
            trackingNumber: "", shipmentID: shipment, reference: "", amount: amount,
            currency: currency, creditedOn: "2026-12-01", invoice: "", carrier: "")
        var digest = RowsDigest()
        let position = try Log.size(connection)
        try act(.reconcile)
        _ = try row.insert(act: position, no: 1, into: &digest, connection)
    }
}

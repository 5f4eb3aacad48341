// SPDX-License-Identifier: MIT

import Audit
import Model
import Providers
import SQLite
import Testing

@testable import Execution

struct LabelTests {
    private func item(_ labels: [LabelOnRecord]) -> LoadedItem {
        var work = Work(no: 1, id: "se-0")
        work.labels = labels.map(LabelWork.init)
        work.status = "label_purchased"
        return LoadedItem(work)
    }

    private func label(
        _ id: String, _ status: String = "completed", _ state: VoidState? = nil, attempts: Int = 0
    ) -> LabelOnRecord {
        LabelOnRecord(
            planned: PlannedLabel(id: id, status: status), state: state, attempts: attempts)
    }

    private func bench(_ labels: [LabelOnRecord], isOnItsWay: Bool = false) throws -> Bench {
        var item = item(labels)
        if isOnItsWay {
            item.work.state = .sending
            item.work.isOnRecord = true
        }
        return try Bench(Bench.setup { $0.voidsLabels = true }, items: [item])
    }

    private func list(_ labels: (String, String)...) -> Answer {
        let bodies = labels.map { id, status in
            #"{"label_id":"\#(id)","shipment_id":"se-0","status":"\#(status)"}"#
        }
        return .json(
            200, #"{"labels":[\#(bodies.joined(separator: ","))],"page":1,"pages":1}"#)
    }

    private func voided(_ ids: String...) -> Answer {
        let list = ids.map { "\"\($0)\"" }.joined(separator: ",")
        return .json(200, #"{"approved":true,"message":"ok","voided_label_ids":[\#(list)]}"#)
    }

    private func seen(_ id: String, _ status: String) -> Answer {
        .json(200, #"{"label_id":"\#(id)","status":"\#(status)"}"#)
    }

    private func path(_ bench: Bench) -> String {
        bench.sent.first.map { send in
            send.request.method.rawValue + " " + send.request.url.dropFirst(28).prefix { $0 != "?" }
        } ?? ""
    }

    /// Answers the two looks before the first void as exported.
    private func check(_ bench: inout Bench, _ labels: (String, String)...) {
        bench.answer(.seen(.labelled))
        bench.pass(milliseconds: 10)
        let bodies = labels.map { id, status in
            #"{"label_id":"\#(id)","shipment_id":"se-0","status":"\#(status)"}"#
        }
        bench.answer(
            .json(200, #"{"labels":[\#(bodies.joined(separator: ","))],"page":1,"pages":1}"#))
        bench.pass(milliseconds: 10)
    }

    @Test func `labels are looked at, then voided, then the shipment is cancelled`() throws {
        var bench = try bench([label("lb-1"), label("lb-2")])
        var paths: [String] = []
        for answer in [
            Answer.seen(.labelled), list(("lb-1", "completed"), ("lb-2", "completed")),
            voided("lb-1"), voided("lb-2"), .cancelled,
        ] {
            bench.passUntilSent()
            paths.append(path(bench))
            bench.answer(answer)
        }
        #expect(
            paths == [
                "GET shipments/se-0", "GET labels", "PUT labels/lb-1/void",
                "PUT labels/lb-2/void", "PUT shipments/se-0/cancel",
            ])
        #expect(bench.voids == [.voided, .voided])
        #expect(bench.states == [.cancelled])
        #expect(bench.last?.attempts == 1)
        #expect(bench.engine.isFinished)
    }

    @Test func `what has changed since the export is held and nothing is voided`() throws {
        for (shipment, labels) in [
            (Answer.seen(.open), list(("lb-1", "completed"))),
            (.seen(.cancelled), list(("lb-1", "completed"))),
            (.seen(.labelled), list(("lb-1", "voided"))),
            (.seen(.labelled), list(("lb-1", "completed"), ("lb-9", "completed"))),
            (.seen(.labelled), list()),
        ] {
            var bench = try bench([label("lb-1")])
            bench.answer(shipment)
            bench.pass(milliseconds: 10)
            bench.answer(labels)
            bench.pass(milliseconds: 10)
            #expect(bench.states == [.held])
            #expect(bench.last?.reason.hasPrefix("changed since the export: ") == true)
            #expect(bench.sent.isEmpty)
            #expect(bench.engine.isFinished)
        }
    }

    @Test func `labels voided before are left alone`() throws {
        let bench = try bench([label("lb-1", "voided")])
        #expect(path(bench) == "PUT shipments/se-0/cancel")
    }

    @Test func `one void may take others with it`() throws {
        var bench = try bench([label("lb-1"), label("lb-2")])
        check(&bench, ("lb-1", "completed"), ("lb-2", "completed"))
        bench.answer(voided("lb-1", "lb-2"))
        bench.pass(milliseconds: 10)
        #expect(path(bench) == "PUT shipments/se-0/cancel")
        #expect(bench.voids == [.voided, .voided])
    }

    @Test func `a void in doubt is looked at after the settle time`() throws {
        var bench = try bench([label("lb-1")])
        check(&bench, ("lb-1", "completed"))
        bench.answer(.timeout)
        #expect(bench.voids == [.inDoubt])
        #expect(bench.last?.state == .inDoubt)
        bench.pass(milliseconds: 4900)
        #expect(bench.sent.isEmpty)
        bench.pass(milliseconds: 200)
        #expect(path(bench) == "GET labels/lb-1")
        bench.answer(seen("lb-1", "completed"))
        bench.pass(milliseconds: 10)
        #expect(path(bench) == "PUT labels/lb-1/void")
        bench.answer(.timeout)
        bench.passUntilSent()
        bench.answer(seen("lb-1", "voided"))
        bench.pass(milliseconds: 10)
        #expect(path(bench) == "PUT shipments/se-0/cancel")
        #expect(bench.voids == [.inDoubt, .open, .inDoubt, .voided])
        bench.answer(.cancelled)
        #expect(bench.last?.state == .cancelled)
        #expect(bench.last?.attempts == 1)
    }

    @Test func `a label the carrier keeps leaves its shipment refused`() throws {
        var bench = try bench([label("lb-1")])
        check(&bench, ("lb-1", "completed"))
        bench.answer(
            .json(200, #"{"approved":false,"message":"no","reason_code":"contact_carrier"}"#))
        #expect(bench.voids == [.refused])
        #expect(bench.last?.state == .refused)
        #expect(bench.last?.code == "contact_carrier")
        #expect(bench.engine.isFinished)
    }

    @Test func `no label gets more than four voids`() throws {
        var bench = try bench([label("lb-1")])
        check(&bench, ("lb-1", "completed"))
        var voids = 0
        while !bench.sent.isEmpty {
            if bench.methods == ["PUT"] { voids += 1 }
            bench.answer(bench.methods == ["PUT"] ? .error : seen("lb-1", "completed"))
            bench.passUntilSent()
        }
        #expect(voids == 4)
        #expect(bench.last?.state == .inDoubt)
    }

    @Test func `a void that was too fast uses up no attempt`() throws {
        var bench = try bench([label("lb-1")])
        check(&bench, ("lb-1", "completed"))
        bench.answer(.throttled)
        #expect(bench.voids == [.open])
        #expect(bench.last?.state == .planned)
        bench.passUntilSent()
        bench.answer(voided("lb-1"))
        #expect(bench.voids == [.open, .voided])
    }

    /// A killed process left the item on its way; the label says how far it came.
    @Test(
        arguments: [
            (VoidState.voided, nil, "PUT labels/lb-2/void"),
            (.voiding, nil, "GET labels/lb-1"),
            (.voiding, 200, "PUT labels/lb-2/void"),
            (.inDoubt, nil, "GET labels/lb-1"),
            (.open, nil, "PUT labels/lb-1/void"),
        ] as [(VoidState, Int?, String)])
    func `after a kill voiding goes on where it was`(
        _ state: VoidState, _ answered: Int?, _ next: String
    ) throws {
        var first = label("lb-1", "completed", state, attempts: 1)
        if answered != nil { first.unjudged = .answer(voided("lb-1")) }
        var bench = try bench([first, label("lb-2")], isOnItsWay: true)
        bench.passUntilSent()
        #expect(path(bench) == next)
    }

    @Test func `a voided label whose shipment is not cancelled is found`() throws {
        let connection = try AuditFile.inMemory()
        try connection.transaction {
            let writer = try PlanWriter(connection)
            for number in [1, 2] as [Int64] {
                try writer.add(
                    ItemRecord(
                        no: number, source: 0, line: number, account: "shop",
                        provider: "shipstation", shipmentID: "se-\(number)", state: .planned,
                        reason: "due", labels: [PlannedLabel(id: "lb-\(number)")]))
            }
            try writer.finish(
                SimulatedAccounts.run(1, items: 2), by: SimulatedAccounts.planning(1))
        }
        let recorder = Recorder()
        for number in [1, 2] as [Int64] {
            let key = ItemKey(run: 1, no: number, account: "shop", shipmentID: "se-\(number)")
            try connection.transaction {
                _ = try recorder.append(
                    history(of: key, cancelled: number == 2), to: connection)
            }
        }
        let found = try LabelReader(connection).voidedAlone(run: 1)
        #expect(found.map(\.label) == ["lb-1"])
        #expect(found.map(\.state) == [.refused])
        let view = try connection.all(
            "SELECT void_state, voided_at IS NOT NULL FROM labels ORDER BY label_id"
        ) { "\($0.text(0)) \($0.int(1))" }
        #expect(view == ["voided 1", "voided 1"])
    }

    private func history(of key: ItemKey, cancelled: Bool) -> [Record] {
        let at = Timestamp(milliseconds: 1000)
        let (void, cancel) = (Ticket(key.no * 2), Ticket(key.no * 2 + 1))
        func intent(_ ticket: Ticket, _ purpose: Purpose, _ label: String?) -> Record {
            .intent(
                Intent(
                    ticket: ticket, account: "shop", run: 1, item: key, purpose: purpose,
                    attempt: 1, request: Request(.put, "https://x.example"), at: at, label: label))
        }
        return [
            intent(void, .void, "lb-\(key.no)"),
            .outcome(void, .answer(voided("lb-\(key.no)")), at: at, durationMicroseconds: 1),
            .label(
                LabelVerdict(
                    item: key, label: "lb-\(key.no)", ticket: void, at: at, state: .voided,
                    reason: "", code: "", attempts: 1)),
            intent(cancel, .cancel, nil),
            .outcome(cancel, .answer(.cancelled), at: at, durationMicroseconds: 1),
            .verdict(
                Verdict(
                    item: key, ticket: cancel, at: at, state: cancelled ? .cancelled : .refused,
                    reason: "", code: "", attempts: 1)),
        ]
    }

    @Test(arguments: VoidState.allCases)
    func `the record refuses a label an illegal way`(_ from: VoidState) throws {
        for to in VoidState.allCases where to != from {
            let connection = try AuditFile.inMemory()
            try connection.run("DROP TRIGGER label_state_begins")
            try connection.run(
                "INSERT INTO label_state VALUES (1, 1, 'lb', '\(from.rawValue)', '', 1, NULL, NULL)"
            )
            let move = { try connection.run("UPDATE label_state SET state = '\(to.rawValue)'") }
            if from.mayBecome.contains(to) {
                try move()
            } else {
                #expect(throws: (any Error).self) { try move() }
            }
        }
    }
}

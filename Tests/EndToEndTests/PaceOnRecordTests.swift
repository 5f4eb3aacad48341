// SPDX-License-Identifier: MIT

import Formats
import Foundation
import Model
import SQLite
import Sandbox
import Testing

/// The record says when a request left, not when it was written down.
@Suite(.serialized) struct PaceOnRecordTests {
    /// How far apart the first and the last of these moments are, in milliseconds.
    private static func span(_ moments: [String]) -> Int64 {
        let all = moments.compactMap { Timestamp($0)?.milliseconds }
        return (all.max() ?? 0) - (all.min() ?? 0)
    }

    @Test func `a slow pace is seen in every form of the record`() throws {
        let stage = try Stage(items: 12)
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        #expect(try stage.program.run("apply", "1", "--yes", "--rate", "6/s").status == 0)
        // Twelve requests at six a second: the last leaves more than a second after the first.
        for column in ["sent_at FROM exchanges", "requested_at FROM items"] {
            let moments = try stage.query("SELECT \(column)") { $0.text(0) }
            #expect(moments.count == 12 && Self.span(moments) > 1000)
        }
        let har = try stage.program.run("audit", "export", "1", "--format", "har").output
        let entries = try JSON.parse(Array(har.utf8))["log"]?["entries"]?.array ?? []
        #expect(Self.span(entries.compactMap { $0["startedDateTime"]?.string }) > 1000)
        let why = try Stage.json(try stage.program.run("why", "se-12", "--json"))
        let exchange = why["items"]?.array?.first?["events"]?.array?.first {
            $0["event"]?.string == "exchange"
        }
        let sent = try stage.query(
            "SELECT sent_at FROM exchanges WHERE shipment_id = 'se-12'"
        ) { $0.text(0) }
        #expect(exchange?["at"]?.string == sent.first)
        #expect(exchange?["duration_us"]?.int ?? 0 > 0)
        #expect(!(try stage.program.run("why", "se-12").output.contains("in 0 ms")))
    }

    @Test func `looks by a person and a night that sends share one pace`() throws {
        let stage = try Stage(items: 60, pace: "perSecond: 20")
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        #expect(try stage.program.run("apply", "1", "--yes").status == 0)
        try stage.write("more.csv", try stage.text("export.csv").replacing("se-", with: "se-9"))
        #expect(try stage.program.run("plan", "more.csv").status == 0)
        let before = stage.sandbox.journal().count
        let night = try stage.program.start(["apply", "2", "--yes"])
        let looks = try stage.program.start(["confirm", "1"])
        #expect(night.wait().status == 0 && looks.wait().status == 0)
        let journal = stage.sandbox.journal().dropFirst(before)
        let purposes = Set(journal.map(\.purpose))
        #expect(journal.count == 120 && purposes == [.cancel, .look])
        // Alone either would take three seconds; together they need twice that. What one of them
        // sent while the other wrote it down may come on top.
        let moments = journal.map(\.at.milliseconds).sorted()
        let most =
            moments.indices.map { first in
                moments[first...].prefix { $0 < moments[first] + 1000 }.count
            }.max() ?? 0
        #expect(most <= 28, "\(most) in one second")
    }

    @Test func `what never left is no request`() throws {
        // Intents wait for one of eight places while the answers take their time.
        let stage = try Stage(items: 60, faults: "slow=1", slow: 800)
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        let running = try stage.program.start(["apply", "1", "--yes"])
        while stage.sandbox.journal().count < 6 { usleep(20_000) }
        running.send(SIGTERM)
        _ = running.wait()
        let unsent = try stage.query(
            "SELECT count(*) FROM exchanges WHERE error LIKE '%before it was sent%'"
        ) { Int($0.int(0)) }[0]
        #expect(unsent > 0)
        #expect(try stage.program.run("report", "1").status == 0)
        let summary = try JSON.parse(Array(try stage.text("reports/run-1/summary.json").utf8))
        #expect(summary["requests"]?.int == stage.sandbox.journal().count)
        #expect(summary["never_left"]?.int == unsent)
        #expect(try stage.text("reports/run-1/report.html").contains("more never left"))
    }
}

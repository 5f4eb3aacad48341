// SPDX-License-Identifier: MIT

import Formats
import Foundation
import Sandbox
import Testing

/// What a rehearsal leaves behind says that it was one, and is never taken for a night.
@Suite(.serialized) struct RehearsalTests {
    /// A rehearsal of two shops, and nothing else.
    private func rehearsed() throws -> NightStage {
        let stage = try NightStage(
            job: "limits: { items: 1000, share: \"100%\" }, anchor: \"cat >> anchored\"")
        try stage.exportAll(rows: 3)
        let ended = try stage.program.run("run", "--sandbox", "--yes", "--wait", "5s")
        #expect(ended.status == 0, "\(ended.messages)")
        Self.expectNamed(ended.output)
        return stage
    }

    /// No command of a rehearsal may be typed as it stands and meet the live record.
    private static func expectNamed(_ text: String) {
        for line in text.split(separator: "\n") where line.contains("rescind ") {
            #expect(line.contains("--sandbox") || line.contains("--audit rehearsal.db"), "\(line)")
            #expect(!line.contains("rescind confirm") && !line.contains("rescind retry"), "\(line)")
        }
    }

    @Test func `every form of its report says so, and is not among those of the nights`() throws {
        let stage = try rehearsed()
        let ended = try stage.program.run("report", "1", "--audit", "rehearsal.db")
        #expect(ended.status == 0, "\(ended.messages)")
        #expect(ended.output.contains("REHEARSAL: Clean"))
        #expect(!stage.has("reports/run-1"))
        // That it was reported is signed, and stays here as the rehearsal did.
        #expect(!stage.has("anchored"))
        for name in [
            "run-1/report.html", "run-1/report.md", "run-1/junit.xml", "index.html",
        ] {
            let text = try String(
                contentsOf: stage.folder.appending(path: "reports/rehearsal/\(name)"),
                encoding: .utf8)
            #expect(text.contains("REHEARSAL"), "\(name)")
        }
        let summary = try stage.json("reports/rehearsal/run-1/summary.json")
        #expect(summary["rehearsal"] == true)
        #expect(summary["verdict_text"] == "REHEARSAL: Clean")
    }

    @Test func `show and runs say so`() throws {
        let stage = try rehearsed()
        for words in [["show", "1"], ["runs"], ["why", "1", "se-shop-01-1-0"]] {
            let audit = words + ["--audit", "rehearsal.db"]
            let shown = try stage.program.start(audit).wait()
            #expect(shown.output.lowercased().contains("rehearsal"))
            Self.expectNamed(shown.output)
            if words[0] == "why" { continue }
            let json = try Stage.json(try stage.program.start(audit + ["--json"]).wait())
            #expect((json["runs"]?.array?.first ?? json)["rehearsal"] == true)
        }
        let alarm = try stage.program.run(
            "runs", "--expect-by", "00:00", "--audit", "rehearsal.db")
        #expect(alarm.status == 12)
        #expect(alarm.output.contains("Only rehearsals are on record: no night took place."))
    }

    @Test(arguments: [
        (["apply", "1", "--yes"], "rescind apply 1 --sandbox"),
        (["confirm", "1"], "rescind report 1 --audit rehearsal.db"),
        (["confirm", "--all"], "rescind report 1 --audit rehearsal.db"),
        (["retry", "1"], "rescind run EXPORT --sandbox"),
        (["plan", "in/shop-01-1.csv", "--again"], "rescind plan EXPORT --sandbox"),
        (["run", "--yes"], "rescind run EXPORT --sandbox"),
        (["reconcile", "1", "--against", "in/shop-01-1.csv"], report),
        (["statement", "2026-11"], report),
    ])
    func `what was rehearsed is not sent, asked about or accounted for`(
        words: [String], next: String
    ) throws {
        let stage = try rehearsed()
        let ended = try stage.program.start(words + ["--audit", "rehearsal.db", "--json"]).wait()
        #expect(ended.status == 6, "\(ended.output)")
        let error = try Stage.json(ended)["error"]
        #expect(error?["code"] == "blocked")
        #expect(
            error?["message"]?.string?.contains(
                "run 1 was a rehearsal: no provider knows anything of it") == true)
        #expect(error?["next"]?.string == next)
        #expect(stage.sandbox.journal().isEmpty)
    }

    private static let report = "rescind report 1 --audit rehearsal.db"

    @Test func `a plan made in rehearsal is applied in rehearsal only`() throws {
        let stage = try NightStage()
        try stage.export(1, rows: 3)
        let planned = try stage.program.run("plan", "in/shop-01-1.csv", "--sandbox")
        Self.expectNamed(planned.output)
        let live = try stage.program.run("apply", "1", "--yes", "--audit", "rehearsal.db")
        #expect(live.status == 6)
        #expect(stage.sandbox.journal().isEmpty)
        let applied = try stage.program.run("apply", "1", "--yes", "--sandbox")
        #expect(applied.status == 0, "\(applied.messages)")
        Self.expectNamed(applied.output)
    }

    @Test func `a refusal in rehearsal names the command of the rehearsal`() throws {
        let stage = try NightStage(job: "limits: { items: 1, share: \"100%\" }")
        try stage.exportAll(rows: 3)
        let night = try stage.program.run("run", "--sandbox", "--yes")
        #expect(night.status == 6)
        Self.expectNamed(night.output)
        let refused = try stage.program.run("apply", "1", "--sandbox", "--yes")
        #expect(refused.status == 6)
        Self.expectNamed(refused.messages)
    }

    @Test func `a rehearsal never takes the place of a night on record`() throws {
        let stage = try NightStage()
        try stage.export(1, rows: 3)
        let planned = try stage.program.run(
            "plan", "in/shop-01-1.csv", "--audit", "rehearsal.db")
        #expect(planned.status == 0)
        for words in [["run", "--yes"], ["plan", "in/shop-01-1.csv"], ["apply", "1", "--yes"]] {
            let ended = try stage.program.start(words + ["--sandbox", "--json"]).wait()
            #expect(ended.status == 6)
            #expect(
                try Stage.json(ended)["error"]?["message"]?.string?.contains(
                    "run 1 was no rehearsal, and its record is not written over") == true)
        }
        let kept = try Stage.json(
            try stage.program.run("runs", "--audit", "rehearsal.db", "--json"))
        #expect(kept["runs"]?.array?.count == 1)
        #expect(kept["runs"]?.array?.first?["rehearsal"] == nil)
    }
}

// SPDX-License-Identifier: MIT

import Formats
import Foundation
import SQLite
import Sandbox
import Testing

/// What a person found out leads on, and what could not be signed does not count.
@Suite(.serialized) struct FindingTests {
    /// A run whose first shipment is in doubt.
    private static func doubtful() throws -> Stage {
        let stage = try Stage(items: 2)
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        stage.sandbox.setFaults(try Faults("500=1"))
        let ended = try stage.program.run("apply", "1", "--yes")
        #expect(ended.status == 4)
        #expect(ended.output.contains("rescind resolve 1 se-1 --as"), "\(ended.output)")
        stage.sandbox.setFaults(.none)
        return stage
    }

    @Test(arguments: [["retry", "1"], ["plan", "export.csv", "--again", "--reopen", "se-1"]])
    func `what a person found not cancelled is planned again and sent`(_ words: [String]) throws {
        let stage = try Self.doubtful()
        let found = try stage.program.run(
            "resolve", "1", "se-1", "--as", "not-cancelled", "--reason", "they say it is open")
        #expect(found.output.contains("rescind retry 1"))
        // A night does not decide it by itself.
        let night = try Stage.json(try stage.program.run("plan", "export.csv", "--again", "--json"))
        #expect(night["planned"]?.int == 0 && night["settled"]?.int == 2)
        let again = try stage.program.start(words + ["--json"]).wait()
        #expect(try Stage.json(again)["planned"]?.int == 1, "\(again.output)\(again.messages)")
        #expect(try stage.program.run("apply", "last", "--yes").status == 0)
        let states = try stage.query(
            "SELECT run || ' ' || state || ' ' || reason FROM items WHERE shipment_id = 'se-1'"
                + " AND state IN ('refused', 'cancelled') ORDER BY run"
        ) { $0.text(0) }
        #expect(states.count == 2 && states[0].contains("1 refused"))
        #expect(states[0].contains("found it not cancelled; planned again by run 3"))
        #expect(try stage.program.run("audit", "verify").status == 0)
    }

    @Test func `what was found cancelled is not planned again`() throws {
        let stage = try Self.doubtful()
        let words = ["resolve", "1", "se-1", "--reason", "x", "--as"]
        for finding in ["not-cancelled", "cancelled"] {
            #expect(try stage.program.start(words + [finding]).wait().status == 0)
        }
        let retry = try Stage.json(try stage.program.run("retry", "1", "--json"))
        #expect(retry["planned"]?.int == 0)
        let plan = try stage.program.run("plan", "export.csv", "--again", "--reopen", "se-1")
        #expect(plan.output.contains("rescind resolve 1 ID --as not-cancelled"), "\(plan.output)")
    }

    @Test func `an approval that cannot be signed is none`() throws {
        let stage = try Stage(items: 2, job: "expect: { rows: \">=100\" },")
        stage.program.environment["SUDO_USER"] = "daemon"
        #expect(try stage.program.run("plan", "export.csv").status == 6)
        stage.program.environment["SUDO_USER"] = "backup"
        let folder = stage.program.environment["XDG_DATA_HOME"]
        stage.program.environment["XDG_DATA_HOME"] = stage.folder.path + "/export.csv/none"
        #expect(try stage.program.run("approve", "1", "--reason", "fine").status == 11)
        stage.program.environment["XDG_DATA_HOME"] = folder
        #expect(try stage.query("SELECT status FROM runs") { $0.text(0) } == ["blocked"])
        #expect(try stage.program.run("apply", "1", "--yes").status == 6)
        #expect(stage.sandbox.journal().isEmpty)
    }

    @Test(.enabled(if: geteuid() == 0))
    func `a record that another user signs is not signed with a second key`() throws {
        let stage = try Stage(items: 2, job: "expect: { rows: \">=100\" },")
        #expect(try stage.program.run("plan", "export.csv").status == 6)
        #expect(chown(stage.folder.path + "/audit.db", 1, 1) == 0)
        stage.program.environment["XDG_DATA_HOME"] = stage.folder.path + "/elsewhere"
        let ended = try stage.program.run("approve", "1", "--reason", "fine")
        #expect(ended.status == 2)
        #expect(
            ended.messages.contains(
                "this record is signed with a key that daemon has, and not this user"))
        #expect(ended.messages.contains("sudo -u daemon rescind"))
        #expect(try stage.query("SELECT status FROM runs") { $0.text(0) } == ["blocked"])
    }
}

// SPDX-License-Identifier: MIT

import Formats
import Foundation
import Model
import SQLite
import Sandbox
import Testing

/// Nobody is handed a report of a record that somebody changed without being told.
@Suite(.serialized) struct RelianceTests {
    @Test(arguments: [
        "UPDATE item_state SET state = 'cancelled' WHERE state = 'in_doubt'",
        "DROP TRIGGER verdict_no_update; UPDATE verdict SET code = 'x'",
        "DROP TRIGGER item_no_update; UPDATE item SET reference = 'x'",
        "DROP TRIGGER answer_no_update; UPDATE answer SET status = 200",
        "DROP TRIGGER checkpoint_no_update; UPDATE checkpoint SET note = replace(note, 'a', 'b')",
    ])
    func `a report of a changed record says not to rely on it`(_ change: String) throws {
        let stage = try Stage(items: 3)
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        stage.sandbox.setFaults(try Faults("500=1"))
        #expect(try stage.program.run("apply", "1", "--yes").status == 4)
        stage.sandbox.setFaults(.none)
        #expect(try stage.program.run("report", "1").status == 0)
        try Self.change(stage, change)
        let ended = try stage.program.run("report", "1", "--json")
        #expect(ended.status == 10)
        #expect(try Stage.json(ended)["error"]?["code"]?.string == "audit_invalid")
        let summary = try JSON.parse(Array(try stage.text("reports/run-1/summary.json").utf8))
        #expect(summary["verdict"]?.string == "unreliable")
        for form in ["md", "html"] {
            #expect(try stage.text("reports/run-1/report.\(form)").contains("Do not rely on this"))
        }
        #expect(try stage.program.run("audit", "verify").status == 10)
    }

    @Test func `a night on a changed record ends with the code of one`() throws {
        let stage = try Stage(items: 3)
        #expect(try stage.program.run("run", "export.csv", "--yes").status == 0)
        try Self.change(stage, "DROP TRIGGER item_no_update; UPDATE item SET reference = 'x'")
        #expect(try stage.program.run("run", "export.csv", "--yes").status == 10)
    }

    @Test(arguments: [
        "DROP TRIGGER item_state_no_delete; DELETE FROM item_state WHERE no = 1",
        "UPDATE item_state SET attempts = 0",
        "DROP TRIGGER request_no_update; UPDATE request SET attempt = 9",
    ])
    func `nothing is sent on a record that no longer says what was sent`(_ change: String) throws {
        let stage = try Stage(items: 3)
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        stage.sandbox.setFaults(try Faults("500=1"))
        #expect(try stage.program.run("apply", "1", "--yes").status == 4)
        stage.sandbox.setFaults(.none)
        let seen = stage.sandbox.journal().count
        try Self.change(stage, change)
        let ended = try stage.program.run("apply", "1", "--yes")
        #expect(ended.status == 10)
        #expect(ended.messages.contains("nothing is sent"))
        #expect(stage.sandbox.journal().count == seen)
    }

    private static func change(_ stage: Stage, _ sql: String) throws {
        let connection = try Connection.writer(stage.folder.appending(path: "audit.db").path)
        for statement in sql.split(separator: "; ") { try connection.run(String(statement)) }
    }
}

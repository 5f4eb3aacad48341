// SPDX-License-Identifier: MIT

import Formats
import SQLite
import Testing

/// What was tried and not allowed is evidence too.
@Suite(.serialized) struct RefusalTests {
    @Test(arguments: [
        (["plan", "missing.csv"], "plan", 2), (["apply", "7", "--yes"], "apply", 2),
        (["plan", "export.csv"], "plan", 6),
        (["report", "99"], "report", 2),
    ])
    func `a command that was refused is on record, signed`(
        words: [String], verb: String, exit: Int32
    ) throws {
        let stage = try AuditVerbTests.night()
        #expect(try stage.program.start(words).wait().status == exit)
        let acts = try stage.query(
            "SELECT detail ->> 'verb', detail ->> 'exit', reason FROM act WHERE act = 'refused'"
        ) { ($0.text(0), $0.int(1), $0.text(2)) }
        #expect(acts.map(\.0) == [verb])
        #expect(acts.map(\.1) == [Int64(exit)])
        #expect(acts.allSatisfy { !$0.2.isEmpty })
        let verified = try Stage.json(try stage.program.run("audit", "verify", "--json"))
        #expect(verified["covered"] == verified["records"])
    }

    @Test(arguments: [
        ["why", "se-99"], ["audit", "proof", "1", "se-99"], ["show", "9"],
        ["audit", "verify", "--key", "missing"],
    ])
    func `looking leaves no trace`(words: [String]) throws {
        let stage = try AuditVerbTests.night()
        let size = try stage.query("SELECT size FROM log_head") { $0.int(0) }
        #expect(try stage.program.start(words).wait().status == 2)
        #expect(try stage.query("SELECT size FROM log_head") { $0.int(0) } == size)
    }

    @Test func `where there is no record none is made`() throws {
        let stage = try Stage(items: 1)
        #expect(try stage.program.run("apply", "1", "--yes").status == 2)
        #expect(!stage.has("audit.db"))
    }
}

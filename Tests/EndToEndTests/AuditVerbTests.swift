// SPDX-License-Identifier: MIT

import Formats
import Foundation
import Model
import SQLite
import Testing

/// The auditor's verbs, as one calls them.
@Suite(.serialized) struct AuditVerbTests {
    /// A night over a few shipments, with everything an auditor may ask for.
    static func night(items: Int = 4, job: String = "") throws -> Stage {
        let stage = try Stage(items: items, job: job)
        try stage.write(
            "export.csv",
            (1...items).reduce(
                "shipment_id,order_number,tracking_number,status,created_at,cost,currency\n"
            ) {
                $0 + "se-\($1),A-\($1),1Z999-\($1),pending,2026-11-01T00:00:00Z,1.25,USD\n"
            })
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        #expect(try stage.program.run("apply", "1", "--yes").status == 0)
        return stage
    }

    private static let script: String = {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/") + "/samples/verify-proof.py"
    }()

    /// What the second verifier, which shares no code with us, says of files of a stage.
    static func second(_ stage: Stage, _ words: String...) throws -> BuiltProgram.Ended {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script] + words
        process.currentDirectoryURL = stage.folder
        let (output, messages) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = messages
        try process.run()
        return BuiltProgram.Running(process: process, output: output, messages: messages).wait()
    }

    static func publicKey(_ stage: Stage) throws -> String {
        let folder = "data/rescind/keys"
        let names = try FileManager.default.contentsOfDirectory(
            atPath: stage.folder.appending(path: folder).path)
        return folder + "/" + (try #require(names.first { $0.hasSuffix(".pub") }))
    }

    /// Runs SQL on the record as someone with all rights on the machine would.
    static func vandalise(_ stage: Stage, _ sql: String...) throws {
        let connection = try Connection.writer(stage.folder.appending(path: "audit.db").path)
        let triggers = try connection.all(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        ) { ($0.text(0), $0.text(1)) }
        for (name, _) in triggers { try connection.run("DROP TRIGGER \(name)") }
        for line in sql.flatMap({ $0.components(separatedBy: "; ") }) { try connection.run(line) }
        for (_, sql) in triggers { try connection.run(sql) }
    }
}

// MARK: Verify
extension AuditVerbTests {
    @Test func `a record as it was written is said so, and why the key is trusted`() throws {
        let stage = try Self.night()
        let ended = try stage.program.run("audit", "verify")
        #expect(ended.status == 0)
        #expect(ended.output.contains("the record is as it was written"))
        #expect(ended.output.contains("only this machine's word"))
        let json = try Stage.json(try stage.program.run("audit", "verify", "--json"))
        #expect(json["command"]?.string == "audit verify")
        #expect(json["exit"]?.int == 0)
        #expect(json["first_bad"]?.isNull == true)
        #expect((json["records"]?.int ?? 0) > 4)
        #expect(json["checkpoints"]?.int == 2)
        let key = try Self.publicKey(stage)
        let elsewhere = try stage.program.run(
            "audit", "verify", "--key", key, "--checkpoint", "audit.db.checkpoints")
        #expect(elsewhere.status == 0)
        #expect(elsewhere.output.contains(key))
        #expect(try Self.second(stage, "audit.db", "--key", key).status == 0)
    }

    @Test(arguments: [
        ("UPDATE answer SET status = 500 WHERE seq = (SELECT min(seq) FROM answer)", "answer"),
        ("DELETE FROM verdict WHERE seq = (SELECT max(seq) FROM verdict)", "log"),
        ("UPDATE item_state SET state = 'refused', claims = 0 WHERE no = 1", "item_state"),
        (
            "PRAGMA ignore_check_constraints = 1; UPDATE item_state SET claims = 0 WHERE no = 1",
            "item_state"
        ),
        ("UPDATE item SET cost = '0.01' WHERE no = 1", "run"),
        ("DROP TRIGGER act_no_delete", "schema"),
    ])
    func `a change is named and ends with 10`(sql: String, place: String) throws {
        let stage = try Self.night()
        if sql.hasPrefix("DROP") {
            try Connection.writer(stage.folder.appending(path: "audit.db").path).run(sql)
        } else {
            try Self.vandalise(stage, sql)
        }
        let ended = try stage.program.run("audit", "verify", "--json")
        let json = try Stage.json(ended)
        #expect(ended.status == 10)
        #expect(json["error"]?["code"]?.string == "audit_invalid")
        #expect(json["first_bad"]?["place"]?.string == place)
        #expect(try Self.second(stage, "audit.db").status == 10)
        let said = try stage.program.run("audit", "verify")
        #expect(said.output.contains("Wrong"))
        #expect(said.messages.contains("next:"))
    }

    @Test func `an older copy in the place of the record is caught`() throws {
        let stage = try Self.night()
        #expect(try stage.program.run("audit", "copy", "old.db").status == 0)
        #expect(try stage.program.run("report", "1").status == 0)
        try stage.remove("audit.db")
        try FileManager.default.moveItem(
            at: stage.folder.appending(path: "old.db"),
            to: stage.folder.appending(path: "audit.db"))
        #expect(try stage.program.run("audit", "verify").status == 10)
        #expect(try Self.second(stage, "audit.db").status == 10)
    }

    @Test(arguments: ["", "cut", "edited", "gone"])
    func `the file of checkpoints is part of what is proven`(change: String) throws {
        let stage = try Self.night()
        #expect(try stage.program.run("report", "1").status == 0)
        var text = try stage.text("audit.db.checkpoints")
        switch change {
        case "cut": text = String(text.dropFirst(text.count / 2))
        case "edited": text = text.replacing("\n", with: "\n ", maxReplacements: 1)
        default: break
        }
        if change == "gone" {
            try stage.remove("audit.db.checkpoints")
        } else {
            try stage.write("audit.db.checkpoints", text)
        }
        let ended = try stage.program.run("audit", "verify")
        #expect(ended.status == (change.isEmpty ? 0 : 10))
        #expect(try Self.second(stage, "audit.db").status == (change.isEmpty ? 0 : 10))
        if !change.isEmpty { #expect(ended.output.contains("checkpoint")) }
    }

    @Test func `another key in the place of ours is no reason to trust what it signed`() throws {
        let stage = try Self.night()
        let other = try Self.night()
        let (ours, theirs) = (try Self.publicKey(stage), try Self.publicKey(other))
        // The whole history of another record, signed by its own key, under our name.
        for name in ["audit.db", "audit.db.checkpoints", "audit.db.sent"] {
            try stage.remove(name)
            try FileManager.default.copyItem(
                at: other.folder.appending(path: name), to: stage.folder.appending(path: name))
        }
        let ended = try stage.program.run("audit", "verify", "--key", ours)
        #expect(ended.status == 10)
        #expect(ended.output.contains("not signed by"))
        #expect(
            try stage.program.run(
                "audit", "verify", "--key", other.folder.appending(path: theirs).path
            ).status == 0)
        #expect(try Self.second(stage, "audit.db", "--key", ours).status == 10)
    }

    @Test func `what is not signed yet is said and is no fault`() throws {
        let stage = try Stage(items: 60, pace: "perSecond: 60")
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        let running = try stage.program.start(["apply", "1", "--yes"])
        usleep(500_000)
        running.send(SIGKILL)
        _ = running.wait()
        let ended = try stage.program.run("audit", "verify")
        #expect(ended.status == 0)
        #expect(ended.output.contains("not covered by a checkpoint yet"))
        #expect(try Self.second(stage, "audit.db").status == 0)
    }
}

// MARK: Looking back
extension AuditVerbTests {
    @Test(arguments: [
        ("se-2", 1, 1), ("A-2", 1, 0), ("1Z999-2", 1, 0), ("1z999-2", 1, 0), ("cancelled", 4, 0),
        ("204", 0, 4), ("nothing-of-the-kind", 0, 0), ("2001-01-01", 0, 0),
    ])
    func `what one has in hand finds it`(text: String, items: Int, exchanges: Int) throws {
        let stage = try Self.night()
        let ended = try stage.program.run("audit", "search", text, "--json")
        let json = try Stage.json(ended)
        #expect(ended.status == 0)
        #expect(json["items"]?.array?.count == items)
        #expect(json["exchanges"]?.array?.count == exchanges)
        #expect(try stage.program.run("audit", "search", text).status == 0)
    }

    @Test func `a request id of the provider and a day find exchanges`() throws {
        // What the provider answers to a failure names the request by an id of its own.
        let stage = try Stage(items: 4, faults: "500=1")
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        _ = try stage.program.run("apply", "1", "--yes")
        let body = try stage.query("SELECT response_body FROM exchanges") { $0.bytes(0) }[0]
        let id = try #require(try JSON.parse(body)["request_id"]?.string)
        let found = try Stage.json(try stage.program.run("audit", "search", id, "--json"))
        #expect(found["exchanges"]?.array?.count == 1)
        let day = try stage.query("SELECT sent_at FROM exchanges") { $0.text(0) }[0].prefix(10)
        let ofDay = try Stage.json(
            try stage.program.run("audit", "search", String(day), "--json"))
        #expect((ofDay["exchanges"]?.array?.count ?? 0) >= 4)
    }

    @Test func `a proof needs nothing but the public key`() throws {
        let stage = try Self.night()
        let why = try Stage.json(try stage.program.run("why", "se-3", "--json"))
        #expect(why["proof"]?.string == "rescind audit proof 1 se-3")
        let positions = (why["items"]?[0]?["events"]?.array ?? []).compactMap {
            $0["position"]?.int
        }
        let ended = try stage.program.run("audit", "proof", "1", "se-3", "--json")
        let json = try Stage.json(ended)
        #expect(ended.status == 0)
        let path = try #require(json["path"]?.string)
        let proof = try stage.text(path)
        for position in positions { #expect(proof.contains("\nindex \(position)\n")) }
        #expect(try stage.mode(path) == 0o600)
        let key = try Self.publicKey(stage)
        try stage.remove("audit.db")
        #expect(try Self.second(stage, path, "--key", key).status == 0)
        // What cannot be told is no tampering, and no key is shown whatever file is named.
        #expect(try Self.second(stage, path).status == 2)
        let secret = try Self.second(stage, path, "--key", String(key.dropLast(".pub".count)))
        #expect(secret.status == 2 && secret.messages.contains("this is the private key"))
        #expect(!(secret.output + secret.messages).contains("PRIVATE+KEY"))
        try stage.write(path, proof.replacing("\nindex ", with: "\nindex 1", maxReplacements: 1))
        #expect(try Self.second(stage, path, "--key", key).status == 10)
    }

    @Test func `a proof says whose key it is checked with, and takes an id as a person writes it`()
        throws
    {
        let stage = try Stage(items: 1, provider: .sendcloudReturns)
        try stage.write(
            "rescind.json5",
            """
            {
              accounts: { store: {
                provider: "sendcloud-returns", publicKey: "env:KEY", secretKey: "env:KEY",
              } },
              rules: { due: { all: "1 = 1" } },
            }
            """)
        try stage.write("export.csv", "id,status\n77,pending\n")
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        let ended = try stage.program.run("audit", "proof", "1", "0077")
        #expect(ended.status == 0, "\(ended.messages)")
        let key = try Self.publicKey(stage)
        #expect(ended.output.contains("/\(key)"), "\(ended.output)")
        #expect(try stage.program.run("audit", "verify").output.contains("/\(key))"))
    }

    @Test func `a proof of what nobody knows is refused`() throws {
        let stage = try Self.night()
        let ended = try stage.program.run("audit", "proof", "1", "se-77", "--json")
        #expect(ended.status == 2)
        #expect(try Stage.json(ended)["error"]?["code"]?.string == "usage")
    }

    @Test func `exchanges go out as HAR that developer tools open`() throws {
        let stage = try Self.night()
        let ended = try stage.program.run("audit", "export", "1", "--format", "har")
        #expect(ended.status == 0)
        let log = try JSON.parse(Array(ended.output.utf8))["log"]
        #expect(log?["version"]?.string == "1.2")
        #expect(log?["creator"]?["name"]?.string == "rescind")
        let entries = log?["entries"]?.array ?? []
        #expect(entries.count == 4)
        for entry in entries {
            let missing = HARShape.missing(in: entry)
            #expect(missing == [])
        }
        #expect(entries[0]["response"]?["status"]?.int == 204)
        #expect(!ended.output.contains("sesame-open-up"))
    }

    @Test func `exchanges go out as one object a line, named as the view's columns`() throws {
        let stage = try Self.night()
        let ended = try stage.program.run("audit", "export", "1", "--format", "ndjson")
        let lines = ended.output.split(separator: "\n")
        #expect(lines.count == 4)
        let columns = try stage.query("SELECT name FROM pragma_table_info('exchanges')") {
            $0.text(0)
        }
        for line in lines {
            let names = try JSON.parse(Array(line.utf8)).members?.map(\.name)
            #expect(names == columns)
        }
    }

    @Test func `a copy is whole although the record is being written`() throws {
        let stage = try Stage(items: 300, pace: "perSecond: 200")
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        let running = try stage.program.start(["apply", "1", "--yes"])
        for number in 1...3 {
            usleep(200_000)
            #expect(try stage.program.run("audit", "copy", "copy-\(number).db").status == 0)
        }
        #expect(running.process.isRunning)
        running.send(SIGTERM)
        _ = running.wait()
        for number in 1...3 {
            let copy = "copy-\(number).db"
            #expect(try stage.program.run("audit", "verify", "--audit", copy).status == 0)
            #expect(try stage.mode(copy) == 0o600)
        }
        let again = try stage.program.run("audit", "copy", "copy-1.db")
        #expect(again.status == 2)
    }
}

/// What HAR 1.2 requires of an entry (softwareishard.com/blog/har-12-spec).
enum HARShape {
    private static let required: [([String], [String])] = [
        ([], ["startedDateTime", "time", "request", "response", "cache", "timings"]),
        (
            ["request"],
            [
                "method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize",
                "bodySize",
            ]
        ),
        (
            ["response"],
            [
                "status", "statusText", "httpVersion", "cookies", "headers", "content",
                "redirectURL", "headersSize", "bodySize",
            ]
        ),
        (["response", "content"], ["size", "mimeType"]),
        (["timings"], ["send", "wait", "receive"]),
    ]

    static func missing(in entry: JSON.Value) -> [String] {
        required.flatMap { path, names in
            let place = path.reduce(Optional(entry)) { $0?[$1] }
            return names.filter { place?[$0] == nil }.map { (path + [$0]).joined(separator: ".") }
        }
    }
}

// MARK: The anchor
extension AuditVerbTests {
    @Test func `each checkpoint is handed to the anchor`() throws {
        let stage = try Self.night(job: #"anchor: "cat >> anchored","#)
        #expect(try stage.text("anchored") == stage.text("audit.db.checkpoints"))
        let ended = try stage.program.run("audit", "verify", "--checkpoint", "anchored")
        #expect(ended.status == 0)
        #expect(try Self.second(stage, "audit.db").status == 0)
    }

    @Test(arguments: [("cat >> anchored", "anchored"), ("cat > told; exit 3", "signed")])
    func `a report says anchored only of what the anchor took, however often it is made`(
        anchor: String, word: String
    ) throws {
        let stage = try Self.night(job: "anchor: \"\(anchor)\",")
        var pages: [String] = []
        for _ in 1...2 {
            #expect(try stage.program.run("report", "1").status == 0)
            pages.append(try stage.text("reports/run-1/report.md"))
        }
        #expect(pages[0] == pages[1])
        #expect(pages[0].contains(", \(word) "))
        let acts = try stage.query("SELECT reason IS NULL FROM acts WHERE act = 'anchor'") {
            $0.bool(0)
        }
        // Of plan, apply and both reports.
        #expect(acts == Array(repeating: word == "anchored", count: 4))
    }

    @Test(arguments: ["exit 3", "no-such-command-here", "kill -9 $$"])
    func `an anchor that fails is said and changes nothing`(anchor: String) throws {
        let stage = try Stage(items: 2, job: "anchor: \"\(anchor)\",")
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        let ended = try stage.program.run("apply", "1", "--yes")
        #expect(ended.status == 0)
        #expect(ended.messages.contains("not anchored"))
        #expect(try stage.program.run("audit", "verify").status == 0)
    }
}

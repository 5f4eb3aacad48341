// SPDX-License-Identifier: MIT

import Audit
import Glibc
import Model
import Proof
import SQLite
import Testing

@Suite struct CheckpointTests {
    private func file(_ night: Night) -> String { night.path + ".checkpoints" }

    private func mode(_ path: String) -> mode_t {
        var facts = stat()
        stat(path, &facts)
        return facts.st_mode & 0o777
    }

    @Test func `key, database and checkpoints are for their owner alone`() throws {
        let night = try Night.eventful()
        #expect(mode(night.keyPath) == 0o600)
        #expect(mode(file(night)) == 0o600)
        #expect(mode(night.path) == 0o600)
    }

    @Test func `the key is made once and found again`() throws {
        let night = try Night()
        let again = try SigningKey.of(night.connection, at: night.keyPath)
        #expect(again.verifier == night.key.verifier)
        #expect(
            again.fingerprinter.fingerprint(of: "x") == night.key.fingerprinter.fingerprint(of: "x")
        )
    }

    @Test func `a key others can read is refused`() throws {
        let night = try Night()
        chmod(night.keyPath, 0o644)
        #expect(throws: Problem.self) { try SigningKey.of(night.connection, at: night.keyPath) }
    }

    @Test func `nothing new is not signed again`() throws {
        let night = try Night.eventful()
        let before = contents(file(night))
        #expect(try night.sign() == nil)
        #expect(contents(file(night)) == before)
    }

    @Test func `each older checkpoint is a prefix of the newer`() throws {
        let night = try Night.eventful()
        let notes = try night.connection.all("SELECT note FROM checkpoint ORDER BY size") {
            $0.text(0)
        }
        let joined = notes.joined()
        #expect(contents(file(night)) == Array(joined.utf8))
    }

    @Test func `a newest checkpoint in only the database is reported, and mended by the next`()
        async throws
    {
        let night = try Night.eventful()
        let whole = contents(file(night))
        let notes = try night.connection.all("SELECT note FROM checkpoint ORDER BY size") {
            $0.text(0)
        }
        let newest = notes.last?.utf8.count ?? 0
        for cut in [newest, newest - 1, newest / 2, 1] {
            write(Array(whole.dropLast(cut)), to: file(night))
            let finding = try await night.verify()
            #expect(finding.faults == [])
            #expect(finding.remarks.count >= 1)
        }
        try night.sign()
        #expect(contents(file(night)) == whole)
        #expect(try await night.verify().remarks == [])
    }

    @Test func `a newest checkpoint in only the file is reported`() async throws {
        let night = try Night.eventful()
        try night.connection.run("DROP TRIGGER checkpoint_no_delete")
        try night.connection.run(
            "DELETE FROM checkpoint WHERE size = (SELECT max(size) FROM checkpoint)")
        let finding = try await night.verify()
        #expect(finding.remarks.contains { $0.contains("only in the file") })
        #expect(finding.faults.map(\.place) == ["schema"])
    }

    @Test func `an older copy of the database does not pass for the record`() async throws {
        let night = try Night()
        let run = try night.plan(items: 10)
        try night.sign()
        #expect(try night.connection.checkpoint())
        let older = contents(night.path)
        try night.cancel(1, run: run)
        try night.sign()
        let folder = night.folder.file("older")
        mkdir(folder, 0o700)
        write(older, to: folder + "/audit.db")
        write(contents(file(night)), to: folder + "/audit.db.checkpoints")
        let finding = try await AuditVerifier(
            path: folder + "/audit.db", verifiers: [night.key.verifier]
        ).run()
        #expect(finding.firstBad?.record == finding.records)
    }

    @Test func `a history signed by another key is refused`() async throws {
        let night = try Night.eventful()
        let other = try Night()
        let finding = try await night.verify([other.key.verifier])
        #expect(finding.firstBad?.place.hasPrefix("checkpoint") == true)
    }

    @Test func `checkpoints kept elsewhere catch what the database no longer shows`() async throws {
        let night = try Night.eventful()
        let kept = night.folder.file("kept")
        write(contents(file(night)), to: kept)
        let other = try Night.eventful()
        let elsewhere = [CheckpointFile(path: kept)]
        #expect(try await night.verify(elsewhere: elsewhere).faults == [])
        #expect(try await !other.verify(elsewhere: elsewhere).faults.isEmpty)
    }

    @Test func `the anchor gets the note, and its failure is a message`() throws {
        signal(SIGPIPE, SIG_IGN)
        let night = try Night()
        let run = try night.plan(items: 10)
        let out = night.folder.file("anchored")
        let signed = try #require(try night.sign(anchor: "cat > '\(out)'"))
        #expect(signed.problems == [])
        #expect(contents(out) == Array(signed.note.utf8))
        try night.cancel(1, run: run)
        let failed = try #require(try night.sign(anchor: "exit 3"))
        #expect(failed.problems.count == 1)
        #expect(failed.problems.first?.what.contains("exit 3") == true)
    }

    @Test(arguments: [("cat > /dev/null", "taken"), ("exit 3", "failed")])
    func `how a checkpoint was anchored is on record and needs no checkpoint of its own`(
        anchor: String, outcome: String
    ) async throws {
        signal(SIGPIPE, SIG_IGN)
        let night = try Night()
        let run = try night.plan(items: 10)
        let signed = try #require(try night.sign(anchor: anchor))
        let size = try Log.size(night.connection)
        #expect(size == signed.checkpoint.size + 1)
        let acts = try night.connection.all(
            "SELECT detail, reason IS NULL FROM acts WHERE act = 'anchor'"
        ) { (detail: $0.text(0), isFine: $0.bool(1)) }
        #expect(
            acts.map(\.detail)
                == [#"{"checkpoint":\#(signed.checkpoint.size),"status":"\#(outcome)"}"#])
        #expect(acts.map(\.isFine) == [outcome == "taken"])
        // Nothing happens: nothing is signed, handed over or written.
        #expect(try night.sign(anchor: anchor) == nil)
        #expect(try Log.size(night.connection) == size)
        let quiet = try await night.verify()
        #expect(quiet.faults == [])
        #expect(
            quiet.remarks == [
                "how the newest checkpoint was anchored is itself covered by the next"
            ])
        try night.cancel(1, run: run)
        try night.sign()
        #expect(try await night.verify().remarks == [])
    }

    @Test func `one call signs what a command wrote, with a key where it is told`() async throws {
        let night = try Night()
        try night.plan(items: 4)
        let path = night.folder.file("elsewhere/deep/signing.key")
        let problems = try Checkpoints.sign(
            night.connection, signingKey: path, anchor: nil, actor: Night.actor, at: night.now)
        #expect(problems == [])
        let key = try #require(try SigningKey.known(night.connection, at: path))
        #expect(try await night.verify([key.verifier]).remarks == [])
    }

    @Test func `two databases have two origins`() throws {
        #expect(try Log.origin(Night().connection) != Log.origin(Night().connection))
    }
}

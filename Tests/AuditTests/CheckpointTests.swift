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

/// One who rules the machine writes the whole log anew, under its old name and a key of his own.
@Suite struct RewrittenHistoryTests {
    private let night: Night
    private let forged: Night

    init() throws {
        night = try Night.eventful()
        forged = try Night()
        try forged.connection.run(
            "UPDATE log_head SET origin = ?", Log.origin(night.connection))
        let run = try forged.plan(items: 20)
        for no in [1, 2, 3, 4, 6, 7, 8, 9] as [Int64] { try forged.cancel(no, run: run) }
        try forgery.sign(forged.connection, at: forged.now)
    }

    private var forgedKey: String { forged.folder.file("forged.key") }

    private var forgery: Checkpoints {
        get throws {
            Checkpoints(
                key: try SigningKey.of(forged.connection, at: forgedKey), actor: Night.actor)
        }
    }

    private func trust(file: String? = nil, machine: String) throws -> TrustedKeys {
        try TrustedKeys.chosen(forged.connection, file: file, signingKey: machine)
    }

    private func faults(
        _ trust: TrustedKeys, elsewhere: [CheckpointFile] = []
    ) async throws -> [AuditFault] {
        try await forged.verify(trust.verifiers, elsewhere: elsewhere).faults
    }

    @Test func `it has the name of the record it replaces, and another key`() throws {
        let key = try SigningKey.of(forged.connection, at: forgedKey)
        #expect(key.verifier.description.hasPrefix(try Log.origin(night.connection)))
        #expect(key.verifier != night.key.verifier)
    }

    @Test func `by itself it verifies, and that is only this machine's word`() async throws {
        let trust = try trust(machine: forgedKey)
        #expect(try await faults(trust) == [])
        #expect(trust.words.hasSuffix("only this machine's word"))
        let elsewhere = try self.trust(machine: forged.folder.file("no-key"))
        #expect(try await faults(elsewhere) == [])
        #expect(elsewhere.words.contains("only its own word; --key FILE is better"))
    }

    @Test func `the key that was kept elsewhere does not know it`() async throws {
        let kept = SigningKey.publicPath(of: night.keyPath)
        let faults = try await faults(try trust(file: kept, machine: forgedKey))
        #expect(faults.first?.place.hasPrefix("checkpoint ") == true)
        #expect(faults.first?.what.contains("key") == true)
    }

    @Test func `this machine's own key does not know it, where it was left`() async throws {
        #expect(try await !faults(try trust(machine: night.keyPath)).isEmpty)
    }

    @Test(arguments: ["only the old notes", "the old notes before the new"])
    func `the checkpoint file beside the database does not fit it`(what: String) async throws {
        let file = forged.path + ".checkpoints"
        let new = what.hasSuffix("new") ? contents(file) : []
        write(contents(night.path + ".checkpoints") + new, to: file)
        for machine in [forgedKey, night.keyPath] {
            #expect(try await !faults(try trust(machine: machine)).isEmpty)
        }
    }

    @Test func `checkpoints that were kept elsewhere do not fit it`() async throws {
        let kept = [CheckpointFile(path: night.path + ".checkpoints")]
        let faults = try await faults(try trust(machine: forgedKey), elsewhere: kept)
        #expect(faults.first?.place == "\(night.path).checkpoints, note 1")
        // Nor where somebody trusts both keys: then it is the log that is not what was signed.
        let both = try await forged.verify(
            [night.key.verifier] + trust(machine: forgedKey).verifiers, elsewhere: kept)
        #expect(both.firstBad?.what.contains("the log was rewritten") == true)
    }
}

// SPDX-License-Identifier: MIT

import Audit
import Glibc
import Model
import SQLite
import Testing

/// A record that forgot what was sent must not be sent from again.
struct SentMarkTests {
    /// A night with a mark, and the database as it was before its newest cancel.
    private func shortened() throws -> (night: Night, older: [UInt8]) {
        let night = try Night()
        let run = try night.plan(items: 10)
        try night.cancel(1, run: run)
        try night.sign()
        #expect(try night.connection.checkpoint())
        let older = contents(night.path)
        try night.cancel(2, run: run)
        try SentMark(night.connection, home: home(night)).write(night.recorder.head)
        return (night, older)
    }

    /// The older database in a folder of its own, with the mark and the checkpoints beside it.
    private func putBack(_ night: Night, _ older: [UInt8]) -> String {
        let folder = night.folder.file("back")
        mkdir(folder, 0o700)
        write(older, to: folder + "/audit.db")
        for suffix in [".sent", ".checkpoints"] {
            write(contents(night.path + suffix), to: folder + "/audit.db" + suffix)
        }
        return folder + "/audit.db"
    }

    /// Where the user's data lies, which is not the database's folder.
    private func home(_ night: Night) -> String { night.folder.file("home") }

    private func verify(_ path: String, _ night: Night) async throws -> AuditVerifier.Finding {
        try await AuditVerifier(path: path, verifiers: [night.key.verifier]).run()
    }

    @Test func `the record that was sent from goes on`() async throws {
        let night = try shortened().night
        _ = try AuditFile.forWriting(night.path)
        let finding = try await verify(night.path, night)
        #expect(finding.faults == [])
        #expect(finding.remarks.contains { $0.contains("not covered by a checkpoint") })
        var facts = stat()
        #expect(stat(night.path + ".sent", &facts) == 0 && facts.st_mode & 0o777 == 0o600)
    }

    @Test func `an older copy is not written on, and both verifiers say what is missing`()
        async throws
    {
        let (night, older) = try shortened()
        let path = putBack(night, older)
        let problem = #expect(throws: Problem.self) { try AuditFile.forWriting(path) }
        #expect(problem?.word == .auditInvalid)
        #expect(
            problem?.what
                == "the record ends at 6 and had 9 when something last left:"
                + " this is an older copy, or its newest part (the -wal file) is gone")
        #expect(problem?.next?.contains("rescind reconcile") == true)
        let bad = try await verify(path, night).firstBad
        #expect(bad?.what.contains(".sent has noted") == true)
        let key = "--key '\(SigningKey.publicPath(of: night.keyPath))'"
        let python = Python.verify(path, key, in: night.folder.path)
        #expect(python.status == 10 && python.output.contains("has noted"))
    }

    /// A snapshot of a machine, a backup of a folder: what lies beside the database is as old as it.
    @Test func `a folder that was put back whole is not written on by the user who sent more`()
        throws
    {
        let (night, older) = try shortened()
        let path = putBack(night, older)
        unlink(path + ".sent")
        let problem = #expect(throws: Problem.self) {
            try AuditFile.forWriting(path, home: home(night))
        }
        #expect(problem?.word == .auditInvalid)
        #expect(problem?.what.hasPrefix("the record ends at 6 and had 9 ") == true)
        let mark = try #require(problem?.next?.split(separator: " ").dropLast().last)
        #expect(mark.hasPrefix(home(night)))
        unlink(String(mark))
        _ = try AuditFile.forWriting(path, home: home(night))
    }

    @Test func `two copies of a record cannot both be sent from`() throws {
        let (night, older) = try shortened()
        let copy = putBack(night, older)
        unlink(copy + ".sent")
        // Both are open before either has sent anything.
        let ours = try SentMark(night.connection, home: home(night))
        let theirs = try SentMark(AuditFile.forWriting(copy, home: "/none"), home: home(night))
        try night.cancel(3, run: 1)
        try ours.write(night.recorder.head)
        let problem = #expect(throws: Problem.self) { try theirs.write(night.recorder.head) }
        #expect(problem?.what == "another copy of this record is being sent from")
        try night.cancel(4, run: 1)
        try ours.write(night.recorder.head)
    }

    @Test func `no new record is begun where one is gone`() throws {
        let night = try shortened().night
        let path = putBack(night, [])
        for remove in [false, true] {
            if remove { unlink(path) }
            let problem = #expect(throws: Problem.self) { try AuditFile.forWriting(path) }
            #expect(problem?.word == .auditInvalid)
            #expect(
                problem?.what.hasPrefix("the record that things were sent from is gone: it had 9 ")
                    == true)
        }
        unlink(path + ".sent")
        _ = try AuditFile.forWriting(path)
    }

    @Test func `a mark that was changed is named, and so is one of another record`() async throws {
        let night = try shortened().night
        let other = try shortened().night
        let path = night.path + ".sent"
        var text = contents(path)
        let place = try #require(text.lastIndex(of: UInt8(ascii: "=")))
        text[place - 5] =
            text[place - 5] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        for (mark, words) in [
            (text, "one of the two was changed"), (contents(other.path + ".sent"), "another log"),
        ] {
            write(mark, to: path)
            let finding = try await verify(night.path, night)
            #expect(finding.firstBad?.description.contains(words) == true)
            #expect(Python.verify(night.path, in: night.folder.path).status == 10)
        }
    }

    @Test func `what is no mark is named with its file`() throws {
        let night = try shortened().night
        write(Array("nonsense\n".utf8), to: night.path + ".sent")
        let problem = #expect(throws: Problem.self) { try AuditFile.forWriting(night.path) }
        #expect(problem?.place == night.path + ".sent")
        #expect(
            problem?.what.hasPrefix("this does not say how far the record went: ") == true
        )
    }

    @Test func `a process killed before its first commit leaves nothing to hold against`() throws {
        let night = try shortened().night
        write([], to: night.path + ".sent")
        _ = try AuditFile.forWriting(night.path)
    }
}

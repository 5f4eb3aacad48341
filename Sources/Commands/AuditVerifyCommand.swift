// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Formats
import Glibc
import Job
import Model
import SQLite

/// `rescind audit verify`: is the record as it was written, and who says so.
enum AuditVerifyCommand {
    static func perform(_ workplace: Workplace) async throws -> Finish {
        let invocation = workplace.invocation
        let reader = try workplace.reader()
        let trust = try TrustedKeys.chosen(
            reader, file: invocation[Options.key],
            signingKey: workplace.jobReading?.draft?.signingKey)
        let elsewhere = invocation[Options.checkpoint].map { [CheckpointFile(path: $0)] } ?? []
        var finding = try await AuditVerifier(
            path: reader.path, verifiers: trust.verifiers, elsewhere: elsewhere
        ).run()
        // A record that is damaged says nothing reliable about files beside it.
        if finding.faults.isEmpty {
            let kept = try KeptExports(reader)
            finding.faults += kept.faults
            finding.remarks += kept.remarks
        }
        return finish(finding, trust, workplace.auditPath, columns: workplace.output.columns)
    }

    private static func finish(
        _ finding: AuditVerifier.Finding, _ trust: TrustedKeys, _ path: String, columns: Int?
    ) -> Finish {
        let members = members(finding, trust)
        let lines = lines(finding, trust).lines(columns: columns)
        guard let first = finding.firstBad else { return Finish(members: members, lines: lines) }
        let problem = Problem(
            .auditInvalid, "the record is not as it was written: \(first)", at: path,
            next: "stop, keep the file as it is, and compare it with a copy kept elsewhere")
        return Finish(problem, members: members, lines: lines)
    }

    private static func lines(_ finding: AuditVerifier.Finding, _ trust: TrustedKeys) -> FactSheet {
        var facts = FactSheet()
        facts.add("Records", count: Int(finding.records))
        facts.add(
            "Checkpoints", count: finding.checkpoints,
            finding.covered > 0 ? "the newest covers \(grouped(Int(finding.covered)))" : "")
        facts.add("Key", Line(trust.words))
        for archive in finding.archives { facts.add("Archive", archive.line) }
        for remark in finding.remarks { facts.add("Note", Line(remark)) }
        for fault in finding.faults { facts.add("Wrong", Line(fault.description, .bad)) }
        if finding.faults.isEmpty {
            facts.add("Result", Line("the record is as it was written", .good))
        }
        return facts
    }

    private static func members(
        _ finding: AuditVerifier.Finding, _ trust: TrustedKeys
    ) -> [JSON.Member] {
        [
            JSON.Member("records", .number(String(finding.records))),
            JSON.Member("checkpoints", .number(String(finding.checkpoints))),
            JSON.Member("covered", .number(String(finding.covered))),
            JSON.Member("first_bad", finding.firstBad?.json ?? .null),
            JSON.Member("faults", .array(finding.faults.map(\.json))),
            JSON.Member("remarks", .array(finding.remarks.map(JSON.Value.string))),
            JSON.Member("archives", .array(finding.archives.map(\.json))),
            JSON.Member("key", .string(trust.words)),
        ]
    }
}

extension AuditFault {
    fileprivate var json: JSON.Value {
        [
            "record": record.map { .number(String($0)) } ?? .null,
            "place": .string(place), "what": .string(what),
        ]
    }
}

extension ArchiveOnRecord {
    private var isThere: Bool { access(file, F_OK) == 0 }

    /// Where exchanges and raw rows went, and whether they are still there.
    fileprivate var line: Line {
        let what = "\(AuditArchiveCommand.spans(runs)), before \(before.day): \(file)"
        guard isCarriedOut else {
            return Line(
                "\(what), begun \(at.day) and not finished: run the same archive again", .warning)
        }
        let proof = "rescind audit verify --audit \(file)"
        return isThere
            ? Line("\(what) · prove it with \(proof)")
            : Line("\(what), which is not there: fetch it back, then \(proof)", .warning)
    }

    fileprivate var json: JSON.Value {
        [
            "file": .string(file), "at": .string(at.description),
            "before": .string(before.description),
            "runs": .array(runs.map { .number(String($0)) }), "finished": .bool(isCarriedOut),
            "found": .bool(isThere),
        ]
    }
}

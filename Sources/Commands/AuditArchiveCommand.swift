// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Execution
import Formats
import Job
import Model
import SQLite

/// `rescind audit archive --before DATE FILE`: exchanges and raw rows of old runs, put away.
enum AuditArchiveCommand {
    static func perform(_ workplace: Workplace) async throws -> Finish {
        guard let name = workplace.invocation[Arguments.file],
            let day = workplace.invocation[Options.before]
        else {
            throw Problem(.usage, "name the day and the file", next: "rescind help audit archive")
        }
        let before = try zone(workplace).moment(day, secondOfDay: 0)
        // Nothing here is made where there is no record yet.
        _ = try workplace.reader()
        let lock = try alone(workplace)
        defer { withExtendedLifetime(lock) {} }
        let connection = try workplace.writer()
        let archiving = Archiving(
            connection, checkpoints: try workplace.checkpoints(connection),
            actor: workplace.actor, ticket: workplace.ticket)
        let candidates = try archiving.candidates(before: before)
        let file = try SealedFile.place(name)
        let unfinished = try archiving.unfinished(before: before, into: file)
        guard unfinished != nil || !candidates.isEmpty else {
            return nothing(candidates, before: day, columns: workplace.output.columns)
        }
        let archive =
            try unfinished
            ?? archiving.begin(candidates, before: before, into: file, at: workplace.clock.now)
        let facts = try await archiving.seal(archive)
        let moved = try archiving.carryOut(archive, facts, at: workplace.clock.now)
        for line in moved.problems.flatMap(\.lines) { workplace.output.warning(line) }
        return finish(moved, candidates.open, columns: workplace.output.columns)
    }

    /// The day begins where the job's nights begin.
    private static func zone(_ workplace: Workplace) throws -> Zone {
        try workplace.jobIfAny().map { try Zone(named: $0.timeZone) } ?? .utc
    }

    /// A night that sends must not wait for the writing of an archive.
    private static func alone(_ workplace: Workplace) throws(Problem) -> SendingLock {
        do throws(Problem) {
            return try SendingLock.take(
                beside: workplace.auditPath, holder: "audit archive by \(workplace.actor)",
                waitMilliseconds: 0, clock: workplace.clock)
        } catch {
            var problem = error
            if problem.word == .locked { problem.next = "wait for it, then run it again" }
            throw problem
        }
    }
}

// MARK: What it says
extension AuditArchiveCommand {
    private static func nothing(
        _ candidates: ArchiveCandidates, before day: CivilDate, columns: Int?
    ) -> Finish {
        var facts = FactSheet()
        facts.add("Archived", Line("nothing: no run that ended before \(day) is here in full"))
        add(candidates.open, to: &facts)
        return Finish(
            members: members(runs: [], open: candidates.open), lines: facts.lines(columns: columns))
    }

    private static func finish(
        _ moved: Archiving.Moved, _ open: [ArchiveCandidates.Open], columns: Int?
    ) -> Finish {
        var facts = FactSheet()
        facts.add(
            "Archived",
            Line(
                "\(spans(moved.archive.runs)) · \(counted(Int(moved.exchanges), "exchange"))"
                    + " · \(counted(Int(moved.items), "raw row"))"))
        facts.add(
            "File",
            Line(
                "\(moved.file.path) · \(grouped(Int(moved.file.byteCount))) bytes · sha256 \(moved.file.sha256)"
            ))
        add(open, to: &facts)
        facts.add("Kept", "the exports of these runs are still among the kept exports")
        facts.add("Next", Line("rescind audit verify --audit \(moved.file.path)"))
        let more = [
            JSON.Member("path", .string(moved.file.path)),
            JSON.Member("sha256", .string(moved.file.sha256)),
            JSON.Member("bytes", .number(String(moved.file.byteCount))),
            JSON.Member("exchanges", .number(String(moved.exchanges))),
            JSON.Member("items", .number(String(moved.items))),
        ]
        return Finish(
            members: members(runs: moved.archive.runs, open: open) + more,
            lines: facts.lines(columns: columns))
    }

    private static func add(_ open: [ArchiveCandidates.Open], to facts: inout FactSheet) {
        for run in open { facts.add("Stays", Line("run \(run.run): \(run.why)", .warning)) }
    }

    private static func members(
        runs: [Int64], open: [ArchiveCandidates.Open]
    ) -> [JSON.Member] {
        [
            JSON.Member("runs", .array(runs.map { .number(String($0)) })),
            JSON.Member(
                "stays",
                .array(open.map { ["run": .number(String($0.run)), "why": .string($0.why)] })),
        ]
    }

    /// `runs 1 to 40, 43`.
    static func spans(_ runs: [Int64]) -> String {
        guard !runs.isEmpty else { return "exchanges of no run" }
        var spans: [ClosedRange<Int64>] = []
        for run in runs {
            if let last = spans.last, last.upperBound + 1 == run {
                spans[spans.count - 1] = last.lowerBound...run
            } else {
                spans.append(run...run)
            }
        }
        let words = spans.map {
            $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound) to \($0.upperBound)"
        }
        return (runs.count == 1 ? "run " : "runs ") + words.joined(separator: ", ")
    }
}

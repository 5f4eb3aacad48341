// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Formats
import Job
import Model

/// `rescind approve RUN --reason TEXT`: another person allows a blocked plan, for this run only.
enum ApproveCommand {
    static func perform(_ workplace: Workplace) throws -> Finish {
        let reason = workplace.invocation[Options.reason] ?? ""
        let connection = try workplace.writer()
        let run = try workplace.run(
            workplace.invocation[Arguments.run], in: RunReader(connection))
        let place = "run \(run.run)"
        guard try RunReader(connection).status(run.run) == "blocked" else {
            throw Problem(
                .blocked, "the run is not blocked", at: place, next: "rescind show \(run.run)")
        }
        try checkApprover(workplace, run)
        // The digest ties the approval to the plan as it stands and to no other.
        try Act(
            .approve, run: run.run, at: workplace.clock.now, actor: workplace.actor,
            reason: reason, ticket: workplace.ticket,
            detail: [
                "items_sha256": .string(run.itemsSHA256),
                "blocked_by": .array(run.blockedBy.map { .string($0) }),
            ]
        ).record(on: connection)
        try workplace.seal(connection)
        return Finish(
            run: Int(run.run),
            lines: [
                "Run \(run.run) may be applied: approved by \(workplace.actor.person)",
                "  next: \(Rehearsal.named("rescind apply \(run.run)"), .strong)",
            ])
    }

    /// Four eyes: whoever planned it cannot allow it, and the job may name who can.
    private static func checkApprover(
        _ workplace: Workplace, _ run: RunRecord
    ) throws(Problem) {
        let person = workplace.actor.person
        let place = "run \(run.run)"
        if run.plan["planned_by"]?.string == person {
            throw Problem(
                .notApproved, "\(person) planned this run and cannot approve it", at: place,
                next: "let another person run: rescind approve \(run.run) --reason TEXT")
        }
        let allowed = run.plan["approval"]?["by"]?.array?.compactMap(\.string) ?? []
        guard allowed.isEmpty || allowed.contains(person) else {
            throw Problem(
                .notApproved,
                "\(person) is not among those who may approve: \(allowed.joined(separator: ", "))",
                at: place, next: "let one of them run: rescind approve \(run.run) --reason TEXT")
        }
    }
}

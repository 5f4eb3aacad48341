// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Formats
import Glibc
import Model

/// Puts on record that a command was refused before it did anything (design.md 6.6).
///
/// What was tried and not allowed is evidence too. It never hides the refusal itself: where it
/// cannot be recorded, the command ends as it would have.
enum Refusal {
    /// Looking and proving leave no trace, whatever comes of it.
    private static let verbs = [
        Verbs.plan, Verbs.approve, Verbs.apply, Verbs.run, Verbs.confirm, Verbs.resolve,
        Verbs.abandon, Verbs.retry, Verbs.reconcile, Verbs.statement, Verbs.report, Verbs.fetch,
        Verbs.stop, Verbs.auditArchive,
    ].map(\.name)
    private static let exits: Set<ExitCode> = [.usage, .blocked, .locked]

    static func record(_ problem: Problem, _ workplace: Workplace) {
        let verb = workplace.invocation.verb.name
        guard exits.contains(problem.exit), verbs.contains(verb),
            access(workplace.auditPath, F_OK) == 0
        else { return }
        do {
            // An archive is never written.
            if try AuditFile.isArchive(workplace.reader()) { return }
            let connection = try workplace.writer()
            try Act(
                .refused, run: try run(workplace, RunReader(connection)), at: workplace.clock.now,
                actor: workplace.actor, reason: words(problem),
                ticket: workplace.ticket,
                detail: [
                    "verb": .string(verb), "error": .string(problem.word.rawValue),
                    "exit": .number(String(problem.exit.rawValue)),
                ]
            ).record(on: connection)
            try workplace.seal(connection)
        } catch {
            // What kept the command from the record was said already.
            if (error as? Problem) == problem { return }
            let why = (error as? Problem)?.what ?? String(describing: error)
            workplace.output.warning("that it was refused is not on record: \(why)")
        }
    }

    /// The run that was meant, where there is one of that number.
    private static func run(_ workplace: Workplace, _ runs: RunReader) throws -> Int64? {
        guard case .number(let number)? = workplace.invocation[Arguments.run] else { return nil }
        return try runs.run(Int64(number))?.run
    }

    private static func words(_ problem: Problem) -> String {
        (problem.place.map { "\($0): " } ?? "") + problem.what
    }
}

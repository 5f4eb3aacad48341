// SPDX-License-Identifier: MIT

import CommandLine
import Model
import Proof
import SQLite

/// The program: the verbs that have code, and the words after its name.
package enum Rescind {
    package static func main(_ words: [String]) async -> Never { await program.main(words) }

    /// Ends the process where only help or the version is asked for.
    package static func answerAtOnce(_ words: [String]) { program.answerAtOnce(words) }

    private static var program: Program { Program(CommandTable(implementations)) }

    /// One line a verb; the table of the command line decides their order.
    static let implementations: [Implementation] = [
        verb(Verbs.initialise, InitCommand.perform),
        verb(Verbs.check, CheckCommand.perform),
        verb(Verbs.fetch, FetchCommand.perform),
        verb(Verbs.preview, PreviewCommand.perform),
        verb(Verbs.run, RunCommand.perform),
        verb(Verbs.plan, PlanCommand.perform),
        verb(Verbs.approve, ApproveCommand.perform),
        verb(Verbs.apply, ApplyCommand.perform),
        verb(Verbs.confirm, ConfirmCommand.perform),
        verb(Verbs.stop, StopCommand.perform),
        verb(Verbs.resolve, ResolveCommand.perform),
        verb(Verbs.abandon, AbandonCommand.perform),
        verb(Verbs.retry, RetryCommand.perform),
        verb(Verbs.runs, RunsCommand.perform),
        verb(Verbs.show, ShowCommand.perform),
        verb(Verbs.why, WhyCommand.perform),
        verb(Verbs.report, ReportCommand.perform),
        verb(Verbs.reconcile, ReconcileCommand.perform),
        verb(Verbs.statement, StatementCommand.perform),
        verb(Verbs.providers, ProvidersCommand.perform),
        verb(Verbs.auditVerify, AuditVerifyCommand.perform),
        verb(Verbs.auditSearch, AuditSearchCommand.perform),
        verb(Verbs.auditExport, AuditExportCommand.perform),
        verb(Verbs.auditArchive, AuditArchiveCommand.perform),
        verb(Verbs.auditProof, AuditProofCommand.perform),
        verb(Verbs.auditCopy, AuditCopyCommand.perform),
        verb(Verbs.sandbox, SandboxCommand.perform),
    ]

    /// What sends cancels, or decides what is sent and what counts.
    ///
    /// Never `stop`, which must not be refused, nor `confirm`, which only looks.
    private static func decides(_ verb: Verb) -> Bool {
        let names = [
            Verbs.plan, Verbs.run, Verbs.apply, Verbs.approve, Verbs.resolve, Verbs.abandon,
            Verbs.retry,
        ].map(\.name)
        return names.contains(verb.name)
    }

    private static func verb(
        _ verb: Verb, _ perform: @escaping @Sendable (Workplace) async throws -> Finish
    ) -> Implementation {
        Implementation(verb) { context in
            try Crypto.check()
            let workplace = Workplace(context)
            if workplace.isRehearsal { Rehearsal.begin() }
            do {
                if decides(verb) { try workplace.checkTicket() }
                var finish = try await perform(workplace)
                finish.problem = finish.problem.map { Rehearsal.named($0) }
                return finish
            } catch let error as SQLiteError {
                throw error.problem(at: workplace.auditPath)
            } catch let problem as Problem {
                Refusal.record(problem, workplace)
                throw Rehearsal.named(problem)
            }
        }
    }
}

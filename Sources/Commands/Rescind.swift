// SPDX-License-Identifier: MIT

import CommandLine
import Model
import SQLite

/// The program: the verbs that have code, and the words after its name.
package enum Rescind {
    package static func main(_ words: [String]) async -> Never {
        await Program(CommandTable(implementations)).main(words)
    }

    /// One line a verb; the table of the command line decides their order.
    static let implementations: [Implementation] = [
        verb(Verbs.providers, ProvidersCommand.perform),
        verb(Verbs.auditVerify, AuditVerifyCommand.perform),
        verb(Verbs.auditSearch, AuditSearchCommand.perform),
        verb(Verbs.auditExport, AuditExportCommand.perform),
        verb(Verbs.auditProof, AuditProofCommand.perform),
        verb(Verbs.auditCopy, AuditCopyCommand.perform),
        verb(Verbs.sandbox, SandboxCommand.perform),
    ]

    private static func verb(
        _ verb: Verb, _ perform: @escaping @Sendable (Workplace) async throws -> Finish
    ) -> Implementation {
        Implementation(verb) { context in
            let workplace = Workplace(context)
            do {
                return try await perform(workplace)
            } catch let error as SQLiteError {
                throw error.problem(at: workplace.auditPath)
            }
        }
    }
}

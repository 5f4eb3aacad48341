// SPDX-License-Identifier: MIT

import Audit
import Job
import Model
import SQLite

/// Whether what a report or statement rests on is as it was written.
extension Workplace {
    /// The first thing that is wrong with the record of these runs, or of money.
    func fault(
        of runs: [Int64], withMoney: Bool = false, _ connection: Connection
    ) throws -> AuditFault? {
        let trust = try TrustedKeys.chosen(
            connection, file: nil, signingKey: jobReading?.draft?.signingKey)
        let check = RunCheck(connection, verifiers: trust.verifiers)
        for run in runs {
            if let fault = try check.firstFault(of: run) { return fault }
        }
        return withMoney ? try check.firstFaultOfMoney() : nil
    }
}

extension Problem {
    init(tampered fault: AuditFault, at path: String) {
        self.init(
            .auditInvalid, "do not rely on this: the record is not as it was written: \(fault)",
            at: path, next: "rescind audit verify; keep the file as it is")
    }
}

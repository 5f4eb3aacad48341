// SPDX-License-Identifier: MIT

import CommandLine
import Credentials
import Job
import Model
import Proof

/// Reads every credential the job refers to, and says which cannot be read; none is sent.
struct CheckCredentials {
    private let workplace: Workplace

    init(_ workplace: Workplace) { self.workplace = workplace }

    /// Stands for secrets in this process only, where nothing is recorded of them.
    private static let fingerprint = Fingerprint(keyed: { SHA256.hash($0).hex })

    func check(_ job: Job, _ findings: inout Findings) {
        let reader = SecretReader()
        let twins = Twins.problem(job.accounts) {
            reader.fingerprints(of: $0, by: Self.fingerprint)
        }
        if let twins { findings.add(twins) }
        for account in job.accounts {
            let redactor = Redactor(fingerprint: Workplace.unrecorded)
            do throws(Problem) {
                var authorizer = try Authorizer(account, reader: reader, redactor: redactor)
                let problems = authorizer.prepare()
                findings.add(problems)
                if problems.isEmpty {
                    findings.works(
                        account.name, "\(account.provider.rawValue) · credentials can be read")
                }
            } catch {
                findings.add(error)
            }
            for remark in reader.advice(on: account) { findings.remark(remark) }
        }
    }
}

// SPDX-License-Identifier: MIT

import CommandLine
import Formats
import Job
import Model
import Planning

/// What a night could not do, while it did the rest.
struct LeftOut {
    /// Whose shipments they are, where that is known.
    let account: String?
    let problem: Problem
    let exit: ExitCode

    init(_ problem: Problem, account: String?) {
        self.account = account
        self.problem = problem
        exit = problem.exit
    }

    /// An export that did not come is no mistake of the command line: the night was refused.
    init(missing pattern: String, of account: Account) {
        self.account = account.name
        problem = Problem(
            .exportMissing, "no file matches the account's pattern",
            at: "\(account.place): \(pattern)",
            next: "see whether the export was made, or name it: rescind run \(account.name)=FILE")
        exit = .blocked
    }

    var json: JSON.Value {
        .object(
            [JSON.Member("account", account.map(JSON.Value.string) ?? .null)]
                + (problem.json.members ?? []))
    }

    /// One phrase for the summary: whose, and why.
    var words: String { (account.map { "\($0): " } ?? "") + problem.what }
}

// SPDX-License-Identifier: MIT

import CommandLine
import Job
import Model
import Providers
import SQLite

/// How long the live night takes: the requests of a rehearsal at the pace of each account.
struct RehearsalTime {
    private struct Account {
        let name: String
        var reads: Int64 = 0
        var writes: Int64 = 0
        var milliseconds: Int64 = 0
        var pace = ""
    }

    private let accounts: [Account]

    /// Nil for what was no rehearsal.
    init?(_ workplace: Workplace) throws {
        guard workplace.isRehearsal else { return nil }
        let job = try workplace.job()
        let counted = try workplace.reader().all(
            """
            SELECT account, sum(purpose = 'look'), sum(purpose NOT IN ('look', 'token'))
            FROM request GROUP BY 1
            """
        ) { Account(name: $0.text(0), reads: $0.int(1), writes: $0.int(2)) }
        accounts = counted.compactMap { counted in
            job.account(counted.name).map { Self.timed(counted, $0.paces) }
        }
    }

    /// The slowest of the account's budgets says how long it takes.
    private static func timed(_ account: Account, _ paces: [PaceBudget]) -> Account {
        var account = account
        for pace in paces {
            let requests =
                switch pace.scope {
                case .all: account.reads + account.writes
                case .reads: account.reads
                case .writes: account.writes
                }
            let time = requests * pace.windowMilliseconds / Int64(max(1, pace.requests))
            guard time >= account.milliseconds else { continue }
            account.milliseconds = time
            account.pace = pace.words
        }
        return account
    }

    func lines(_ columns: Int?) -> [Line] {
        guard let slowest = accounts.max(by: { $0.milliseconds < $1.milliseconds }) else {
            return []
        }
        var facts = FactSheet()
        facts.add(
            "Live",
            Line(
                "the live night takes about \(spoken(milliseconds: slowest.milliseconds)): "
                    + "\(slowest.name), \(grouped(slowest.reads + slowest.writes)) requests at "
                    + slowest.pace))
        return facts.lines(columns: columns)
    }
}

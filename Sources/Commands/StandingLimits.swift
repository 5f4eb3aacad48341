// SPDX-License-Identifier: MIT

import Audit
import Formats
import Job
import Model
import Planning
import SQLite

/// The limits a run stands under when it is applied: the stricter of what was stored with the plan
/// and what the job says now, over the whole life of the run.
struct StandingLimits {
    private let run: RunRecord
    private let job: Job
    private let accounts: [Account]
    private let counted: CountedItems
    private let zone: Zone

    init(
        _ run: RunRecord, _ job: Job, _ accounts: [Account], _ counted: CountedItems
    ) throws(Problem) {
        (self.run, self.job, self.accounts, self.counted) = (run, job, accounts, counted)
        zone = try Zone(named: job.timeZone)
    }

    /// What holds for the run as a whole.
    var whole: RunLimits { stricter(run.plan["limits"], job.limits) }

    /// What holds for one account.
    func limits(of account: Account) -> RunLimits {
        stricter(stored(account), account.limits)
    }

    private func stored(_ account: Account) -> JSON.Value? {
        run.plan["accounts"]?[account.name]?["limits"]
    }

    private func stricter(_ stored: JSON.Value?, _ now: RunLimits) -> RunLimits {
        guard let planned = stored.flatMap(RunLimits.init(stored:)),
            let plannedAt = zone.timeOfDay(of: run.createdAt)
        else { return now }
        return planned.tightened(by: now, plannedAt: plannedAt)
    }

    /// When nothing new leaves any more: the first time after the plan that the clocks show it.
    func deadline(of limits: RunLimits) -> Timestamp? {
        limits.until.map { zone.next($0, after: run.createdAt) }
    }
}

// MARK: What is exceeded
extension StandingLimits {
    /// Every limit that what was sent and what is still to be sent exceed together.
    ///
    /// An approval lifts what the plan was over when it was approved, and nothing else: a limit
    /// that the job tightened since counts.
    var exceeded: [String] {
        var all = LimitCheck()
        counted.byAccount.values.forEach { all.add($0) }
        all.scope = scope.isEmpty ? nil : scope.values.reduce(0, +)
        var found = exceeded(all, run.plan["limits"], whole, "")
        for account in accounts where limits(of: account) != whole {
            guard var own = counted.byAccount[account.name] else { continue }
            own.scope = scope[account.name]
            found += exceeded(
                own, stored(account), limits(of: account), " (account \(account.name))")
        }
        return found
    }

    private func exceeded(
        _ check: LimitCheck, _ stored: JSON.Value?, _ now: RunLimits, _ place: String
    ) -> [String] {
        let found = check.exceeded(now, place: place)
        guard !run.blockedBy.isEmpty, let planned = stored.flatMap(RunLimits.init(stored:)) else {
            return found
        }
        let approved = check.exceeded(planned, place: place)
        return found.filter { !approved.contains($0) }
    }

    private var scope: [String: Int64] {
        Dictionary(
            (run.plan["scope"]?.members ?? []).compactMap { member in
                member.value.int.map { (member.name, Int64($0)) }
            }, uniquingKeysWith: { $1 })
    }
}

/// What a run cancels in each account: sent or to be sent, not what was taken out of it.
struct CountedItems {
    private(set) var byAccount: [String: LimitCheck] = [:]

    mutating func count(_ item: SendPlan.Item) {
        switch item.state {
        case .held, .superseded, .dropped: break
        default:
            byAccount[item.account, default: LimitCheck()]
                .count(item.cost.flatMap { Amount($0) }, item.currency)
        }
    }
}

// MARK: What failed
extension StandingLimits {
    /// The first limit of failures that is exceeded by what is on record, in words.
    ///
    /// What is in doubt is not counted here: an apply is what settles it, and its breaker counts it.
    func failed(_ connection: Connection) throws -> String? {
        let counted = try verdicts(connection)
        var all = FailureCount()
        counted.values.forEach { all.add($0) }
        if let words = all.exceeded(whole.failures) { return words }
        return accounts.lazy.compactMap { account in
            counted[account.name]?.exceeded(limits(of: account).failures)
                .map { $0 + " (account \(account.name))" }
        }.first
    }

    private func verdicts(_ connection: Connection) throws -> [String: FailureCount] {
        var counted: [String: FailureCount] = [:]
        try connection.each(
            "SELECT account, state, count(*) FROM item_state WHERE run = ? GROUP BY 1, 2", run.run
        ) { row in
            guard let state = ItemState(rawValue: row.text(1)) else { return }
            counted[row.text(0), default: FailureCount()].count(state, Int(row.int(2)))
        }
        return counted
    }
}

/// How many items of a run came to an end, and how many of them to a bad one.
private struct FailureCount {
    /// A share says nothing before there are this many.
    private static let sharesFrom = 20

    private var ended = 0
    private var failed = 0

    mutating func count(_ state: ItemState, _ items: Int) {
        switch state {
        case .accepted, .cancelled, .alreadyCancelled: ended += items
        case .refused, .notFound, .failed:
            ended += items
            failed += items
        default: break
        }
    }

    mutating func add(_ other: FailureCount) {
        ended += other.ended
        failed += other.failed
    }

    func exceeded(_ tolerance: Tolerance) -> String? {
        guard tolerance.count != nil || ended >= Self.sharesFrom,
            tolerance.isExceeded(by: failed, of: ended)
        else { return nil }
        return "failures: \(failed) of \(ended) failed, \(tolerance) allowed"
    }
}

// SPDX-License-Identifier: MIT

package import Audit
package import Job
package import Model

/// Everything a plan follows from, besides the exports themselves.
package struct PlanRequest {
    package var job: Job
    package var exports: [PlanExport]
    package var choice = Choice()
    /// `--exported-at`.
    package var exportedAt: Timestamp?
    package var asOf: CivilDate
    package var zone: Zone
    /// `--column FIELD=HEADER`, over the job's.
    package var columns: [String: String] = [:]
    package var only: OnlyList?
    /// Planned to be played against the built-in sandbox, and never to be sent.
    package var isRehearsal = false
    /// `--again`: the same export may be planned once more.
    package var again = false
    /// Whose rows this plan is about, where a night makes several of the same exports.
    package var part = Part.all
    /// The first run of the night this plan is a part of.
    package var night: Int64?
    /// `--reopen`: shipments an earlier run has that may be planned once a look saw them open.
    package var reopen: Set<String> = []
    /// Whether a shipment of `reopen` that is due nowhere ends the plan: in a night of many exports
    /// it may be due in another.
    package var refusesUnknownReopen = false
    /// Takes the fields that `redact` names out of what is stored of a row.
    package var redaction: RowRedaction?
    package var tightening = Tightening()
    package var now: Timestamp
    package var actor: Actor
    package var host: String
    package var ticket: String?
    /// What stands for each account's secrets, by field; apply refuses others.
    package var credentials: [String: [String: String]] = [:]
    /// Set where this plans again what an earlier run did not get done.
    package var retry: Retry?

    package init(
        job: Job, exports: [PlanExport], asOf: CivilDate, zone: Zone, now: Timestamp, actor: Actor,
        host: String
    ) {
        self.job = job
        self.exports = exports
        self.asOf = asOf
        self.zone = zone
        self.now = now
        self.actor = actor
        self.host = host
    }

    var paths: [String] { exports.map(\.path) }

    /// Rules of the command line; they may only choose less than the job's.
    package struct Choice: Sendable {
        package var due: String?
        package var hold: [(name: String, expression: String)] = []
        package var scope: String?
        package var allRows = false
        package init() {}
    }

    /// Limits and expectations of the command line; they may only be stricter than the job's.
    package struct Tightening: Sendable {
        package var items: Int?
        package var share: Share?
        package var value: Totals?
        package var rows: Int?
        package var expectedValue: Totals?
        package init() {}
    }

    /// The accounts of a plan; rows of others are in another run of the same night.
    package enum Part: Sendable, Equatable {
        case all
        case only(Set<String>)
        case without(Set<String>)

        func takes(_ account: String) -> Bool {
            switch self {
            case .all: true
            case .only(let accounts): accounts.contains(account)
            case .without(let accounts): !accounts.contains(account)
            }
        }
    }

    /// The job's limits and the command line's together.
    package func limits(_ own: RunLimits) -> RunLimits {
        RunLimits(
            items: min(own.items, tightening.items ?? .max),
            share: min(own.share, tightening.share ?? own.share),
            value: stricter(own.value, tightening.value), failures: own.failures,
            until: own.until)
    }

    private func stricter(_ left: Totals?, _ right: Totals?) -> Totals? {
        guard let left, let right else { return left ?? right }
        var result = Totals()
        for currency in Set((left.sorted + right.sorted).map(\.currency)) {
            guard let amount = lesser(left[currency], right[currency]) else { continue }
            _ = result.add(amount, currency)
        }
        return result
    }
}

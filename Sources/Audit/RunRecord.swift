// SPDX-License-Identifier: MIT

package import Formats
package import Model

/// A plan as it is stored: what was chosen from which export, by which rules, by whom.
package struct RunRecord: Sendable {
    package var run: Int64
    package var createdAt: Timestamp
    package var actor: String
    package var host: String
    package var version: String
    /// The paths of the exports as given.
    package var exports: [String]
    package var exportSHA256: String
    package var exportMadeAt: Timestamp
    package var asOf: String
    package var counts: RowCounts
    package var jobSHA256: String?
    package var rulesSHA256: String
    package var itemsSHA256: String
    package var ticket: String?
    /// Why it may not be applied without approval; empty when it may.
    package var blockedBy: [String]
    /// Rules, limits, accounts, sums and what else the plan was made from.
    package var plan: JSON.Value

    package init(
        run: Int64, createdAt: Timestamp, actor: String, host: String, version: String,
        exports: [String], exportSHA256: String, exportMadeAt: Timestamp, asOf: String,
        counts: RowCounts, jobSHA256: String?, rulesSHA256: String, itemsSHA256: String,
        ticket: String?, blockedBy: [String], plan: JSON.Value
    ) {
        self.run = run
        self.createdAt = createdAt
        self.actor = actor
        self.host = host
        self.version = version
        self.exports = exports
        self.exportSHA256 = exportSHA256
        self.exportMadeAt = exportMadeAt
        self.asOf = asOf
        self.counts = counts
        self.jobSHA256 = jobSHA256
        self.rulesSHA256 = rulesSHA256
        self.itemsSHA256 = itemsSHA256
        self.ticket = ticket
        self.blockedBy = blockedBy
        self.plan = plan
    }
}

extension RunRecord {
    /// How many of its items are in each state, by where those that were planned are now.
    package func states(of planned: [[ItemState: Int64]]) -> [ItemState: Int64] {
        var all: [ItemState: Int64] = [
            .held: counts.held, .settled: counts.settled, .duplicate: counts.duplicate,
            .unreadable: counts.unreadable,
        ]
        for states in planned { all.merge(states, uniquingKeysWith: +) }
        return all.filter { $0.value > 0 }
    }

    /// How many items of each account were planned, as the plan itself says.
    package var plannedByAccount: [String: Int64] {
        Dictionary(
            (plan["by_account"]?.members ?? []).map { member in
                (member.name, member.value["count"]?.text.flatMap { Int64($0) } ?? 0)
            }, uniquingKeysWith: { $1 })
    }
}

/// Every row of the exports falls in exactly one of these.
package struct RowCounts: Sendable, Equatable {
    package var rows: Int64 = 0
    package var planned: Int64 = 0
    package var held: Int64 = 0
    package var excluded: Int64 = 0
    package var settled: Int64 = 0
    package var duplicate: Int64 = 0
    package var unreadable: Int64 = 0

    package init() {}

    /// Nothing is lost: the classes add up to the rows.
    package var addUp: Bool {
        rows == planned + held + excluded + settled + duplicate + unreadable
    }
}

/// One item of a plan.
package struct ItemRecord: Sendable, Equatable {
    package var no: Int64
    /// The export it is from, counted from 0.
    package var source: Int64
    package var line: Int64
    package var account: String
    package var provider: String
    package var shipmentID: String
    /// The shipment's status as the export shows it; empty where it has none.
    package var status: String
    package var reference: String
    package var trackingNumber: String
    package var state: ItemState
    package var reason: String
    /// Decimal text as written; nil where there is none.
    package var cost: String?
    package var currency: String
    /// What orders the sending; equal texts go in the order of the export.
    package var sort: String
    package var raw: [UInt8]
    package var labels: [PlannedLabel]

    package init(
        no: Int64, source: Int64, line: Int64, account: String, provider: String,
        shipmentID: String, status: String = "", reference: String = "",
        trackingNumber: String = "", state: ItemState, reason: String, cost: String? = nil,
        currency: String = "", sort: String = "", raw: [UInt8] = [], labels: [PlannedLabel] = []
    ) {
        self.no = no
        self.source = source
        self.line = line
        self.account = account
        self.provider = provider
        self.shipmentID = shipmentID
        self.status = status
        self.reference = reference
        self.trackingNumber = trackingNumber
        self.state = state
        self.reason = reason
        self.cost = cost
        self.currency = currency
        self.sort = sort
        self.raw = raw
        self.labels = labels
    }
}

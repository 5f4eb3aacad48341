// SPDX-License-Identifier: MIT

import Audit
package import Formats
import Job
package import Model
import Proof
import Providers

/// What a plan was made from and came to, as it is stored with the run.
struct PlanDocument {
    private let request: PlanRequest
    private let tally: Tally
    private let sources: [PlanSource]
    private let rules: JSON.Value
    private let holds: HoldList?
    private let unmatchedHolds: [HoldList.Entry]
    /// What `--reopen` names and no due row is.
    private let notReopened: [String]

    init(
        _ request: PlanRequest, _ tally: Tally, _ sources: [PlanSource], _ rules: JSON.Value,
        _ holds: HoldList?, unmatchedHolds: [HoldList.Entry], notReopened: [String]
    ) {
        self.request = request
        self.tally = tally
        self.sources = sources
        self.rules = rules
        self.holds = holds
        self.unmatchedHolds = unmatchedHolds
        self.notReopened = notReopened
    }

    var json: JSON.Value {
        .object(rehearsal + members)
    }

    /// Stands only where it is so: a plan that is to be sent has no word of it.
    private var rehearsal: [JSON.Member] {
        request.isRehearsal ? [JSON.Member("rehearsal", true)] : []
    }

    private var members: [JSON.Member] {
        [
            JSON.Member("exports", .array(sources.map(\.json))),
            JSON.Member("job", request.job.file.map { .string($0) } ?? .null),
            JSON.Member("rules", rules),
            JSON.Member("job_rules_sha256", .string(SHA256.hash(request.job.rulesText).hex)),
            JSON.Member("accounts", accounts),
            JSON.Member("limits", request.limits(request.job.limits).stored),
            JSON.Member("approval", request.job.approval.stored),
            JSON.Member("planned_by", .string(request.actor.person)),
            JSON.Member("time_zone", .string(request.zone.name)),
            JSON.Member("date_order", request.job.dateOrder.map { .string($0.rawValue) } ?? .null),
            JSON.Member("providers", providers),
            JSON.Member("only", only),
            JSON.Member("reopen_unmatched", .array(notReopened.map(JSON.Value.string))),
            JSON.Member("retry", request.retry?.json ?? .null),
            JSON.Member("order", .string(request.job.order.description)),
            JSON.Member("hold_list", holds.map { .string($0.path) } ?? .null),
            JSON.Member("holds_unmatched", .array(unmatchedHolds.map { .string($0.key) })),
            JSON.Member("holds_over", .array(holds?.over.map(\.asOver) ?? [])),
            JSON.Member("value", tally.value.json),
            JSON.Member("by_account", byAccount),
            JSON.Member("scope", scope),
            JSON.Member("reasons", reasons),
            JSON.Member("part", part),
            JSON.Member("night", request.night.map { .number(String($0)) } ?? .null),
        ]
    }

    /// The provider of each account of the job, so that any row can be judged again.
    private var providers: JSON.Value {
        .object(
            request.job.accounts.map { JSON.Member($0.name, .string($0.provider.rawValue)) })
    }

    private var only: JSON.Value {
        guard let only = request.only else { return .null }
        return ["path": .string(only.path), "by": .string(only.field.rawValue)]
    }

    /// Whose rows it is about, where the night planned others apart.
    private var part: JSON.Value {
        func list(_ accounts: Set<String>) -> JSON.Value {
            .array(accounts.sorted().map(JSON.Value.string))
        }
        return switch request.part {
        case .all: .null
        case .only(let accounts): ["only": list(accounts)]
        case .without(let accounts): ["without": list(accounts)]
        }
    }

    private var accounts: JSON.Value {
        .object(
            tally.planned.keys.sorted().compactMap { name in
                request.job.account(name).map { account in
                    JSON.Member(
                        name,
                        [
                            "provider": .string(account.provider.rawValue),
                            "base_url": .string(account.endpoint.baseURL),
                            "identity": .string(SHA256.hash(account.identity).hex),
                            "credentials": credentials(of: name),
                            "limits": request.limits(account.limits).stored,
                        ])
                }
            })
    }

    /// The whole of each account that a share is a part of, for the limits at apply.
    private var scope: JSON.Value {
        .object(
            tally.scope.sorted { $0.key < $1.key }.map {
                JSON.Member($0.key, .number(String($0.value)))
            })
    }

    private func credentials(of account: String) -> JSON.Value {
        .object(
            request.credentials[account, default: [:]].sorted { $0.key < $1.key }.map {
                JSON.Member($0.key, .string($0.value))
            })
    }

    private var byAccount: JSON.Value {
        .object(
            tally.planned.sorted { $0.key < $1.key }.map {
                JSON.Member($0.key, $0.value.json)
            })
    }

    private var reasons: JSON.Value {
        .array(
            tally.reasons.sorted { $0.key < $1.key }.map { reason, bucket in
                [
                    "kind": .string(reason.kind.rawValue), "name": .string(reason.name),
                    "count": .number(String(bucket.count)), "value": bucket.value.json,
                    "without_cost": .number(String(bucket.withoutCost)),
                ]
            })
    }
}

extension Bucket {
    package var json: JSON.Value {
        ["count": .number(String(count)), "value": value.json]
    }
}

extension Totals {
    /// Sums by currency as decimal text: `{"USD": "12.30"}`.
    package var json: JSON.Value {
        .object(sorted.map { JSON.Member($0.currency, .string($0.amount.text())) })
    }
}

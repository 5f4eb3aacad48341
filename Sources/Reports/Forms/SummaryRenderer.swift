// SPDX-License-Identifier: MIT

import Audit
package import Formats
import Model
import Reconciliation

/// `summary.json`: the report for programs, without the items.
final class SummaryRenderer: Renderer {
    /// Raised when a member changes its meaning; new members leave it.
    static let schema = 1

    private let report: Report
    private let file: OutputFile

    init(_ report: Report, _ folder: String) throws {
        self.report = report
        file = try OutputFile("summary.json", in: folder)
    }

    func take(_ item: ReportItem) {}

    func finish() throws -> [OutputFile] {
        try file.write(report.summary.serialized(pretty: true) + [0x0A])
        file.rows = 1
        return [file]
    }
}

extension Report {
    /// The report as one JSON object.
    package var summary: JSON.Value {
        .object(
            [
                JSON.Member("schema", .number(String(SummaryRenderer.schema))),
                JSON.Member("run", .number(String(run.run))),
            ] + (run.isRehearsal ? [JSON.Member("rehearsal", true)] : []) + [
                JSON.Member("at", .number(String(position))),
                JSON.Member("moment", .string(moment.description)),
                JSON.Member("status", .string(status)),
                JSON.Member("verdict", .string(verdict.word)),
                JSON.Member("verdict_text", .string(verdictWords)),
                JSON.Member("fault", fault.map { .string("\($0)") } ?? .null),
                JSON.Member("exit", exit.map { .number(String($0)) } ?? .null),
                JSON.Member("created_at", .string(run.createdAt.description)),
                JSON.Member("started_at", startedAt.json),
                JSON.Member("finished_at", finishedAt.json),
            ] + sums + parts)
    }

    private var sums: [JSON.Member] {
        [
            JSON.Member("rows", .number(String(run.counts.rows))),
            JSON.Member("excluded", .number(String(run.counts.excluded))),
            JSON.Member("counts", countsByState),
            JSON.Member(
                "planned_ends",
                .object(
                    ends.inOrder.map { state, sum in
                        JSON.Member(state.rawValue, .number(String(sum.count)))
                    })),
            JSON.Member("value", valueByCurrency(states)),
            JSON.Member("planned_value", valueByCurrency(ends)),
            JSON.Member("cancelled_value", cancelledValue.json),
            JSON.Member("expected", books.expected.json),
            JSON.Member(
                "without_amount",
                .number(
                    String(ends.values.reduce(0) { $0 + $1.withoutAmount }))),
            JSON.Member("received", books.received.json),
            JSON.Member("expected_unstated", .number(String(books.unstated))),
            JSON.Member("confirmed", .number(String(cancellations.seen.count))),
            JSON.Member("unconfirmed", .number(String(cancellations.unseen.count))),
            JSON.Member("not_confirmable", .number(String(notConfirmable.count))),
            JSON.Member("open", .number(String(open))),
            JSON.Member("overdue", .number(String(overdue))),
            JSON.Member("closed_by_person", .number(String(closedByPerson))),
            JSON.Member("resolutions", .array(closings.map(\.json))),
            JSON.Member("requests", .number(String(requests))),
            JSON.Member("never_left", .number(String(neverLeft))),
            JSON.Member("repeats", .number(String(repeats))),
            JSON.Member("blocked_by", .array(run.blockedBy.map(JSON.Value.string))),
        ]
    }

    private var countsByState: JSON.Value {
        .object(
            ItemState.allCases.map { state in
                JSON.Member(state.rawValue, .number(String(states[state]?.count ?? 0)))
            })
    }

    private func valueByCurrency(_ states: [ItemState: StateSum]) -> JSON.Value {
        let currencies = Set(states.values.flatMap { $0.value.amounts.keys }).sorted()
        return .object(
            currencies.map { currency in
                JSON.Member(
                    currency,
                    .object(
                        states.inOrder.compactMap { state, sum in
                            sum.value[currency].map {
                                JSON.Member(state.rawValue, .string($0.text()))
                            }
                        }))
            })
    }

    private var parts: [JSON.Member] {
        [
            JSON.Member("accounts", .object(accounts.map { JSON.Member($0.name, $0.json) })),
            JSON.Member("decide", .array(causes.map { $0.json(commands($0)) })),
            JSON.Member("unusual", .array(unusual.map(JSON.Value.string))),
            JSON.Member(
                "tie_out",
                .array(
                    tieOut.all.map { check in
                        [
                            "what": .string(check.what), "left": .string(check.left),
                            "right": .string(check.right), "holds": .bool(check.holds),
                        ]
                    })),
            JSON.Member("evidence", evidence),
        ]
    }

    private var evidence: JSON.Value {
        [
            "exports": .array(plan.exports.map(\.json)), "as_of": .string(run.asOf),
            "export_sha256": .string(run.exportSHA256),
            "job_sha256": run.jobSHA256.map(JSON.Value.string) ?? .null,
            "rules_sha256": .string(run.rulesSHA256), "items_sha256": .string(run.itemsSHA256),
            "planned_by": .string(run.actor),
            "approved_by": approval.map { .string($0.actor) } ?? .null,
            "host": .string(run.host), "version": .string(run.version),
            "ticket": run.ticket.map(JSON.Value.string) ?? .null,
            "time_zone": .string(plan.zone.name), "checkpoint": signature?.json ?? .null,
        ]
    }
}

extension Signature {
    fileprivate var json: JSON.Value {
        [
            "size": .number(String(size)), "root": .string(root), "anchored_at": anchoredAt.json,
        ]
    }
}

extension AccountFigures {
    fileprivate var json: JSON.Value {
        [
            "provider": .string(provider), "planned": .number(String(plannedNow)),
            "exchanges": .number(String(exchanges)),
            "states": .object(
                states.inOrder.map { state, sum in
                    JSON.Member(state.rawValue, .number(String(sum.count)))
                }),
        ]
    }
}

extension Cause {
    fileprivate func json(_ commands: [String]) -> JSON.Value {
        [
            "what": .string(title), "account": .string(account), "provider": .string(key.provider),
            "reason": .string(key.reason), "provider_code": .string(key.code),
            "provider_words": words.map { .string($0.sentence) } ?? .null,
            "count": .number(String(sum.count)), "value": sum.value.json,
            "commands": .array(commands.map(JSON.Value.string)),
            "examples": .array(examples.prefix(10).map { .string($0.shipmentID) }),
        ]
    }
}

extension Closing {
    fileprivate var json: JSON.Value {
        [
            "as": .string(key.finding), "by": .string(key.by), "reason": .string(key.reason),
            "count": .number(String(sum.count)), "value": sum.value.json,
            "first_at": .string(first.description), "last_at": .string(last.description),
            "examples": .array(examples.map(JSON.Value.string)),
        ]
    }
}

extension PlanFacts.Export {
    fileprivate var json: JSON.Value {
        [
            "path": .string(path), "sha256": sha256.map(JSON.Value.string) ?? .null,
            "bytes": bytes.map { .number(String($0)) } ?? .null,
            "rows": rows.map { .number(String($0)) } ?? .null,
            "made_at": madeAt.map(JSON.Value.string) ?? .null,
        ]
    }
}

extension Optional<Timestamp> {
    fileprivate var json: JSON.Value { map { .string($0.description) } ?? .null }
}

extension Totals {
    /// Sums by currency as decimal text: `{"USD": "12.30"}`.
    var json: JSON.Value {
        .object(sorted.map { JSON.Member($0.currency, .string($0.amount.text())) })
    }
}

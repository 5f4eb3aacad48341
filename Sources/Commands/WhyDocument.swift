// SPDX-License-Identifier: MIT

import Audit
import Exports
import Formats
import Model

/// One shipment explained to a program.
struct WhyDocument {
    private let answer: WhyAnswer

    init(_ answer: WhyAnswer) { self.answer = answer }

    var members: [JSON.Member] {
        [
            JSON.Member("id", .string(answer.name.text)),
            JSON.Member("status", .string(answer.status)),
            JSON.Member("rows", .array(answer.search.rows.map(row))),
            JSON.Member("items", .array(zip(answer.items, answer.events).map(item))),
            JSON.Member("acts", .array(answer.acts.map(\.json))),
            JSON.Member("other_runs", .array(answer.others.map { item($0, []) })),
            JSON.Member("notes", .array(answer.notes.map(JSON.Value.string))),
            JSON.Member("proof", answer.proof.map(JSON.Value.string) ?? .null),
        ]
    }

    private func row(_ row: RowTrial) -> JSON.Value {
        [
            "export": .string(row.path), "line": .number(String(row.line)),
            "shipment_id": .string(row.id), "account": .string(row.account),
            "decision": .string(answer.decision(row)), "rules_say": .string(row.words),
            "unreadable": row.unreadable.map(JSON.Value.string) ?? .null,
            "rules": .array(row.rules.map(\.json)),
        ]
    }

    private func item(_ item: ShipmentReader.Item, _ events: [ShipmentReader.Event]) -> JSON.Value {
        [
            "run": .number(String(item.run)), "line": .number(String(item.line)),
            "account": .string(item.account), "shipment_id": .string(item.shipmentID),
            "planned_as": .string(item.planned), "reason": .string(item.reason),
            "state": .string(item.state), "state_reason": .string(item.stateReason),
            "provider_code": .string(item.code), "attempts": .number(String(item.attempts)),
            "cost": item.cost.map(JSON.Value.string) ?? .null,
            "currency": .string(item.currency),
            "confirmed_at": item.confirmedAt.map { .string($0.description) } ?? .null,
            "resolution": item.finding?.json ?? .null,
            "raw": .string(String(decoding: item.raw, as: UTF8.self)),
            "events": .array(events.map(\.json)),
        ]
    }
}

extension ShipmentReader.Finding {
    fileprivate var json: JSON.Value {
        [
            "as": .string(word), "by": .string(by), "at": .string(at.description),
            "reason": .string(reason),
        ]
    }
}

extension RowTrial.RuleVerdict {
    fileprivate var json: JSON.Value {
        [
            "kind": .string(kind), "name": .string(rule.name),
            "expression": .string(rule.expression), "verdict": isTrue.json,
            "values": .object(values.map { JSON.Member($0.name, .string($0.text)) }),
            "terms": .array(
                terms.map { ["expression": .string($0.text), "verdict": $0.isTrue.json] }),
        ]
    }
}

extension Bool? {
    /// Null where SQL says NULL.
    fileprivate var json: JSON.Value { map(JSON.Value.bool) ?? .null }
}

extension ShipmentReader.Event {
    fileprivate var json: JSON.Value {
        let head = [
            JSON.Member("position", .number(String(position))),
            JSON.Member("at", .string(at.description)),
        ]
        return .object(head + members)
    }

    private var members: [JSON.Member] {
        switch kind {
        case .exchange(
            let purpose, let attempt, let method, let url, let status, let error, let time, let body
        ):
            [
                JSON.Member("event", "exchange"), JSON.Member("purpose", .string(purpose)),
                JSON.Member("attempt", .number(String(attempt))),
                JSON.Member("method", .string(method)), JSON.Member("url", .string(url)),
                JSON.Member("status", status.map { .number(String($0)) } ?? .null),
                JSON.Member("error", error.map(JSON.Value.string) ?? .null),
                JSON.Member("duration_us", time.map { .number(String($0)) } ?? .null),
                JSON.Member("response_body", .string(body)),
            ]
        case .verdict(let state, let reason, let code, let isConfirmed):
            [
                JSON.Member("event", "verdict"), JSON.Member("state", .string(state)),
                JSON.Member("reason", .string(reason)),
                JSON.Member("provider_code", .string(code)),
                JSON.Member("confirmed", .bool(isConfirmed)),
            ]
        case .act(let act, let finding, let actor, let reason, let ticket):
            [
                JSON.Member("event", "act"), JSON.Member("act", .string(act)),
                JSON.Member("finding", finding.map(JSON.Value.string) ?? .null),
                JSON.Member("actor", .string(actor)),
                JSON.Member("reason", reason.map(JSON.Value.string) ?? .null),
                JSON.Member("ticket", ticket.map(JSON.Value.string) ?? .null),
            ]
        }
    }
}

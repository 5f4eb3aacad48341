// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Formats
import Model

extension RunRecord {
    /// The members of the contract for `plan`, from what is on record.
    var planMembers: [JSON.Member] {
        func number(_ value: Int64) -> JSON.Value { .number(String(value)) }
        return [
            JSON.Member("rows", number(counts.rows)),
            JSON.Member("planned", number(counts.planned)),
            JSON.Member("held", number(counts.held)),
            JSON.Member("excluded", number(counts.excluded)),
            JSON.Member("settled", number(counts.settled)),
            JSON.Member("duplicate", number(counts.duplicate)),
            JSON.Member("unreadable", number(counts.unreadable)),
            JSON.Member("value", plan["value"] ?? .object([])),
            JSON.Member("status", .string(blockedBy.isEmpty ? "planned" : "blocked")),
            JSON.Member("blocked_by", .array(blockedBy.map(JSON.Value.string))),
            JSON.Member("reopen_unmatched", plan["reopen_unmatched"] ?? .array([])),
            JSON.Member("holds_unmatched", plan["holds_unmatched"] ?? .array([])),
            JSON.Member("holds_over", plan["holds_over"] ?? .array([])),
            JSON.Member("by_account", plan["by_account"] ?? .object([])),
            JSON.Member("by_reason", .object(reasons)),
        ]
    }

    private var reasons: [JSON.Member] {
        (plan["reasons"]?.array ?? []).map { reason in
            JSON.Member(
                reason["name"]?.string ?? "",
                ["count": reason["count"] ?? .null, "value": reason["value"] ?? .null])
        }
    }

    /// What was planned is worth this.
    var plannedValue: Totals {
        var totals = Totals()
        for member in plan["value"]?.members ?? [] {
            guard let amount = member.value.string.flatMap({ Amount($0) }) else { continue }
            _ = totals.add(amount, member.name)
        }
        return totals
    }
}

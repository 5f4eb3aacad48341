// SPDX-License-Identifier: MIT

package import Formats
import Model

/// What a plan keeps of the job, each in one spelling, so that a digest tells whether it changed.
extension RunLimits {
    package var stored: JSON.Value {
        .object([
            JSON.Member("items", .number(String(items))),
            JSON.Member("share", .string(share.description)),
            JSON.Member("value", value.map(\.stored) ?? .null),
            JSON.Member("failures", failures.stored),
            JSON.Member("until", until.map { .string($0.description) } ?? .null),
        ])
    }

    /// Reads what a plan kept; nil for anything else.
    package init?(stored: JSON.Value) {
        guard let items = stored["items"]?.text.flatMap(wholeNumber),
            let share = stored["share"]?.string.flatMap({ Share($0) }),
            let failures = stored["failures"].flatMap(Tolerance.init(stored:)),
            let value = stored["value"], let until = stored["until"],
            value.isNull || Totals(stored: value) != nil,
            until.isNull || until.string.flatMap({ TimeOfDay($0) }) != nil
        else { return nil }
        self.init(
            items: items, share: share, value: Totals(stored: value), failures: failures,
            until: until.string.flatMap { TimeOfDay($0) })
    }
}

extension Tolerance {
    var stored: JSON.Value {
        .object([
            JSON.Member("count", count.map { .number(String($0)) } ?? .null),
            JSON.Member("share", share.map { .string($0.description) } ?? .null),
        ])
    }

    init?(stored: JSON.Value) {
        guard let count = stored["count"], let share = stored["share"] else { return nil }
        self.init(
            count: count.text.flatMap(wholeNumber), share: share.string.flatMap { Share($0) })
        guard count.isNull || self.count != nil, share.isNull || self.share != nil else {
            return nil
        }
    }
}

extension Totals {
    var stored: JSON.Value {
        .object(sorted.map { JSON.Member($0.currency, .string($0.amount.description)) })
    }

    init?(stored: JSON.Value) {
        guard let members = stored.members else { return nil }
        self.init()
        for member in members {
            guard let amount = member.value.string.flatMap({ Amount($0) }),
                add(amount, member.name)
            else { return nil }
        }
    }
}

extension Rules {
    /// Names and expressions in their order; where they stand in the file does not matter.
    package var stored: JSON.Value {
        func list(_ rules: [Rule]) -> JSON.Value {
            .array(
                rules.map {
                    .object([
                        JSON.Member("name", .string($0.name)),
                        JSON.Member("sql", .string($0.expression)),
                    ])
                })
        }
        return .object([
            JSON.Member("scope", scope.map { .string($0.expression) } ?? .null),
            JSON.Member("due", list(due)), JSON.Member("hold", list(hold)),
        ])
    }
}

extension Approval {
    package var stored: JSON.Value {
        .object([
            JSON.Member("by", .array(by.sorted().map { .string($0) })),
            JSON.Member("items", itemsAbove.map { .number(String($0)) } ?? .null),
            JSON.Member("value", valueAbove.map(\.stored) ?? .null),
        ])
    }
}

extension Job {
    /// The rules of the job and of each account, as the bytes of a run's `rules_sha256`.
    package var rulesText: [UInt8] {
        let named = accounts.sorted { $0.name < $1.name }
        return JSON.Value.object([
            JSON.Member("job", rules.stored),
            JSON.Member(
                "accounts", .object(named.map { JSON.Member($0.name, $0.rules.stored) })),
        ]).bytes
    }
}

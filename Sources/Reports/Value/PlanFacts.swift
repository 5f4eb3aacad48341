// SPDX-License-Identifier: MIT

package import Audit
import Formats
package import Model

/// What planning stored with a run, read with patience: a member that is missing is no fact.
package struct PlanFacts: Sendable {
    package struct Export: Sendable, Equatable {
        package var path: String
        package var sha256: String?
        package var bytes: Int64?
        package var rows: Int64?
        package var madeAt: String?
        package var form: String?
        package var header: [String]
        package var notes: [String]
    }

    package struct Reason: Sendable, Equatable {
        package var kind: String
        package var name: String
        package var count: Int64
        package var value: Totals
    }

    package struct NamedText: Sendable, Equatable {
        package var name: String
        package var text: String
    }

    package var exports: [Export]
    package var reasons: [Reason]
    package var rules: [NamedText]
    package var limits: [NamedText]
    /// The base addresses of the accounts.
    package var addresses: [String: String]
    /// The value of everything planned; nil where the plan does not say.
    package var value: Totals?
    package var zone: Zone

    package init(_ run: RunRecord) {
        let plan = run.plan
        let known = plan["exports"]?.array ?? []
        exports = run.exports.enumerated().map { place, path in
            Export(path, place < known.count ? known[place] : .null)
        }
        reasons = (plan["reasons"]?.array ?? []).compactMap(Reason.init)
        rules = Self.rules(plan["rules"] ?? .null)
        limits = Self.flat(plan["limits"] ?? .null)
        addresses = Dictionary(
            (plan["accounts"]?.members ?? []).compactMap { account in
                account.value["base_url"]?.string.map { address in
                    let stage = run.isRehearsal ? "the built-in sandbox in place of " : ""
                    return (account.name, stage + address)
                }
            }, uniquingKeysWith: { first, _ in first })
        value = plan["value"]?.totals
        let name = plan["time_zone"]?.string ?? "UTC"
        zone = (try? Zone(named: name)) ?? .utc
    }

    package func reasons(_ kind: String) -> [Reason] { reasons.filter { $0.kind == kind } }

    private static func rules(_ rules: JSON.Value) -> [NamedText] {
        (rules.members ?? []).flatMap { kind in
            if let one = kind.value.string { return [NamedText(name: kind.name, text: one)] }
            return (kind.value.members ?? []).map { rule in
                NamedText(name: "\(kind.name) · \(rule.name)", text: rule.value.text ?? "")
            }
        }
    }

    /// An object as names and texts; nested names join with a dot.
    private static func flat(_ value: JSON.Value, _ prefix: String = "") -> [NamedText] {
        (value.members ?? []).flatMap { member -> [NamedText] in
            let name = prefix + member.name
            switch member.value {
            case .object: return flat(member.value, name + ".")
            case .null: return []
            case .bool(let flag): return [NamedText(name: name, text: flag ? "yes" : "no")]
            case .array(let list):
                return [
                    NamedText(name: name, text: list.compactMap(\.text).joined(separator: ", "))
                ]
            case .string(let text), .number(let text): return [NamedText(name: name, text: text)]
            }
        }
    }
}

extension PlanFacts.Export {
    fileprivate init(_ path: String, _ json: JSON.Value) {
        self.path = path
        sha256 = json["sha256"]?.string
        bytes = json["bytes"]?.int.map { Int64($0) }
        rows = json["rows"]?.int.map { Int64($0) }
        madeAt = json["made_at"]?.string
        form = json["form"]?.string
        header = json["header"]?.array?.compactMap(\.string) ?? []
        notes = json["notes"]?.array?.compactMap(\.string) ?? []
    }
}

extension PlanFacts.Reason {
    fileprivate init?(_ json: JSON.Value) {
        guard let kind = json["kind"]?.string, let count = json["count"]?.int else { return nil }
        self.init(
            kind: kind, name: json["name"]?.string ?? "", count: Int64(count),
            value: json["value"]?.totals ?? Totals())
    }
}

extension JSON.Value {
    /// Sums as planning stores them: `{"USD": "12.30"}`.
    var totals: Totals? {
        guard let members else { return nil }
        var totals = Totals()
        for member in members {
            guard let amount = member.value.text.flatMap({ Amount($0) }),
                totals.add(amount, member.name)
            else { return nil }
        }
        return totals
    }
}

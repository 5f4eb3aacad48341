// SPDX-License-Identifier: MIT

package import Audit
package import Exports
import Formats
package import Model

/// How a stored plan read its exports and chose: what is needed to judge a row of it again.
package struct StoredReading {
    package let options: ExportOptions
    package let rules: RuleSet
    /// The list of `--only`, where the plan had one.
    package let onlyPath: String?

    /// Reads what the plan stored; a plan that cannot be understood is a problem.
    package init(_ run: RunRecord) throws(Problem) {
        guard let asOf = CivilDate(run.asOf), let rules = Self.rules(run.plan["rules"]) else {
            throw Problem(
                .auditInvalid, "the stored plan cannot be read", at: "run \(run.run)",
                next: "rescind audit verify")
        }
        self.rules = rules
        onlyPath = run.plan["only"]?["path"]?.string
        var options = ExportOptions()
        let reading = run.plan["reading"]
        options.account = reading?["account"]?.string ?? ""
        options.columns = Self.texts(reading?["columns"])
        options.accounts = Self.texts(reading?["providers"]).compactMapValues {
            ProviderName(rawValue: $0)
        }
        options.dateOrder = reading?["date_order"]?.string.flatMap(DateOrder.init(rawValue:))
        options.zone = try Zone(named: run.plan["time_zone"]?.string ?? "UTC")
        options.asOf = asOf
        self.options = options
    }

    private static func rules(_ stored: JSON.Value?) -> RuleSet? {
        guard let stored, let due = list(stored["due"]), let hold = list(stored["hold"]) else {
            return nil
        }
        return RuleSet(
            scope: stored["scope"]?.string.map { Rule("scope", $0) }, due: due, hold: hold)
    }

    private static func list(_ value: JSON.Value?) -> [Rule]? {
        value?.members?.compactMap { member in
            member.value.string.map { Rule(member.name, $0) }
        }
    }

    private static func texts(_ value: JSON.Value?) -> [String: String] {
        Dictionary(
            (value?.members ?? []).compactMap { member in
                member.value.string.map { (member.name, $0) }
            }, uniquingKeysWith: { $1 })
    }
}

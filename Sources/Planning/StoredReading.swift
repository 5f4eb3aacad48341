// SPDX-License-Identifier: MIT

package import Audit
package import Exports
import Formats
package import Model

/// How a stored plan read one of its exports: what is needed to judge a row of it again.
package struct StoredReading {
    /// As the export was named when it was planned.
    package let path: String
    package let sha256: String
    package let madeAt: Timestamp
    /// Where its bytes are kept; nil where the job keeps none.
    package let kept: String?
    /// Only rows that name the account are of this reading.
    package let isShared: Bool
    package let options: ExportOptions
    package let rules: RuleSet

    /// The readings of every export of a plan; one that cannot be understood is a problem.
    package static func all(of run: RunRecord) throws(Problem) -> [StoredReading] {
        var readings: [StoredReading] = []
        for export in run.plan["exports"]?.array ?? [] {
            readings.append(try StoredReading(export, run))
        }
        return readings
    }

    private init(_ export: JSON.Value, _ run: RunRecord) throws(Problem) {
        guard let path = export["path"]?.string, let sha256 = export["sha256"]?.string,
            let madeAt = export["made_at"]?.string.flatMap(Timestamp.init),
            let asOf = CivilDate(run.asOf), let rules = Self.rules(export["rules"])
        else {
            throw Problem(
                .auditInvalid, "the stored plan cannot be read", at: "run \(run.run)",
                next: "rescind audit verify")
        }
        (self.path, self.sha256, self.rules) = (path, sha256, rules)
        self.madeAt = madeAt
        kept = export["kept"]?.string
        isShared = export["shared"]?.bool ?? false
        var options = ExportOptions()
        options.account = export["account"]?.string ?? ""
        options.columns = Self.texts(export["columns"])
        options.accounts = Self.texts(run.plan["providers"]).compactMapValues {
            ProviderName(rawValue: $0)
        }
        options.dateOrder = run.plan["date_order"]?.string.flatMap(DateOrder.init(rawValue:))
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

// SPDX-License-Identifier: MIT

import Audit
import Model

/// What an auditor needs to make the report again: source, logic, parameters, rows, hashes.
struct Evidence {
    private let report: Report

    init(_ report: Report) { self.report = report }

    typealias Fact = PlanFacts.NamedText

    var facts: [Fact] { exports + rows + choice + people + record }

    private var exports: [Fact] {
        report.plan.exports.map { export in
            let parts = [
                export.path, export.rows.map { counted($0, "row") },
                export.bytes.map { counted($0, "byte") }, export.madeAt.map { "made \($0)" },
                export.form, export.sha256.map { "sha256 \($0)" },
            ].compactMap(\.self)
            return Fact(name: "Export", text: (parts + export.notes).joined(separator: " · "))
        }
    }

    private var rows: [Fact] {
        let counts = report.run.counts
        let classes: [(Int64, String)] = [
            (counts.excluded, "excluded"), (counts.planned, "planned"), (counts.held, "held"),
            (counts.settled, "settled"), (counts.duplicate, "duplicate"),
            (counts.unreadable, "unreadable"),
        ]
        let sum = classes.map { "\(grouped($0.0)) \($0.1)" }.joined(separator: " + ")
        let excluded = report.plan.reasons("excluded").map { reason in
            let worth = reason.value.isEmpty ? "" : " (\(money(reason.value)))"
            return "\(reason.name) \(grouped(reason.count))\(worth)"
        }
        return [Fact(name: "Rows", text: "\(grouped(counts.rows)) = \(sum)")]
            + (excluded.isEmpty
                ? [] : [Fact(name: "Excluded", text: excluded.joined(separator: " · "))])
    }

    private var choice: [Fact] {
        report.plan.rules.map { Fact(name: "Rule", text: "\($0.name): \($0.text)") } + [
            Fact(name: "As of", text: "\(report.run.asOf) \(report.plan.zone.name)"),
            Fact(
                name: "Limits",
                text: report.plan.limits.isEmpty
                    ? "none on record"
                    : report.plan.limits.map { "\($0.name) \($0.text)" }.joined(separator: " · ")),
        ]
    }

    private var people: [Fact] {
        var facts = [
            Fact(name: "Planned", text: "\(report.run.actor), \(report.run.createdAt)")
        ]
        for entry in report.history.entries where entry.act != "plan" {
            let why = entry.reason.map { ": \($0)" } ?? ""
            facts.append(
                Fact(
                    name: entry.act.replacing("_", with: " ").capitalizedFirst,
                    text: "\(entry.actor), \(entry.at)\(why)"))
        }
        return facts
    }

    private var checkpoint: String {
        guard let signature = report.signature else { return "nothing is signed up to here" }
        let anchor = signature.anchoredAt.map { "anchored \($0)" } ?? "not anchored"
        return "signed to record \(grouped(signature.size)) · root \(signature.root) · \(anchor)"
    }

    private var record: [Fact] {
        let hashes = [
            report.run.jobSHA256.map { "job \($0)" }, "rules \(report.run.rulesSHA256)",
            "items \(report.run.itemsSHA256)", "exports \(report.run.exportSHA256)",
        ].compactMap(\.self)
        return [
            Fact(name: "Program", text: "rescind \(report.run.version) on \(report.run.host)"),
            Fact(name: "SHA-256", text: hashes.joined(separator: " · ")),
            Fact(
                name: "Record",
                text: "log to record \(grouped(report.position)), newest entry \(report.moment)"),
            Fact(name: "Checkpoint", text: checkpoint),
        ]
    }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

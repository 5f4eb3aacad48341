// SPDX-License-Identifier: MIT

import Audit
import Model

/// The first screen of a report in words, the same in every form.
struct Headline {
    let report: Report
    private let clock: LocalTime

    init(_ report: Report) {
        self.report = report
        clock = LocalTime(zone: report.plan.zone)
    }

    /// Who made the run and when: `Run 42 · 20 Nov 2026 02:00–02:41 America/Chicago · …`.
    var about: String {
        var parts = ["Run \(report.run.run)", "\(time) \(report.plan.zone.name)"]
        var people = ["planned by \(report.run.actor)"]
        if let approval = report.approval { people.append("approved by \(approval.actor)") }
        if let since = report.jobUnchangedSince {
            people.append("job unchanged since run \(since)")
        }
        parts.append(people.joined(separator: ", "))
        if let ticket = report.run.ticket { parts.append(ticket) }
        return parts.joined(separator: " · ")
    }

    private var time: String {
        let start = report.startedAt ?? report.run.createdAt
        return clock.span(start, max(start, report.finishedAt ?? start))
    }

    /// The way of the rows: `4,149 due → 4,112 planned → 4,012 seen cancelled`.
    var steps: [(count: Int64, what: String)] {
        let planned = report.run.counts.planned
        return [
            (report.run.counts.rows, "rows"), (planned + report.run.counts.held, "due"),
            (planned, "planned"), (report.seenCancelled, "seen cancelled"),
        ]
    }

    /// Where the others are, such as `62 on their way, last by 4 Dec` and `31 refused`.
    var others: [String] {
        let ends = report.ends
        var parts: [String] = []
        let accepted = ends.count(.accepted)
        if accepted > 0 {
            let until = report.acceptedUntil.map { ", last by \(clock.day($0))" } ?? ""
            parts.append("\(grouped(accepted)) on their way\(until)")
        }
        let counted: [(Int64, String)] = [
            (ends.count(.refused), "refused"), (ends.count(.notFound), "not found"),
            (ends.count(.failed), "failed"), (ends.count(.inDoubt), "in doubt"),
            (ends.count(.sending), "cut off while sending"), (ends.count(.planned), "not sent"),
            (ends.count(.held), "held at the last moment"),
            (ends.count(.superseded), "taken by another run"), (ends.count(.dropped), "given up"),
        ]
        return parts + counted.filter { $0.0 > 0 }.map { "\(grouped($0.0)) \($0.1)" }
    }

    var flow: String {
        ([steps.map { "\(grouped($0.count)) \($0.what)" }.joined(separator: " → ")] + others)
            .joined(separator: " · ")
    }

    var money: String {
        let expected = (try? report.expected()) ?? StateSum()
        let sums = Reports.money(expected.value)
        var parts = [sums.isEmpty ? "nothing expected back" : "\(sums) expected back"]
        let without = report.ends.values.reduce(0) { $0 + $1.withoutAmount }
        if without > 0 { parts.append("\(counted(without, "item")) without an amount") }
        return parts.joined(separator: " · ")
    }

    /// One line a cause, such as `21 refused · us-store · “invalid_status” · USD 201.10`.
    func line(_ cause: Cause) -> String {
        var parts = ["\(grouped(cause.sum.count)) \(cause.title)", cause.account]
        if !cause.key.code.isEmpty { parts.append("“\(cause.key.code)”") }
        if !cause.sum.value.isEmpty { parts.append(Reports.money(cause.sum.value)) }
        return parts.filter { !$0.isEmpty }.joined(separator: " · ")
    }

    var addsUp: String {
        let money = report.tieOut.money.isEmpty ? "" : " money ✓"
        return "rows ✓\(money) · log to record \(grouped(report.position))"
    }

    /// What stands in the way of a blocked run.
    var blocked: [String] { report.status == "blocked" ? report.run.blockedBy : [] }

    var next: String? {
        switch report.status {
        case "blocked": "rescind approve \(report.run.run) --reason TEXT"
        case "planned", "applying", "stopped": "rescind apply \(report.run.run)"
        default: nil
        }
    }
}

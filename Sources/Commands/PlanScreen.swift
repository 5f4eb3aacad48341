// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Formats
import Job
import Model
import Planning

/// A stored plan as a person reads it before anything is sent.
struct PlanScreen {
    /// Of the list of `--only` so many entries are named that no row has.
    private static let unfoundShownMax = 10

    /// Of the hold list so many entries are named that protected nothing, and that are over.
    private static let holdsShownMax = 5

    private let plan: StoredPlan
    private let workplace: Workplace
    private let job: Job?
    private let accounts: PlanAccounts

    init(_ plan: StoredPlan, _ workplace: Workplace) {
        self.plan = plan
        self.workplace = workplace
        job = try? workplace.job()
        accounts = PlanAccounts(plan, job, workplace)
    }

    private var counts: RowCounts { plan.record.counts }

    /// Shows everything but the ending.
    func show() {
        workplace.output.result(facts)
        if !accounts.isEmpty { workplace.output.result(accounts.table) }
    }

    /// What was read and what became of the rows.
    var facts: FactSheet {
        var facts = FactSheet()
        for source in plan.sources {
            facts.add("Export", Line(source.words))
            for note in source.notes { facts.add("", Line(note)) }
        }
        if let retry = plan.record.plan["retry"], let run = retry["run"]?.int {
            let states = retry["states"]?.array?.compactMap(\.string).joined(separator: ", ")
            facts.add(
                "Again", count: retry["items"]?.int ?? 0, Line("of run \(run): \(states ?? "")"))
        }
        facts.add("Due", count: Int(due), Line(reasons(.due)))
        if counts.held > 0 { facts.add("Held", count: Int(counts.held), Line(reasons(.held))) }
        facts.add("Planned", count: Int(counts.planned), Line(money(plan.tally.value)))
        for (label, count, kind) in rest where count > 0 {
            facts.add(label, count: Int(count), Line(reasons(kind)))
        }
        if counts.unreadable > 0 {
            let lines = plan.unreadable.map { row in
                let file = plan.sources.count > 1 ? "\(plan.sources[row.source].path) " : ""
                return "\(file)line \(grouped(row.line)): \(row.reason)"
            }
            facts.add(
                "Unreadable", count: Int(counts.unreadable), Line(lines.joined(separator: " · ")))
        }
        if !plan.unfound.isEmpty {
            let shown = plan.unfound.prefix(Self.unfoundShownMax).joined(separator: ", ")
            let more = plan.unfound.count - Self.unfoundShownMax
            facts.add(
                "Not found", count: plan.unfound.count,
                Line("in no row: \(shown)\(more > 0 ? " and \(grouped(more)) more" : "")"))
        }
        addHolds(to: &facts)
        for id in plan.record.plan["reopen_unmatched"]?.array?.compactMap(\.string) ?? [] {
            facts.add("Reopen", Line("\(id) is no due shipment of this run's exports", .warning))
        }
        if counts.planned == 0 {
            facts.add("", "Nothing is to be cancelled.")
        }
        return facts
    }

    private func addHolds(to facts: inout FactSheet) {
        for entry in plan.unmatchedHolds.prefix(Self.holdsShownMax) {
            facts.add("Hold list", "line \(entry.line), \(entry.key), matched nothing")
        }
        let over = plan.record.plan["holds_over"]?.array ?? []
        guard !over.isEmpty else { return }
        let shown = over.prefix(Self.holdsShownMax).map {
            "\($0["id"]?.string ?? "") (until \($0["until"]?.string ?? ""))"
        }
        let more = over.count - shown.count
        facts.add(
            "Hold list",
            Line(
                "\(counted(over.count, "hold is", "holds are")) over: "
                    + shown.joined(separator: ", ")
                    + (more > 0 ? " and \(grouped(more)) more" : ""), .warning))
    }

    private var due: Int64 {
        plan.tally.reasons.reduce(0) {
            [.due, .held, .settled].contains($1.key.kind) ? $0 + $1.value.count : $0
        }
    }

    private var rest: [(String, Int64, Tally.Kind)] {
        [
            ("Settled", counts.settled, .settled), ("Excluded", counts.excluded, .excluded),
            ("Duplicate", counts.duplicate, .duplicate),
        ]
    }

    private func reasons(_ kind: Tally.Kind) -> String {
        let found = plan.tally.reasons.filter { $0.key.kind == kind }
            .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        if found.count == 1, let only = found.first { return only.key.name }
        return found.map { "\($0.key.name) \(grouped($0.value.count))" }.joined(separator: " · ")
    }

    /// Limits, and the next command.
    ///
    /// A run goes on by itself, unless it is blocked.
    func ending(ofRun: Bool = false) -> FactSheet {
        var facts = FactSheet()
        if let job { facts.add("Limits", Line(limits(job))) }
        for reason in plan.record.blockedBy { facts.add("Blocked", Line(reason, .bad)) }
        if !plan.record.blockedBy.isEmpty {
            let next = Rehearsal.named("rescind approve \(plan.record.run) --reason TEXT")
            facts.add("Next", Line(next, .strong))
        } else if counts.planned > 0, !ofRun {
            let next = Rehearsal.named("rescind apply \(plan.record.run)")
            facts.add("Next", Line(next, .strong))
        }
        return facts
    }

    private func limits(_ job: Job) -> String {
        let scope = plan.tally.scope.values.reduce(0, +)
        var parts = ["items \(grouped(counts.planned)) of \(grouped(job.limits.items))"]
        if scope >= RunLimits.shareRowsMin {
            parts.append(
                "share \(share(Int(counts.planned), of: Int(scope))) of \(job.limits.share.spoken)")
        }
        for (currency, most) in job.limits.value?.sorted ?? [] {
            let amount = plan.tally.value[currency] ?? .zero
            parts.append("\(money(currency, amount)) of \(grouped(most))")
        }
        if let ends = ends(job) { parts.append(ends) }
        return parts.joined(separator: " · ")
    }

    /// When it would end if it began now, against the time nothing new may begin.
    private func ends(_ job: Job) -> String? {
        guard let zone = try? Zone(named: job.timeZone), counts.planned > 0,
            let clock = zone.timeOfDay(of: accounts.end)
        else { return job.limits.until.map { "nothing new after \($0)" } }
        guard let until = job.limits.until else { return "ends about \(clock)" }
        let isInTime = accounts.end <= zone.next(until, after: plan.record.createdAt)
        return isInTime
            ? "ends about \(clock), before \(until)"
            : "would end about \(clock), but nothing new begins after \(until)"
    }
}

extension PlanSource {
    fileprivate var words: String {
        "\(path) · \(counted(rows, "row")) · \(madeAt.made(byFileTime: isFileTime))"
            + " · sha256 \(sha256.prefix(6))…"
    }
}

extension Timestamp {
    /// `2026-11-20 01:58 UTC`.
    var toTheMinute: String {
        let text = description
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5)) UTC"
    }

    /// When an export was made, and that nothing but the file's time says so.
    func made(byFileTime: Bool) -> String {
        "made \(toTheMinute)" + (byFileTime ? " by the file's time" : "")
    }
}

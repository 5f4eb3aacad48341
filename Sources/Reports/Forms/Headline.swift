// SPDX-License-Identifier: MIT

import Audit
import Model
import Reconciliation

/// The first screen of a report in words, the same in every form.
struct Headline {
    let report: Report
    private let clock: LocalTime

    init(_ report: Report) {
        self.report = report
        clock = LocalTime(zone: report.plan.zone)
    }

    /// Before anything else is said of a run that was only played.
    var rehearsal: String? {
        report.run.isRehearsal
            ? "REHEARSAL: the built-in sandbox answered, nothing left this machine" : nil
    }

    /// Who made the run and when: `Run 42 · 20 Nov 2026 02:00–02:41 America/Chicago · …`.
    var about: String {
        var parts = ["Run \(report.run.run)", "\(time) \(report.plan.zone.name)"]
        var people = ["planned by \(report.run.actor)"]
        if let approval = report.approval { people.append("approved by \(approval.actor)") }
        if let since = report.jobUnchangedSince {
            people.append("job unchanged since run \(since)")
        }
        if let before = report.jobChangedSince {
            people.append("job changed since run \(before)")
        }
        parts.append(people.joined(separator: ", "))
        if let ticket = report.run.ticket { parts.append(ticket) }
        return parts.joined(separator: " · ")
    }

    private var start: Timestamp { report.startedAt ?? report.run.createdAt }

    private var time: String {
        clock.span(start, max(start, report.finishedAt ?? start))
    }

    /// The way of the rows: `4,149 due → 4,112 planned → 4,012 seen cancelled`.
    var steps: [(count: Int64, what: String)] {
        let planned = report.run.counts.planned
        return [
            (report.run.counts.rows, "rows"), (planned + report.run.counts.held, "due"),
            (planned, "planned"), (report.cancellations.seen.count, "seen cancelled"),
        ]
    }

    /// Where the others are, such as `62 on their way, last by 4 Dec` and `31 refused`; with what
    /// was seen cancelled they are everything that was planned.
    var others: [(count: Int64, what: String)] {
        let until = report.acceptedUntil.map { ", last by \(clock.day($0, beside: start))" } ?? ""
        let word = "cancelled on the \(report.run.isRehearsal ? "sandbox" : "provider")'s word"
        let parts: [(count: Int64, what: String)] = [
            (report.cancellations.unseen.count, "\(word), not seen yet"),
            (report.cancellations.unseeable.count, "\(word), which cannot be seen there"),
            (report.standing(.accepted), "on their way\(until)"),
            (report.standing(.refused), "refused"), (report.standing(.notFound), "not found"),
            (report.standing(.failed), "failed"), (report.standing(.inDoubt), "in doubt"),
            (report.standing(.sending), "cut off while sending"),
            (report.standing(.planned), "not sent"),
            (report.standing(.held), "held at the last moment"),
            (report.standing(.superseded), "taken by another run"),
            (report.standing(.dropped), "given up"),
            (report.closedByPerson, "closed by a person"),
        ]
        return parts.filter { $0.count > 0 }
    }

    var flow: String {
        let told = { (part: (count: Int64, what: String)) in "\(grouped(part.count)) \(part.what)" }
        return ([steps.map(told).joined(separator: " → ")] + others.map(told))
            .joined(separator: " · ")
    }

    /// `USD 27,900.10 cancelled, 6.00 expected back, 0.00 received · EUR …`.
    var money: String { moneyParts.joined(separator: " · ") }

    /// The value of what was cancelled, and what of money comes back: never one for the other.
    var moneyParts: [String] {
        let (cancelled, books) = (report.cancelledValue, report.books)
        let totals = [cancelled, books.expected, books.received]
        var parts = Set(totals.flatMap(\.amounts.keys)).sorted().map { currency in
            let sums = totals.map { $0[currency] ?? .zero }
            return "\(Model.money(currency, sums[0])) cancelled, "
                + "\(grouped(sums[1])) expected back, \(grouped(sums[2])) received"
        }
        if parts.isEmpty { parts = ["nothing expected back"] }
        let without = report.ends.values.reduce(0) { $0 + $1.withoutAmount }
        if without > 0 { parts.append("\(counted(without, "item")) without an amount") }
        if books.unstated > 0 {
            parts.append(
                "\(counted(books.unstated, "refund")) expected of an amount nobody stated")
        }
        return parts
    }

    /// How much of a provider's sentence stands in one line.
    private static let wordsMax = 70

    /// One line a cause, such as
    /// `21 refused: Label must be voided first · us-store · “invalid_status” · USD 201.10`.
    func line(_ cause: Cause) -> String {
        var title = "\(grouped(cause.sum.count)) \(cause.title)"
        if case .wrote(let text)? = cause.words { title += ": \(text.shortened(Self.wordsMax))" }
        var parts = [title, cause.account]
        if !cause.key.code.isEmpty { parts.append("“\(cause.key.code)”") }
        if !cause.sum.value.isEmpty { parts.append(Model.money(cause.sum.value)) }
        return parts.filter { !$0.isEmpty }.joined(separator: " · ")
    }

    var addsUp: String {
        let money = report.tieOut.money.isEmpty ? "" : " money ✓"
        return "rows ✓\(money) · log to record \(grouped(report.position)), \(signed)"
    }

    /// Up to where the log is under a checkpoint, and whether that was carried to another place:
    /// `anchored 02:41`, or `signed 02:41`.
    private var signed: String {
        guard let signature = report.signature else { return "not signed yet" }
        let word = signature.anchoredAt == nil ? "signed" : "anchored"
        let time = clock.time(signature.anchoredAt ?? signature.moment)
        return signature.isWhole
            ? "\(word) \(time)" : "\(word) to record \(grouped(signature.size)) at \(time)"
    }

    /// Who cannot show what it did, where something rests on its word.
    var blindProviders: [String] {
        let accounts = report.accounts.filter {
            !$0.isConfirmable && $0.states.count(.cancelled, .alreadyCancelled, .accepted) > 0
        }
        return Set(accounts.map(\.provider)).sorted()
    }

    /// What is wrong with the record, in one line.
    var fault: String? { report.fault.map { "the record is not as it was written: \($0)" } }

    /// What stands in the way of a blocked run.
    var blocked: [String] { report.status == "blocked" ? report.run.blockedBy : [] }

    /// A command that a cause names already is not named twice.
    private func isAsked(_ command: String) -> Bool {
        report.causes.contains { report.commands($0).contains(command) }
    }

    var next: String? { nextOfNight.map(report.run.named) }

    private var nextOfNight: String? {
        let confirm = "rescind confirm \(report.run.run)"
        switch report.status {
        case _ where report.fault != nil: return "rescind audit verify"
        case "blocked": return "rescind approve \(report.run.run) --reason TEXT"
        case "planned", "applying", "stopped": return "rescind apply \(report.run.run)"
        case _ where report.run.isRehearsal: return nil
        case _ where report.open + report.overdue > 0: return isAsked(confirm) ? nil : confirm
        default: return nil
        }
    }
}

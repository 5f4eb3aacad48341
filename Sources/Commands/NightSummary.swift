// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Execution
import Formats
import Model
import Reports

/// A night in three lines: what was done, what a person must look at, how it ended.
struct NightSummary {
    /// More would hide the first; the report has them all.
    static let mattersShownMax = 3

    private let done: String
    private let matters: [(words: String, next: String?)]
    private let ending: String

    init(_ night: Night, _ code: ExitCode) throws {
        let sent = night.parts.filter { $0.applied != nil }
        done = try Self.done(sent, night.workplace)
        matters = try Self.matters(night)
        let page =
            (night.parts.last { $0.report != nil && $0.applied != nil }?.report
            ?? night.parts.last { $0.report != nil }?.report)?
            .files.first { $0.path.hasSuffix("report.html") }?.path
        ending = Self.ending(code, night.signal) + (page.map { " · \($0)" } ?? "")
    }

    /// Of a night that failed before it began.
    init(failed problem: Problem) {
        done = "nothing was sent"
        matters = [(problem.what, problem.next)]
        ending = Self.ending(problem.exit, nil)
    }

    private static func ending(_ code: ExitCode, _ signal: Int32?) -> String {
        if let signal { return "\(128 + signal): \(ExitCodeHelp.signals)" }
        return "\(code.rawValue): \(code.meaning) → \(code.advice)"
    }
}

// MARK: What was done
extension NightSummary {
    private static func done(_ parts: [Night.Part], _ workplace: Workplace) throws -> String {
        guard !parts.isEmpty else { return "nothing was sent" }
        let runs = RunReader(try workplace.reader())
        var states: [ItemState: Int64] = [:]
        var (planned, cancelled) = (Totals(), Totals())
        for part in parts {
            for (state, count) in try runs.states(part.run.run) {
                states[state, default: 0] += count
            }
            _ = planned.add(part.run.plannedValue)
            let ends = part.report?.report.ends
            _ = try cancelled.add(ends?.sum([.cancelled, .alreadyCancelled]).value ?? Totals())
        }
        let count = parts.reduce(0) { $0 + $1.run.counts.planned }
        let ends = ItemState.allCases.filter { $0.wasPlanned && states[$0, default: 0] > 0 }
            .map { "\(grouped(states[$0, default: 0])) \($0 == .planned ? "not sent" : $0.spoken)" }
        let names = parts.map { String($0.run.run) }.joined(separator: ", ")
        return "run \(names): \(grouped(count)) planned"
            + (ends.isEmpty ? "" : ", " + ends.joined(separator: ", "))
            + worth(planned, parts.allSatisfy { $0.report != nil } ? cancelled : nil)
    }

    /// Whose value it is: ` · cancelled EUR 14,768.87 of 15,914.84`; the reports know the first.
    private static func worth(_ planned: Totals, _ cancelled: Totals?) -> String {
        if planned.isEmpty { return "" }
        guard let cancelled else { return " · planned \(money(planned))" }
        let sums = planned.sorted.map { currency, amount in
            "\(money(currency, cancelled[currency] ?? .zero)) of \(grouped(amount))"
        }
        return " · cancelled " + sums.joined(separator: " · ")
    }
}

// MARK: What a person must look at
extension NightSummary {
    private static func matters(_ night: Night) throws -> [(words: String, next: String?)] {
        var matters: [(words: String, next: String?)] = []
        if let ended = night.ended { matters.append((ended.what, ended.next)) }
        for part in night.parts { matters += try Self.matters(of: part, night) }
        matters += night.leftOut.map { ($0.words, $0.problem.next) }
        let doubt = night.signal == nil && night.ended == nil ? try night.openDoubt() : 0
        if doubt > 0 { matters.append(("\(grouped(doubt)) in doubt", "rescind confirm --all")) }
        if let overdue = night.looked?.summary.overdue, overdue > 0 {
            matters.append(("\(grouped(overdue)) overdue at the provider", "rescind runs"))
        }
        return matters
    }

    private static func matters(
        of part: Night.Part, _ night: Night
    ) throws -> [(words: String, next: String?)] {
        let run = part.run.run
        if part.isBlocked {
            let accounts = part.run.plan["by_account"]?.members?.map(\.name) ?? []
            let name = accounts.count == 1 ? accounts.first.map { "\($0): " } ?? "" : ""
            return [
                (
                    "\(name)run \(run) is blocked, \(part.run.blockedBy.joined(separator: "; "))",
                    "rescind approve \(run) --reason TEXT"
                )
            ]
        }
        if let problem = part.problem {
            // What ended the whole night is said of it already.
            return problem == night.ended ? [] : [(problem.what, problem.next)]
        }
        let stopped = part.applied?.members.first { $0.name == "stopped" }?.value.string
        return (stopped.map { [($0, "rescind apply \(run)")] } ?? [])
            + (try night.refused(part).map { [($0, "rescind report \(run)")] } ?? [])
    }

    private var look: String {
        guard let first = matters.first else { return "nothing needs a person" }
        let shown = matters.prefix(Self.mattersShownMax).map(\.words).joined(separator: " · ")
        let more = matters.count - Self.mattersShownMax
        return shown + (more > 0 ? " · \(more) more" : "")
            + (first.next.map { " → \(Rehearsal.named($0))" } ?? "")
    }
}

// MARK: As lines, and for programs
extension NightSummary {
    private var rows: [(label: String, text: String)] {
        [("Night", done), ("Look at", look), ("Ended", ending)]
    }

    func lines(_ columns: Int?) -> [Line] {
        var facts = FactSheet()
        for row in rows { facts.add(row.label, Line(row.text)) }
        return facts.lines(columns: columns)
    }

    var member: JSON.Member {
        JSON.Member("summary", .array(rows.map { .string("\($0.label): \($0.text)") }))
    }
}

extension ItemState {
    /// The state as a sentence has it: `in doubt`.
    var spoken: String { rawValue.replacing("_", with: " ") }
}

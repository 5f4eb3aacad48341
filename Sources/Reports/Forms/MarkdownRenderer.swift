// SPDX-License-Identifier: MIT

import Audit
import Model

/// `report.md`: the first screen and its tables, to be pasted into a ticket.
final class MarkdownRenderer: Renderer {
    private let report: Report
    private let headline: Headline
    private let file: OutputFile

    init(_ report: Report, _ folder: String) throws {
        self.report = report
        headline = Headline(report)
        file = try OutputFile("report.md", in: folder)
    }

    func take(_ item: ReportItem) {}

    func finish() throws -> [OutputFile] {
        let parts = [title, decide, states, closings, accounts, evidence].filter { !$0.isEmpty }
        try file.write(parts.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n")
        return [file]
    }

    private var title: [String] {
        var lines = ["# \(report.verdict.sign) \(report.verdictWords)", ""]
        if let rehearsal = headline.rehearsal { lines += ["**\(rehearsal)**", ""] }
        lines += [
            Self.safe(headline.about), "",
            "- \(Self.safe(headline.flow))", "- Money: \(Self.safe(headline.money))",
        ]
        lines += [headline.fault].compactMap(\.self).map { "- Record: \(Self.safe($0))" }
        lines += headline.blocked.map { "- Blocked: \(Self.safe($0))" }
        lines += report.unusual.map { "- Unusual: \(Self.safe($0))" }
        lines.append("- Adds up: \(headline.addsUp)")
        if let next = headline.next { lines.append("- Next: `\(next)`") }
        return lines
    }

    private var decide: [String] {
        guard !report.causes.isEmpty else { return [] }
        return ["## To decide", ""]
            + Self.table(
                ["Items", "What", "Account", "Reason", "The answer", "Value", "Next"],
                report.causes.map { cause in
                    [
                        grouped(cause.sum.count), Self.safe(cause.title), Self.safe(cause.account),
                        Self.safe(
                            [cause.key.code, cause.ownReason].filter { !$0.isEmpty }
                                .joined(separator: ": ")),
                        Self.safe(cause.words?.sentence ?? ""), Self.safe(money(cause.sum.value)),
                        report.commands(cause).map(Self.code).joined(separator: " "),
                    ]
                })
    }

    private var states: [String] {
        guard !report.states.isEmpty else { return [] }
        return ["## Items", ""]
            + Self.table(
                ["State", "Items", "Value"],
                report.states.inOrder.map { state, sum in
                    [state.words, grouped(sum.count), Self.safe(money(sum.value))]
                })
    }

    private var closings: [String] {
        guard !report.closings.isEmpty else { return [] }
        return ["## Closed by a person", ""]
            + Self.table(
                ["Items", "Found", "The provider's word", "By", "When", "Reason", "Value"],
                report.closings.map { one in
                    [
                        grouped(one.sum.count), Self.safe(one.key.finding), one.words,
                        Self.safe(one.key.by), one.last.toTheMinute, Self.safe(one.key.reason),
                        Self.safe(money(one.sum.value)),
                    ]
                })
    }

    private var accounts: [String] {
        guard !report.accounts.isEmpty else { return [] }
        return ["## Accounts", ""]
            + Self.table(
                ["Account", "Provider", "Planned", "Cancelled", "On their way", "Requests"],
                report.accounts.map { account in
                    [
                        Self.safe(account.name), Self.safe(account.provider),
                        grouped(account.plannedNow),
                        grouped(account.states.count(.cancelled, .alreadyCancelled)),
                        grouped(account.states.count(.accepted)), grouped(account.exchanges),
                    ]
                })
    }

    private var evidence: [String] {
        ["## Evidence", ""]
            + Evidence(report).facts.map { "- \($0.name): \(Self.safe($0.text))" }
    }

    private static func table(_ titles: [String], _ rows: [[String]]) -> [String] {
        [titles, titles.map { _ in "---" }].map(line) + rows.map(line)
    }

    private static func line(_ cells: [String]) -> String {
        "| " + cells.joined(separator: " | ") + " |"
    }

    /// Foreign text that stays one line of text: no table cell, no link, no HTML.
    static func safe(_ text: String) -> String {
        var result = ""
        for scalar in text.shortened(400).unicodeScalars {
            switch scalar {
            case "\n", "\r", "\t": result.append(" ")
            case "<": result.append("&lt;")
            case ">": result.append("&gt;")
            case "&": result.append("&amp;")
            case "\\", "|", "`", "*", "_", "[", "]", "#", "!", "~":
                result.unicodeScalars.append("\\")
                result.unicodeScalars.append(scalar)
            default: if !scalar.isObeyed { result.unicodeScalars.append(scalar) }
            }
        }
        return result
    }

    /// A command as code; a backtick in it would end the code, a bar the cell.
    private static func code(_ text: String) -> String {
        text.contains { "`|\n<".contains($0) } ? safe(text) : "`\(text)`"
    }
}

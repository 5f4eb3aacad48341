// SPDX-License-Identifier: MIT

import Audit
import Model

/// What is seen first: the verdict, the way from rows to confirmed, money, what to decide.
struct FirstScreen {
    private let report: Report
    private let headline: Headline
    private static let causesShown = 8

    init(_ report: Report) {
        self.report = report
        headline = Headline(report)
    }

    var text: String {
        """
        <header class="card top \(report.verdict.word)">\(rehearsal)<p class="about">\(html(headline.about))</p>
        <h1><span class="sign" aria-hidden="true">\(report.verdict.sign)</span>\
        \(html(report.verdictWords))</h1>
        <ol class="flow">\(steps)</ol>
        \(others)<dl class="facts">\(facts)</dl></header>

        """
    }

    private var rehearsal: String {
        headline.rehearsal.map { "<p class=\"rehearsal\">\(html($0))</p>\n" } ?? ""
    }

    private var steps: String {
        headline.steps.map { "<li><b>\(grouped($0.count))</b>\(html($0.what))</li>" }.joined(
            separator: " ")
    }

    private var others: String {
        let parts = headline.others.map {
            "<li><b>\(grouped($0.count))</b> \(html($0.what))</li>"
        }
        return parts.isEmpty ? "" : "<ul class=\"chips\">\(parts.joined(separator: " "))</ul>\n"
    }

    private var facts: String {
        var facts = headline.fault.map { [("Record", html($0))] } ?? []
        facts.append(("Money", money))
        if !headline.blocked.isEmpty {
            facts.append(("Blocked by", Self.list(headline.blocked.map(html))))
        }
        if !report.causes.isEmpty { facts.append(("Decide", Self.list(decisions))) }
        if let next = headline.next { facts.append(("Next", Command(next).text)) }
        if !report.unusual.isEmpty {
            facts.append(("Unusual", Self.list(report.unusual.map(html))))
        }
        if !headline.blindProviders.isEmpty {
            facts.append(
                (
                    "Not shown",
                    "\(html(headline.blindProviders.joined(separator: " and "))) cannot be asked "
                        + "whether a shipment is cancelled: there its word is all there is"
                ))
        }
        if report.closedByPerson > 0 {
            facts.append(
                ("By hand", "\(counted(report.closedByPerson, "item")) closed by a person"))
        }
        facts.append(("Adds up", "<span class=\"ok\">\(html(headline.addsUp))</span>"))
        return facts.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" }.joined(separator: "\n")
    }

    /// A sum and what is said of it stay on one line.
    private var money: String {
        // The dot stays with what is before it: alone it would get a line of its own on a phone.
        let parts = headline.moneyParts.map(html)
        let last = parts.count - 1
        return parts.enumerated().map { place, part in
            "<span class=\"part\">\(part)\(place < last ? " ·" : "")</span>"
        }.joined(separator: " ")
    }

    private var decisions: [String] {
        let shown = report.causes.prefix(Self.causesShown).enumerated().map { place, cause in
            "<a href=\"#cause\(place + 1)\">\(html(headline.line(cause)))</a> <span "
                + "class=\"part\">→ <code>\(html(report.commands(cause).first ?? ""))"
                + "</code></span>"
        }
        let rest = report.causes.count - shown.count
        return shown + (rest > 0 ? ["<a href=\"#decide\">\(grouped(rest)) more below</a>"] : [])
    }

    private static func list(_ lines: [String]) -> String {
        "<ul>" + lines.map { "<li>\($0)</li>" }.joined() + "</ul>"
    }
}

/// A command to type; the script puts a button beside it.
struct Command {
    let line: String
    init(_ line: String) { self.line = line }
    var text: String { "<span class=\"cmd\"><code>\(html(line))</code></span>" }
}

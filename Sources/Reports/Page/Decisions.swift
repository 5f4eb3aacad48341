// SPDX-License-Identifier: MIT

import Audit
import Model

/// What a person must decide: cause by cause, in the provider's words, with the next command.
struct Decisions {
    private let report: Report

    init(_ report: Report) { self.report = report }

    func text(_ exchanges: inout ExchangeBlocks) throws -> String {
        guard !report.causes.isEmpty else { return "" }
        var text =
            "<section id=\"decide\"><h2>To decide · \(counted(report.decideItemCount, "item")), "
            + "\(counted(report.causes.count, "cause"))</h2>\n"
        for (place, cause) in report.causes.enumerated() {
            text += try card(cause, place + 1, &exchanges)
        }
        return text + "</section>\n"
    }

    private func card(
        _ cause: Cause, _ number: Int, _ exchanges: inout ExchangeBlocks
    ) throws -> String {
        let isUrgent = [.contradiction, .voidedOnly].contains(cause.kind)
        var facts = [cause.account, cause.key.provider]
        if !cause.key.code.isEmpty { facts.append("“\(cause.key.code)”") }
        if !cause.statuses.isEmpty {
            facts.append(
                "HTTP \(cause.statuses.sorted().map { String($0) }.joined(separator: ", "))")
        }
        if !cause.sum.value.isEmpty { facts.append(money(cause.sum.value)) }
        return """
            <article class="card cause\(isUrgent ? " urgent" : "")" id="cause\(number)">
            <div class="count">\(grouped(cause.sum.count))\
            <small>\(cause.sum.count == 1 ? "item" : "items")</small></div>
            <div><h3>\(html(cause.title.capitalizedFirst))</h3>
            <p class="soft">\(html(facts.filter { !$0.isEmpty }.joined(separator: " · ")))</p>
            \(words(cause))\(commands(cause))\(try shipments(cause, &exchanges))</div></article>

            """
    }

    private func words(_ cause: Cause) -> String {
        let reason = cause.ownReason
        var text = reason.isEmpty ? "" : "<p>\(html(reason.capitalizedFirst))</p>\n"
        if let words = cause.words {
            text += "<blockquote><bdi>\(html(words.sentence))</bdi></blockquote>\n"
        }
        if let advice = cause.advice { text += "<p>\(html(advice))</p>\n" }
        return text
    }

    private func commands(_ cause: Cause) -> String {
        let commands = report.commands(cause)
        return commands.map { Command($0).text }.joined(separator: " ")
    }

    private func shipments(_ cause: Cause, _ exchanges: inout ExchangeBlocks) throws -> String {
        var lines = ""
        for example in cause.examples {
            let blocks = try exchanges.text(run: report.run.run, no: example.no)
            let name =
                "<bdi>\(html(example.shipmentID.isEmpty ? "(no id)" : example.shipmentID))</bdi>"
            lines +=
                blocks.isEmpty
                ? "<p>\(name) <span class=\"soft\">line \(grouped(example.line))</span></p>\n"
                : "<details class=\"x\"><summary>\(name) <span class=\"soft\">line "
                    + "\(grouped(example.line))</span></summary>\(blocks)</details>\n"
        }
        let rest = cause.sum.count - Int64(cause.examples.count)
        let more =
            rest > 0
            ? "<p class=\"soft\">and \(grouped(rest)) more in the files beside this page</p>" : ""
        let title =
            cause.sum.count == 1
            ? "The shipment and its exchanges" : "The shipments and their exchanges"
        return "<details><summary>\(title)</summary>\(lines)\(more)</details>"
    }
}

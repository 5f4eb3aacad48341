// SPDX-License-Identifier: MIT

import Model

/// Accounts, states, pace and latency, refusals by code.
struct Figures {
    private let report: Report

    init(_ report: Report) { self.report = report }

    var text: String { states + closings + accounts + pace + refusals + held }

    private var states: String {
        guard !report.states.isEmpty else { return "" }
        let currencies = Set(report.states.values.flatMap { $0.value.amounts.keys }).sorted()
        var table = HTMLTable(
            [("State", .text), ("Items", .number)]
                + currencies.map { ($0.isEmpty ? "No currency" : $0, .number) }
                + [("Without amount", .number)])
        for (state, sum) in report.states.inOrder {
            table.row(
                [
                    "<span class=\"state s-\(state.rawValue)\">\(state.words)</span>",
                    grouped(sum.count),
                ]
                    + currencies.map { sum.value[$0].map { grouped($0) } ?? "" }
                    + [sum.withoutAmount == 0 ? "" : grouped(sum.withoutAmount)])
        }
        return Self.section("Where the items are", table.text)
    }

    private var closings: String {
        guard !report.closings.isEmpty else { return "" }
        var table = HTMLTable([
            ("Found", .text), ("Items", .number), ("The provider's word", .text), ("By", .text),
            ("When", .text), ("Reason", .text), ("Value", .number),
        ])
        for one in report.closings {
            table.row([
                html(one.key.finding), grouped(one.sum.count), one.words, html(one.key.by),
                one.last.toTheMinute, html(one.key.reason), html(money(one.sum.value)),
            ])
        }
        return Self.section("Closed by a person", table.text)
    }

    private var accounts: String {
        guard !report.accounts.isEmpty else { return "" }
        var table = HTMLTable([
            ("Account", .text), ("Provider", .text), ("Planned", .number),
            ("Night before", .number),
            ("Cancelled", .number), ("On their way", .number), ("Refused", .number),
            ("In doubt", .number), ("Not sent", .number), ("Requests", .number),
        ])
        for account in report.accounts {
            let states = account.states
            let address = account.address.map { "<small>\(html($0))</small>" } ?? ""
            table.row(
                [
                    "<b><bdi>\(html(account.name))</bdi></b>\(address)", html(account.provider),
                    grouped(account.plannedNow), account.nightBefore.map(Self.night) ?? "",
                ]
                    + [
                        states.count(.cancelled, .alreadyCancelled), states.count(.accepted),
                        states.count(.refused, .notFound, .failed), states.count(.inDoubt),
                        states.count(.planned, .sending, .held, .superseded, .dropped),
                        account.exchanges,
                    ].map { $0 == 0 ? "" : grouped($0) })
        }
        return Self.section("Accounts", table.text)
    }

    private static func night(_ night: NightBefore) -> String {
        grouped(night.planned) + (night.isYesterday ? "" : " <small>\(night.words)</small>")
    }

    private var refusals: String {
        guard !report.refusals.isEmpty else { return "" }
        var table = HTMLTable([
            ("Provider", .text), ("State", .text), ("Code", .text), ("HTTP", .number),
            ("Reason", .text), ("Items", .number), ("Value", .number),
        ])
        for refusal in report.refusals {
            table.row([
                html(refusal.provider),
                "<span class=\"state s-\(refusal.state.rawValue)\">\(refusal.state.words)</span>",
                "<bdi>\(html(refusal.code))</bdi>", refusal.status.map { String($0) } ?? "",
                html(refusal.reason), grouped(refusal.sum.count), html(money(refusal.sum.value)),
            ])
        }
        return Self.section("Refusals by code", table.text)
    }

    private var held: String {
        guard !report.held.isEmpty else { return "" }
        var table = HTMLTable([("Held because", .text), ("Items", .number)])
        for reason in report.held { table.row([html(reason.name), grouped(reason.count)]) }
        return Self.section("Held", table.text)
    }

    private static func section(_ title: String, _ body: String) -> String {
        "<section><h2>\(html(title))</h2>\(body)</section>\n"
    }
}

// MARK: Charts
extension Figures {
    private var pace: String {
        let buckets = report.timeline.buckets
        guard let first = report.timeline.first, let last = report.timeline.last else { return "" }
        let clock = LocalTime(zone: report.plan.zone)
        let (from, until) = clock.ends(first, last)
        let width = spoken(milliseconds: report.timeline.bucketMilliseconds)
        let top = buckets.map(\.bucket.requests).max() ?? 0
        let all = report.timeline.all
        var requests = Chart(
            "Pace",
            "\(key("k1", "requests")) \(key("k2", "throttled")) \(key("k3", "no answer")) "
                + "one bar \(width), highest \(grouped(top))\(neverLeft)",
            from: from, until: until,
            label:
                "\(grouped(all.requests)) requests\(neverLeft), at most \(grouped(top)) in \(width)"
        )
        requests.bars(
            buckets.map { _, bucket in
                [
                    (bucket.requests - bucket.throttled - bucket.unanswered, "b1"),
                    (bucket.throttled, "b2"), (bucket.unanswered, "b3"),
                ]
            }, top: top)
        let high = buckets.compactMap { $0.bucket.latencies.percentile(95) }.max() ?? 0
        let figures = [50, 95, 99].compactMap { percent -> String? in
            all.latencies.percentile(Int64(percent)).map { "p\(percent) \(grouped($0)) ms" }
        }
        var latency = Chart(
            "Latency",
            "\(key("k1", "median")) \(key("k5", "95 of 100")) \(figures.joined(separator: " · "))",
            from: from, until: until, label: figures.joined(separator: ", "))
        latency.line(buckets.map { $0.bucket.latencies.percentile(95) }, top: high, style: "l2")
        latency.line(buckets.map { $0.bucket.latencies.percentile(50) }, top: high, style: "l1")
        return "<section><h2>Pace and latency</h2><div class=\"charts\">\(requests.text)"
            + "\(latency.text)</div></section>\n"
    }

    private var neverLeft: String {
        report.neverLeft == 0 ? "" : ", \(grouped(report.neverLeft)) more never left"
    }

    private func key(_ style: String, _ name: String) -> String {
        "<span class=\"key \(style)\">\(name)</span>"
    }
}

/// The footer an auditor reads: what the report was made from, and that it adds up.
struct EvidenceSection {
    private let report: Report

    init(_ report: Report) { self.report = report }

    var text: String {
        let facts = Evidence(report).facts.map {
            "<dt>\(html($0.name))</dt><dd><bdi>\(html($0.text))</bdi></dd>"
        }
        var checks = HTMLTable([
            ("Sum", .text), ("Should be", .number), ("Is", .number), ("", .text),
        ])
        for check in report.tieOut.all {
            checks.row([
                html(check.what), html(check.left), html(check.right),
                check.holds ? "<span class=\"ok\">✓</span>" : "✗",
            ])
        }
        return """
            <section><h2>It adds up</h2>\(checks.text)</section>
            <section><h2>Evidence</h2><div class="card"><dl class="evidence">\
            \(facts.joined(separator: "\n"))</dl></div></section>
            <p class="soft">Made by rescind from the audit database. Files beside this page: \
            items.csv, report.xlsx, summary.json, and manifest.json with the SHA-256 of each. \
            <a href="../index.html">All runs</a></p>

            """
    }
}

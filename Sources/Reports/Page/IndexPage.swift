// SPDX-License-Identifier: MIT

import Model

/// `index.html`: all nights with their verdicts, and how counts, values and times went on.
struct IndexPage {
    static let trendMax = 60

    /// The newest first.
    private let nights: [Night]
    private let count: Int

    init(_ nights: [Night], of count: Int) {
        self.nights = nights
        self.count = count
    }

    var text: String {
        let frame = PageFrame(title: "Runs", script: "\"use strict\";")
        let newest = nights.first
        let more = count > nights.count ? ", the newest \(grouped(nights.count)) shown" : ""
        return frame.head + """
            <header class="card top \(newest?.word ?? "")"><p class="about">rescind · times in UTC</p>
            <h1>\(newest.map(Self.title) ?? "No run yet")</h1>
            <p class="soft">\(counted(count, "night"))\(more)</p></header>
            \(trend)<section><h2>Nights</h2>\(table)</section>

            """ + frame.foot
    }

    private static func title(_ night: Night) -> String {
        let sign = night.word == "clean" ? "✓" : night.word == "unreliable" ? "✗" : "!"
        let name = night.run.map { "Run \($0): " } ?? ""
        return
            "<span class=\"sign\" aria-hidden=\"true\">\(sign)</span>\(html(name + night.verdict))"
    }

    private var table: String {
        var table = HTMLTable([
            ("Run", .text), ("Planned at", .text), ("Verdict", .text), ("Planned", .number),
            ("Cancelled", .number), ("On their way", .number), ("Refused", .number),
            ("In doubt", .number), ("Value cancelled", .number), ("Expected back", .number),
            ("Took", .number),
        ])
        for night in nights { table.row(cells(night)) }
        return table.text
    }

    private func cells(_ night: Night) -> [String] {
        let number = night.run.map { run in
            night.position > 0
                ? "<a href=\"run-\(run)/report.html\"><b>\(run)</b></a>" : "<b>\(run)</b>"
        }
        let counts = [night.planned, night.cancelled, night.accepted, night.refused, night.doubt]
        return [
            number ?? "–",
            "<span class=\"t\">\(night.at.toTheMinute)</span>",
            "<bdi class=\"state night \(night.word)\">\(html(night.verdict.shortened(120)))</bdi>",
        ] + counts.map { $0 == 0 ? "" : grouped($0) } + [
            Self.lines(night.value), Self.lines(night.expected),
            night.milliseconds.map { spoken(milliseconds: $0) } ?? "",
        ]
    }
}

// MARK: Trend
extension IndexPage {
    private static func lines(_ totals: Totals) -> String {
        totals.sorted.map { html(money($0.currency, $0.amount)) }.joined(separator: "<br>")
    }

    private var runs: [Night] { nights.filter { $0.run != nil }.prefix(Self.trendMax).reversed() }

    private var trend: String {
        let runs = runs
        guard runs.count > 1, let first = runs.first?.run, let last = runs.last?.run else {
            return ""
        }
        let ends = (from: "run \(first)", until: "run \(last)")
        return
            "<section><h2>Trend</h2><div class=\"charts\">\(counts(runs, ends))\(values(runs, ends))"
            + "\(refusals(runs, ends))\(durations(runs, ends))</div></section>\n"
    }

    private func chart(
        _ title: String, _ note: String, _ ends: (from: String, until: String), top: Int64,
        _ columns: [[(value: Int64, style: String)]]
    ) -> String {
        var chart = Chart(title, note, from: ends.from, until: ends.until, label: title)
        chart.bars(columns, top: top)
        return chart.text
    }

    private func counts(_ runs: [Night], _ ends: (from: String, until: String)) -> String {
        let columns = runs.map { night in
            let other = max(0, night.planned - night.cancelled - night.accepted - night.refused)
            return [
                (value: night.cancelled, style: "b0"), (night.accepted, "b1"),
                (night.refused, "b3"), (other, "b4"),
            ]
        }
        let top = runs.map(\.planned).max() ?? 0
        let note =
            "<span class=\"key k0\">cancelled</span><span class=\"key k1\">on their way</span>"
            + "<span class=\"key k3\">refused</span><span class=\"key k4\">other</span>"
            + "highest \(grouped(top))"
        return chart("Planned and what became of it", note, ends, top: top, columns)
    }

    private func values(_ runs: [Night], _ ends: (from: String, until: String)) -> String {
        guard let currency = Self.mostUsed(runs) else { return "" }
        let whole = runs.map { Self.whole($0.value[currency] ?? .zero) }
        let top = whole.max() ?? 0
        return chart(
            "Value cancelled, \(currency)", "highest \(grouped(top))", ends, top: top,
            whole.map { [($0, "b1")] })
    }

    /// The currency that most runs have, among equals the one with the larger sum.
    private static func mostUsed(_ runs: [Night]) -> String? {
        var found: [String: (runs: Int, sum: Int64)] = [:]
        for (currency, amount) in runs.flatMap({ $0.value.sorted }) {
            let known = found[currency] ?? (0, 0)
            found[currency] = (known.runs + 1, known.sum &+ whole(amount))
        }
        return found.max {
            ($0.value.runs, $0.value.sum, $1.key) < ($1.value.runs, $1.value.sum, $0.key)
        }?.key
    }

    /// Whole units are enough for the height of a bar.
    private static func whole(_ amount: Amount) -> Int64 {
        Int64(amount.text().prefix { $0 != "." }) ?? 0
    }

    private func refusals(_ runs: [Night], _ ends: (from: String, until: String)) -> String {
        let top = runs.map { $0.refused + $0.doubt }.max() ?? 0
        let note =
            "<span class=\"key k3\">refused</span><span class=\"key k2\">in doubt</span>"
            + "highest \(grouped(top))"
        return chart(
            "Refused and in doubt", note, ends, top: top,
            runs.map { [($0.refused, "b3"), ($0.doubt, "b2")] })
    }

    private func durations(_ runs: [Night], _ ends: (from: String, until: String)) -> String {
        let top = runs.compactMap(\.milliseconds).max() ?? 0
        return chart(
            "Time it took", "longest \(spoken(milliseconds: top))", ends, top: top,
            runs.map { [($0.milliseconds ?? 0, "b4")] })
    }
}

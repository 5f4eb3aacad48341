// SPDX-License-Identifier: MIT

import CommandLine
import Testing

struct LayoutTests {
    private var plan: TextTable {
        var table = TextTable(
            [
                Column("Run 42"), Column(""), Column(""), Column("planned", .right),
                Column("last night", .right), Column("requests", .right), Column("pace", .right),
                Column("about", .right),
            ], indent: 2)
        table.add(
            "us-store", "shipstation", "LIVE", "3,900", "210", "7,800", "200/min", "39 min")
        table.add(
            "eu-returns", "sendcloud-returns", "LIVE", "212", "198", "424", "100/min", "3 min")
        return table
    }

    private func text(_ lines: [Line]) -> [String] { lines.map(\.text) }

    @Test func `numbers stand under each other, and the gap is wide where there is room`() {
        #expect(
            text(plan.lines(columns: nil)) == [
                "Run 42                                    planned   last night   requests      pace    about",
                "  us-store     shipstation         LIVE     3,900          210      7,800   200/min   39 min",
                "  eu-returns   sendcloud-returns   LIVE       212          198        424   100/min    3 min",
            ])
    }

    @Test func `at 80 columns the columns move together, and nothing is cut`() {
        #expect(
            text(plan.lines(columns: 80)) == [
                "Run 42                              planned last night requests    pace  about",
                "  us-store   shipstation       LIVE   3,900        210    7,800 200/min 39 min",
                "  eu-returns sendcloud-returns LIVE     212        198      424 100/min  3 min",
            ])
    }

    @Test func `prose is broken before an id is`() {
        var table = TextTable([Column("id"), Column("n", .right), Column("reason", .prose)])
        table.add(
            "product/submission/label-1152921504606846976", "1",
            "the label is not voided at the carrier")
        #expect(
            text(table.lines(columns: 72)) == [
                "id                                           n reason",
                "product/submission/label-1152921504606846976 1 the label is not voided",
                "                                               at the carrier",
            ])
    }

    @Test func `a row that cannot fit becomes a block with everything in it`() {
        var table = TextTable([Column("id"), Column("account"), Column("reason", .prose)])
        table.add("product/submission/label-1152921504606846976", "drivers", "shared label")
        table.add("se-1", "us-store", "")
        #expect(
            text(table.lines(columns: 50)) == [
                "id       product/submission/label-1152921504606846976",
                "account  drivers", "reason   shared label", "", "id       se-1",
                "account  us-store",
            ])
    }

    @Test func `a row with too few or too many cells is still a row`() {
        var table = TextTable([Column("a"), Column("b", .right)])
        table.add("1")
        table.add("1", "2", "3")
        #expect(text(table.lines(columns: 80)) == ["a   b", "1", "1   2"])
    }

    @Test func `an empty table shows its titles`() {
        #expect(text(TextTable([Column("a"), Column("b")]).lines(columns: 80)) == ["a   b"])
    }

    @Test func `facts stand as the plan shows them`() {
        var facts = FactSheet()
        facts.add("Export", "samples/pending.csv · 12,480 rows · made 2026-11-20 01:58 UTC")
        facts.add("Due", count: 4149, "stale a week")
        facts.add("Held", count: 37, "VIP customer 31 · label not voided 6")
        facts.add("Excluded", count: 8317, "not due 8,301 · cannot tell 16")
        facts.add("Unreadable", count: 2)
        facts.add("Next", "rescind apply 42")
        #expect(
            text(facts.lines(columns: 80)) == [
                "Export   samples/pending.csv · 12,480 rows · made 2026-11-20 01:58 UTC",
                "Due       4,149   stale a week",
                "Held         37   VIP customer 31 · label not voided 6",
                "Excluded  8,317   not due 8,301 · cannot tell 16", "Unreadable    2",
                "Next     rescind apply 42",
            ])
        #expect(
            text(facts.lines(columns: 45)).prefix(2) == [
                "Export   samples/pending.csv · 12,480 rows ·",
                "         made 2026-11-20 01:58 UTC",
            ])
    }

    @Test func `only a style brings an escape sequence to the screen`() {
        let foreign = "\u{1b}[31mid\u{202e}"
        let line: Line = "id \(foreign, .bad) is \("gone", .strong)"
        #expect(line.text == "id \\x1b[31mid\\u{202e} is gone")
        #expect(line.rendered(colour: false) == line.text)
        #expect(
            line.rendered(colour: true)
                == "id \u{1b}[31m\\x1b[31mid\\u{202e}\u{1b}[0m is \u{1b}[1mgone\u{1b}[0m")
    }

    @Test func `a styled line is cut with its style kept`() {
        let line: Line = "one \("two three", .good) four"
        #expect(line.cut(toColumns: 8).rendered(colour: true) == "one \u{1b}[32mtwo…\u{1b}[0m")
        #expect(line.cut(toColumns: 80) == line)
        for columns in 0...20 { #expect(line.cut(toColumns: columns).width <= columns) }
    }
}

// SPDX-License-Identifier: MIT

import CommandLine
import Testing

/// The verbs and options other programs rely on, written down apart from the table.
struct ContractTests {
    private static let choosing = """
        account due hold scope column as-of exported-at only by all-rows again reopen max-items \
        max-share max-value expect-rows expect-value
        """
    private static let sending = """
        yes concurrency rate until stop-after-failures delete lock-wait sandbox
        """
    private static let oneOff = "provider credential base-url"

    private static let contract: [(verb: String, usages: [String], options: String)] = [
        ("init", ["[DIR]"], ""),
        ("check", [""], "online \(oneOff)"),
        ("fetch", ["ACCOUNT..."], "since out \(oneOff)"),
        ("preview", ["EXPORT"], "all \(choosing) \(oneOff)"),
        ("plan", ["EXPORT..."], "\(choosing) sandbox \(oneOff)"),
        ("approve", ["RUN --reason TEXT"], "reason"),
        ("apply", ["RUN"], "\(sending) \(oneOff)"),
        ("confirm", ["RUN", "--all"], "all wait \(oneOff)"),
        ("resolve", ["RUN ID... --as FINDING --reason TEXT"], "as reason evidence"),
        ("abandon", ["RUN [ID...] --reason TEXT"], "reason"),
        (
            "reconcile", ["RUN --against EXPORT", "--refunds FILE"],
            "against account exported-at refunds"
        ),
        ("statement", ["MONTH"], "account close"),
        ("report", ["RUN"], "format out at"),
        ("run", ["[EXPORT...]"], "\(choosing) \(sending) wait \(oneOff)"),
        ("retry", ["RUN"], "state"),
        ("stop", ["[RUN]"], ""),
        ("runs", [""], "expect-by"),
        ("show", ["RUN"], ""),
        ("why", ["[RUN] ID"], ""),
        ("audit verify", [""], "checkpoint key"),
        ("audit search", ["TEXT"], ""),
        ("audit proof", ["RUN ID"], "out"),
        ("audit export", ["RUN --format har|ndjson"], "format"),
        ("audit archive", ["FILE --before DATE"], "before"),
        ("audit copy", ["FILE"], ""),
        ("providers", ["[NAME]"], ""),
        ("sandbox", [""], "port seed faults"),
        ("completions", ["SHELL"], ""),
        ("man", [""], ""),
        ("help", ["[VERB...]"], ""),
    ]

    @Test(arguments: contract)
    func `a verb is called as the contract says`(
        verb: String, usages: [String], options: String
    ) throws {
        let row = try #require(CommandTable.complete.verb(named: verb))
        #expect(row.forms.map(\.usage) == usages)
        #expect(
            Set(row.options.map(\.name)) == Set(options.split(separator: " ").map(String.init)))
    }

    @Test func `there is no verb beside the contract's`() {
        #expect(Set(Verbs.all.map(\.name)) == Set(Self.contract.map(\.verb)))
    }

    @Test func `every command takes the global options`() {
        #expect(
            Options.everywhere.map(\.usage) == [
                "--job FILE", "--audit FILE", "--json", "--quiet", "--verbose",
                "--log text|json", "--no-color", "--ticket ID", "--help", "--version",
            ])
    }
}

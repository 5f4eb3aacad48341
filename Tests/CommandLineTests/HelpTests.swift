// SPDX-License-Identifier: MIT

import CommandLine
import Model
import Testing

struct HelpTests {
    private func text(_ topic: HelpTopic, columns: Int? = 80) -> String {
        Help(.complete, columns: columns).lines(topic).map { $0.text + "\n" }.joined()
    }

    @Test func `the overview fits one screen with the prompt below it`() {
        let lines = Help(.complete, columns: 80).lines(.overview)
        #expect(lines.count <= 23)
        #expect(lines.allSatisfy { $0.width <= 80 })
    }

    @Test func `the overview names every verb`() {
        let overview = text(.overview)
        for word in CommandTable.complete.firstWords { #expect(overview.contains(word), "\(word)") }
    }

    @Test(arguments: Verbs.all, [80, 120, 40])
    func `the help of a verb is complete and never wider than the screen`(
        verb: Verb, columns: Int
    ) {
        let lines = Help(.complete, columns: columns).lines(.verb(verb.name)).map(\.text)
        let whole = lines.joined(separator: " ")
        for option in verb.allOptions { #expect(whole.contains(option.usage), "\(option.name)") }
        for example in verb.examples { #expect(whole.contains(example.says.prefix(20))) }
        #expect(whole.contains("Ends with"))
        // At 40 columns a term and one long word may not fit beside each other.
        if columns >= 80 { #expect(lines.allSatisfy { $0.displayWidth <= columns }) }
    }

    @Test func `every exit code stands in its help with what to do`() {
        let words = text(.exitCodes).split { $0 == " " || $0 == "\n" }.joined(separator: " ")
        for code in ExitCode.allCases {
            #expect(words.contains("\(code.rawValue) \(code.meaning)"))
            #expect(words.contains("→ \(code.advice)"))
        }
    }

    @Test(arguments: [
        (HelpTopic.overview, "help.txt"), (.verb("plan"), "help-plan.txt"),
        (.verb("audit"), "help-audit.txt"), (.verb("reconcile"), "help-reconcile.txt"),
        (.exitCodes, "help-exit-codes.txt"),
    ])
    func `the help at 80 columns is as it was`(topic: HelpTopic, name: String) throws {
        try expectSnapshot(text(topic), name)
    }
}

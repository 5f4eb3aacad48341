// SPDX-License-Identifier: MIT

import CommandLine
import Model
import Testing

struct TableTests {
    private let table = CommandTable.complete

    @Test func `every verb stands once`() {
        #expect(Set(Verbs.all.map(\.name)).count == Verbs.all.count)
    }

    @Test(arguments: Verbs.all)
    func `names and short letters of a verb are unique`(verb: Verb) {
        let names = verb.allOptions.map(\.name)
        #expect(Set(names).count == names.count)
        let letters = verb.allOptions.compactMap(\.short)
        #expect(Set(letters).count == letters.count)
    }

    /// The parser reads options before it knows the verb.
    @Test func `a name takes a value in every verb or in none`() {
        for (name, rows) in Dictionary(grouping: table.options, by: \.name) {
            #expect(Set(rows.map(\.takesValue)).count == 1, "\(name)")
            #expect(Set(rows.map(\.short)).count == 1, "\(name)")
        }
    }

    @Test func `no name is the opposite of another`() {
        let names = Set(table.options.map(\.name))
        for row in table.options where row.hasOpposite {
            #expect(!names.contains("no-\(row.name)"))
        }
    }

    @Test(arguments: CommandTable.complete.options)
    func `an option is written as the table promises`(option: OptionRow) {
        #expect((option.valueName != nil) == option.takesValue)
        #expect((option.form != nil) == option.takesValue)
        #expect(option.name.allSatisfy { $0.isLowercase || $0 == "-" })
        expectSummary(option.summary, columns: 79)
        #expect(option.details.isEmpty || option.details.hasSuffix("."))
    }

    @Test(arguments: Verbs.all)
    func `a verb says in one line what it does`(verb: Verb) {
        expectSummary(verb.summary, columns: Help.summaryColumnsMax)
        #expect(verb.details.isEmpty || verb.details.hasSuffix("."))
        #expect(!verb.details.contains("\n"))
    }

    private func expectSummary(_ summary: String, columns: Int) {
        #expect(summary.count <= columns, "\(summary)")
        #expect(summary.hasSuffix(".") && !summary.contains("\n"), "\(summary)")
        #expect(summary.first?.isUppercase == true, "\(summary)")
    }

    @Test(arguments: CommandTable.complete.options.filter(\.takesValue))
    func `the example of a value is such a value`(option: OptionRow) throws {
        let form = try #require(option.form)
        let verb = try #require(
            table.verbs.first { verb in verb.allOptions.contains { $0.summary == option.summary } })
        let words = verb.name.split(separator: " ").map(String.init)
        let answer = Result { try Parser(table).parse(words + ["--\(option.name)", form.example]) }
        guard case .failure(let error as UsageError) = answer else { return }
        #expect(!error.problem.what.contains("expects"), "\(error.problem.what)")
    }

    @Test(arguments: Verbs.all.flatMap(\.examples))
    func `every example is understood`(example: Example) throws {
        switch try Parser(table).parse(example.words) {
        case .perform(let invocation):
            #expect(example.words.starts(with: invocation.verb.words))
        case .help: #expect(example.words.first == "help")
        case .version: Issue.record("an example is no version")
        }
        #expect(example.says.hasSuffix(".") || example.says.hasSuffix("?"))
    }

    @Test(arguments: Verbs.all)
    func `a verb has an example and stands under its own name in it`(verb: Verb) {
        #expect(!verb.examples.isEmpty)
        for example in verb.examples { #expect(example.words.starts(with: verb.words)) }
    }

    @Test(arguments: Verbs.all)
    func `a verb names each of its exit codes once`(verb: Verb) {
        #expect(Set(verb.exits).count == verb.exits.count)
        #expect(verb.exits.contains(.done) && verb.exits.contains(.internalError))
    }

    @Test func `every exit code is some verb's`() {
        #expect(Set(Verbs.all.flatMap(\.exits)) == Set(ExitCode.allCases))
    }

    @Test(arguments: Verbs.all)
    func `what an option needs is an option of the same verb`(verb: Verb) {
        for needed in verb.options.compactMap(\.needs) {
            #expect(verb.options.contains { $0.name == needed }, "\(needed)")
        }
        for row in verb.forms.flatMap(\.required) {
            #expect(verb.options.contains { $0.name == row.name }, "\(row.name)")
        }
    }

    @Test func `a verb exists only when it has an implementation`() throws {
        let small = CommandTable([
            Implementation(Verbs.show) { _ in Finish() },
            Implementation(Verbs.plan) { _ in Finish() },
        ])
        #expect(small.verbs.map(\.name) == ["plan", "show", "completions", "man", "help"])
        #expect(throws: UsageError.self) { try Parser(small).parse(["apply", "42"]) }
        #expect(small.implementation(of: Verbs.apply) == nil)
        let help = Help(small, columns: 80).lines(.overview).map(\.text).joined(separator: "\n")
        #expect(help.contains("plan ") && !help.contains("apply "))
    }
}

extension Verb: CustomTestStringConvertible {
    public var testDescription: String { name }
}

extension OptionRow: CustomTestStringConvertible {
    public var testDescription: String { "--\(name)" }
}

extension Example: CustomTestStringConvertible {
    public var testDescription: String { commandLine }
}

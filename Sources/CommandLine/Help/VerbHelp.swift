// SPDX-License-Identifier: MIT

import Model

/// The help of one verb: how it is called, what it takes, how it ends, examples.
struct VerbHelp: Sendable {
    let verb: Verb
    let columns: Int

    init(_ verb: Verb, columns: Int) {
        self.verb = verb
        self.columns = columns
    }

    var lines: [Line] {
        verb.usages.map { Line($0, .strong) }
            + section(
                "", wrapped("\(verb.summary) \(verb.details)", columns: columns).map { Line($0) })
            + OptionGroup.allCases.flatMap { group in
                section(
                    group.rawValue,
                    verb.allOptions.filter { $0.group == group }.flatMap(entry))
            }
            + section("Ends with", ExitCodeHelp.lines(of: verb.exits, columns: columns))
            + section("Examples", verb.examples.flatMap(lines(of:)))
    }

    private func section(_ title: String, _ lines: [Line]) -> [Line] {
        guard !lines.isEmpty else { return [] }
        return [Line()] + (title.isEmpty ? [] : [Line(title, .strong)]) + lines
    }

    private var optionColumns: Int { 4 + (verb.allOptions.map(\.term.count).max() ?? 0) }

    private func entry(_ option: OptionRow) -> [Line] {
        let text = wrapped(option.explanation, columns: columns - optionColumns)
        return text.enumerated().map { place, part in
            let term = place == 0 ? "  \(option.term)" : ""
            return Line(term.padded(toColumns: optionColumns)) + Line(part)
        }
    }

    private func lines(of example: Example) -> [Line] {
        [Line("  \(example.says)")]
            + example.commandLines(columns: columns - 4).map { Line("    \($0)") }
    }
}

extension OptionRow {
    /// The option as lists write it: `--quiet, -q` and `--out DIR, -o`.
    var term: String { short.map { "\(usage), -\($0)" } ?? usage }

    /// What it does, its words or an example, and the longer text.
    var explanation: String {
        [summary, valueHint, repeatHint, details].filter { !$0.isEmpty }.joined(separator: " ")
    }

    private var valueHint: String {
        guard let form else { return "" }
        switch form.completes {
        case .words(let words) where valueName != words.joined(separator: "|"):
            return "One of " + words.joined(separator: ", ") + "."
        case .nothing: return "Such as \(shellQuoted([form.example]))."
        default: return ""
        }
    }

    private var repeatHint: String {
        arity == .repeated && !summary.contains("once for each") ? "May be repeated." : ""
    }
}

extension Example {
    /// The whole command line as it is typed.
    package var commandLine: String { shellQuoted(["rescind"] + words) }

    /// The command line broken, where it must be, so that a shell still takes it.
    func commandLines(columns: Int) -> [String] {
        var lines: [String] = []
        var line = "rescind"
        for word in words.map({ shellQuoted([$0]) }) {
            if line.displayWidth + word.displayWidth + 3 > columns {
                lines.append(line + " \\")
                line = " "
            }
            line += " " + word
        }
        return lines + [line]
    }
}

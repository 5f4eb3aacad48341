// SPDX-License-Identifier: MIT

import Model

/// The manual page in roff, a function of the table.
///
/// It has no date in it, so that two builds of one source are the same bytes.
package struct ManualPage: Sendable {
    let table: CommandTable

    package init(_ table: CommandTable) { self.table = table }

    package var text: String {
        ([".TH RESCIND 1 \"\" \"rescind \(Version.number)\" \"User Commands\""]
            + head + verbs + sharedOptions + exits + surroundings)
            .joined(separator: "\n") + "\n"
    }

    private var head: [String] {
        [
            ".SH NAME", "rescind \\- cancel pending shipments in bulk, and prove what was done",
            ".SH SYNOPSIS", ".B rescind", ".I VERB", "[\\fIargument\\fR ...] [\\fIoption\\fR ...]",
            ".SH DESCRIPTION",
            roff(
                """
                rescind reads an export of pending shipments, chooses the ones due for \
                cancellation by SQL rules, cancels them over the providers' HTTP APIs within \
                limits, records every request and answer, reads the result back, and writes \
                reports. One command does all of it: rescind run. The steps are rescind plan, \
                apply, confirm and report.
                """),
        ]
    }

    private var verbs: [String] {
        VerbGroup.allCases.flatMap { group in
            let verbs = table.verbs.filter { $0.group == group }
            return verbs.isEmpty
                ? [] : [".SH \(roff(group.rawValue.uppercased()))"] + verbs.flatMap(section)
        }
    }

    private func section(_ verb: Verb) -> [String] {
        let shared = OptionGroup.allCases.filter { $0 != .verb && takes(verb, allOf: $0) }
        let also = shared.map(\.rawValue)
        let own = verb.options.filter { !shared.contains($0.group) }
        let usages = verb.usages.enumerated().flatMap { place, usage in
            (place == 0 ? [] : [".br"]) + [".B \(roff(usage))"]
        }
        return [".SS \(roff(verb.name))"] + usages
            + [".PP", roff("\(verb.summary) \(verb.details)")]
            + own.flatMap(entry)
            + (also.isEmpty ? [] : [".PP", roff("Also the options of: \(listed(also)).")])
            + [".PP", roff("Ends with \(codes(verb)).")]
            + verb.examples.flatMap { example in
                [".PP", roff(example.says), ".RS", ".nf", roff(example.commandLine), ".fi", ".RE"]
            }
    }

    private func takes(_ verb: Verb, allOf group: OptionGroup) -> Bool {
        let all = Set(table.options.filter { $0.group == group }.map(\.name))
        return !all.isEmpty && all.isSubset(of: verb.options.map(\.name))
    }

    private func codes(_ verb: Verb) -> String {
        listed(verb.exits.map(\.rawValue).sorted().map(String.init), "or")
    }

    /// Options that several verbs share stand once.
    private var sharedOptions: [String] {
        OptionGroup.allCases.filter { $0 != .verb }.flatMap { group in
            let rows = table.options.filter { $0.group == group }
            return rows.isEmpty
                ? [] : [".SH \(roff(group.rawValue.uppercased()))"] + rows.flatMap(entry)
        }
    }

    private func entry(_ option: OptionRow) -> [String] {
        [".TP", ".B \(roff(option.term))", roff(option.explanation)]
    }

    private var exits: [String] {
        [".SH EXIT STATUS"]
            + ExitCode.allCases.flatMap { code in
                [".TP", ".B \(code.rawValue)", roff("\(code.meaning) \(code.advice)")]
            }
            + [".TP", ".B 128+n", roff(ExitCodeHelp.signals)]
    }

    private var surroundings: [String] {
        [
            ".SH ENVIRONMENT", ".TP", ".B NO_COLOR", "Where it is set and not empty: no colour.",
            ".TP", ".B COLUMNS", "The width of tables and of the help.",
            ".TP", ".B TERM", "Where it is dumb or absent: no colour, and no redrawn lines.",
            ".SH FILES", ".TP", ".I rescind.json5", "The job.", ".TP", ".I audit.db",
            "The audit database, where the job does not say another.",
        ]
    }

    /// Text as roff shows it and does not obey it.
    private func roff(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "'": result += "\\(aq"
            case "…": result += "..."
            case "→": result += "\\->"
            default: result.append(character)
            }
        }
        return result.hasPrefix(".") ? "\\&" + result : result
    }
}

// SPDX-License-Identifier: MIT

/// Completion for fish.
struct FishCompletion: Sendable {
    let table: CommandTable

    init(_ table: CommandTable) { self.table = table }

    var script: String {
        ([head] + firstWords + seconds + everywhere + table.verbs.flatMap(lines(of:)))
            .joined(separator: "\n") + "\n"
    }

    private var head: String {
        """
        # Completion of rescind for fish, printed by: rescind completions fish
        function __rescind_verb
            set -l found
            for word in (commandline -opc)[2..-1]
                set -l longer (string trim "$found $word")
                contains -- $longer \(known) && set found $longer
            end
            echo $found
        end
        complete -c rescind -f
        """
    }

    private var known: String {
        (table.verbs.map(\.name) + table.families).map { "'\($0)'" }.joined(separator: " ")
    }

    private var firstWords: [String] {
        table.firstWordSummaries.map { word, summary in
            "complete -c rescind -n \(after("")) -a \(word) -d \(text(summary))"
        }
    }

    private var seconds: [String] {
        table.families.flatMap { word in
            table.family(word).map { verb in
                "complete -c rescind -n \(after(word)) -a \(verb.words.last ?? "") "
                    + "-d \(text(verb.summary))"
            }
        }
    }

    private var everywhere: [String] { Options.everywhere.map { option($0, condition: nil) } }

    private func lines(of verb: Verb) -> [String] {
        let argument: [String] =
            switch verb.argumentCompletion(table) {
            case .nothing: []
            case .files, .directories: ["complete -c rescind -n \(after(verb.name)) -F"]
            case .words(let words):
                [
                    "complete -c rescind -n \(after(verb.name)) "
                        + "-a \(text(words.joined(separator: " ")))"
                ]
            }
        return verb.options.map { option($0, condition: verb.name) } + argument
    }

    private func option(_ row: OptionRow, condition: String?) -> String {
        ["complete -c rescind", condition.map { "-n \(after($0))" } ?? "", "-l \(row.name)"]
            .filter { !$0.isEmpty }.joined(separator: " ")
            + (row.short.map { " -s \($0)" } ?? "") + value(row) + " -d \(text(row.summary))"
    }

    private func value(_ row: OptionRow) -> String {
        switch row.form?.completes {
        case nil: ""
        case .nothing: " -x"
        case .files: " -r -F"
        case .directories: " -x -a '(__fish_complete_directories)'"
        case .words(let words): " -x -a \(text(words.joined(separator: " ")))"
        }
    }

    private func after(_ verb: String) -> String { "'test (__rescind_verb) = \"\(verb)\"'" }

    private func text(_ text: String) -> String {
        "'"
            + text.reduce(into: "") { result, character in
                if character == "'" || character == "\\" { result += "\\" }
                result.append(character)
            } + "'"
    }
}

// SPDX-License-Identifier: MIT

/// Completion for bash, without the bash-completion package.
struct BashCompletion: Sendable {
    let table: CommandTable

    init(_ table: CommandTable) { self.table = table }

    var script: String {
        """
        # Completion of rescind for bash, printed by: rescind completions bash
        _rescind() {
            local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} verb= i
            # bash makes words of its own of the = in --name=value.
            [[ $prev == "=" ]] && prev=${COMP_WORDS[COMP_CWORD-2]}
            [[ $cur == "=" ]] && cur=
            for ((i = 1; i < COMP_CWORD; i++)); do
                case "${verb:+$verb }${COMP_WORDS[i]}" in
                    \(verbPatterns)) verb="${verb:+$verb }${COMP_WORDS[i]}" ;;
                esac
            done
            case "$verb:$prev" in
        \(valueCases)
            esac
            if [[ $cur == -* ]]; then
                case "$verb" in
        \(optionCases)
                esac
                return
            fi
            case "$verb" in
        \(argumentCases)
            esac
        }
        complete -F _rescind rescind

        """
    }

    private var verbPatterns: String {
        (table.verbs.map(\.name) + table.families).map { "\"\($0)\"" }.joined(separator: "|")
    }

    /// What stands after an option that takes a value.
    private var valueCases: String {
        let everywhere = Options.everywhere.filter(\.takesValue).map { ("*", $0) }
        let own = table.verbs.flatMap { verb in
            verb.options.filter(\.takesValue).map { ("\"\(verb.name)\"", $0) }
        }
        return grouped(everywhere + own).map { action, patterns in
            "        \(patterns.joined(separator: "|"))) \(action); return ;;"
        }.joined(separator: "\n")
    }

    /// Patterns with the same answer stand in one case.
    private func grouped(
        _ rows: [(verb: String, option: OptionRow)]
    ) -> [(action: String, patterns: [String])] {
        rows.reduce(into: []) { cases, row in
            let action = action(row.option.form?.completes ?? .nothing)
            let names = ["--\(row.option.name)"] + (row.option.short.map { ["-\($0)"] } ?? [])
            let patterns = names.map { "\(row.verb):\($0)" }
            if let place = cases.firstIndex(where: { $0.action == action }) {
                cases[place].patterns += patterns
            } else {
                cases.append((action, patterns))
            }
        }
    }

    private func action(_ completes: Completes) -> String {
        switch completes {
        case .nothing: "COMPREPLY=()"
        case .files: "compopt -o filenames; COMPREPLY=($(compgen -f -- \"$cur\"))"
        case .directories: "compopt -o filenames; COMPREPLY=($(compgen -d -- \"$cur\"))"
        case .words(let words): offer(words)
        }
    }

    private func offer(_ words: [String]) -> String {
        "COMPREPLY=($(compgen -W \"\(words.joined(separator: " "))\" -- \"$cur\"))"
    }

    private var optionCases: String {
        table.verbs.map { verb in
            "            \"\(verb.name)\") \(offer(verb.allOptions.map { "--\($0.name)" })) ;;"
        }.joined(separator: "\n")
            + "\n            *) \(offer(Options.everywhere.map { "--\($0.name)" })) ;;"
    }

    private var argumentCases: String {
        ([("", offer(table.firstWords))]
            + table.families.map { ($0, offer(table.family($0).compactMap(\.words.last))) }
            + table.verbs.map { ($0.name, action($0.argumentCompletion(table))) })
            .map { "        \"\($0)\") \($1) ;;" }.joined(separator: "\n")
    }
}

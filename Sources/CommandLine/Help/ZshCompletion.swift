// SPDX-License-Identifier: MIT

/// Completion for zsh, over its `_arguments`.
struct ZshCompletion: Sendable {
    let table: CommandTable

    init(_ table: CommandTable) { self.table = table }

    var script: String {
        """
        #compdef rescind
        # Completion of rescind for zsh, printed by: rescind completions zsh
        _rescind() {
            local curcontext="$curcontext" state line
            local -a everywhere verbs
            everywhere=(
        \(Options.everywhere.flatMap(specs).map { "        \($0)" }.joined(separator: "\n"))
            )
            _arguments -C -S $everywhere '1: :->verb' '*:: :->rest' && return
            case $state in
                verb)
                    verbs=(
        \(described(table.firstWordSummaries))
                    )
                    _describe verb verbs ;;
                rest)
                    case $words[1] in
        \(table.firstWords.map(branch).joined(separator: "\n"))
                    esac ;;
            esac
        }
        _rescind "$@"

        """
    }

    private func branch(_ word: String) -> String {
        let family = table.family(word)
        guard family.isEmpty else {
            return """
                            \(word))
                                _arguments -C -S $everywhere '1: :(\(seconds(family)))' '*:: :->deep'
                                case $words[1] in
                \(family.map { call($0, named: $0.words.last ?? "") }.joined(separator: "\n"))
                                esac ;;
                """
        }
        return table.verb(named: word).map { call($0, named: word) } ?? ""
    }

    private func seconds(_ family: [Verb]) -> String {
        family.compactMap(\.words.last).joined(separator: " ")
    }

    private func call(_ verb: Verb, named word: String) -> String {
        let parts = verb.options.flatMap(specs) + [argument(verb)].filter { !$0.isEmpty }
        return
            (["                \(word)) _arguments -S $everywhere"]
            + parts.map { "                    \($0)" })
            .joined(separator: " \\\n") + " ;;"
    }

    /// An option in the words of `_arguments`, once for each way to write it.
    private func specs(_ option: OptionRow) -> [String] {
        let many = option.arity == .repeated ? "*" : ""
        let value = option.form.map { ":\(escaped(option.valueName ?? "")):\(action($0))" } ?? ""
        let text = "[\(escaped(option.summary))]\(value)"
        let long = "'\(many)--\(option.name)\(option.takesValue ? "=" : "")\(text)'"
        return [long] + (option.short.map { ["'-\($0)\(text)'"] } ?? [])
    }

    private func argument(_ verb: Verb) -> String {
        let slots = verb.forms.flatMap(\.slots)
        guard let first = slots.first else { return "" }
        let form = ValueForm(
            first.form.expected, example: "", completes: verb.argumentCompletion(table))
        return "'*:\(escaped(first.valueName)):\(action(form))'"
    }

    private func action(_ form: ValueForm) -> String {
        switch form.completes {
        case .nothing: " "
        case .files: "_files"
        case .directories: "_files -/"
        case .words(let words): "(\(words.joined(separator: " ")))"
        }
    }

    private func described(_ words: [(word: String, summary: String)]) -> String {
        words.map { "                '\($0.word):\(escaped($0.summary))'" }.joined(separator: "\n")
    }

    /// Text inside single quotes and inside a specification.
    private func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "'": result += "'\\''"
            case ":", "[", "]", "\\": result += "\\\(character)"
            default: result.append(character)
            }
        }
    }
}

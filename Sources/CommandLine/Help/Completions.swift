// SPDX-License-Identifier: MIT

/// Completions for the shells, functions of the table.
package struct Completions: Sendable {
    let table: CommandTable

    package init(_ table: CommandTable) { self.table = table }

    package func script(for shell: Shell) -> String {
        switch shell {
        case .bash: BashCompletion(table).script
        case .zsh: ZshCompletion(table).script
        case .fish: FishCompletion(table).script
        }
    }
}

extension CommandTable {
    /// What can stand first, with its summary; a family of verbs is one.
    var firstWordSummaries: [(word: String, summary: String)] {
        firstWords.map { word in
            let family = family(word).compactMap(\.words.last)
            return (
                word, verb(named: word)?.summary ?? family.joined(separator: ", ") + "."
            )
        }
    }

    /// The first words of the verbs of two words.
    var families: [String] { firstWords.filter { !family($0).isEmpty } }

    /// What can stand after `help`.
    var helpTopics: [String] { firstWords + [ExitCodeHelp.topic] }
}

extension Verb {
    /// What a shell offers for arguments of the verb.
    func argumentCompletion(_ table: CommandTable) -> Completes {
        if name == Verbs.help.name { return .words(table.helpTopics) }
        return forms.flatMap(\.slots).map(\.form.completes).first { $0 != .nothing } ?? .nothing
    }
}

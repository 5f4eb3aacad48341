// SPDX-License-Identifier: MIT

import Model

/// What a verb does: the row of the table and the code behind it.
///
/// A verb exists in the shipped program only when it has one:
/// `Implementation(Verbs.plan) { context in … return Finish(…) }`.
package struct Implementation: Sendable {
    package let verb: Verb
    package let perform: @Sendable (Context) async throws -> Finish

    package init(
        _ verb: Verb, perform: @escaping @Sendable (Context) async throws -> Finish
    ) {
        self.verb = verb
        self.perform = perform
    }
}

/// The verbs this program has; parser, help, completions and man page are functions of it.
package struct CommandTable: Sendable {
    package let verbs: [Verb]
    private let implementations: [String: Implementation]

    /// The table of the shipped program: what is implemented, and what the table itself answers.
    ///
    /// The order is that of `Verbs.all`, whatever the order of the implementations.
    package init(_ implementations: [Implementation]) {
        let byName = implementations.map { ($0.verb.name, $0) }
        self.implementations = Dictionary(byName) { first, _ in first }
        let names = Set(byName.map(\.0) + Self.answeredHere)
        verbs = Verbs.all.filter { names.contains($0.name) }
    }

    /// Every verb there will be, for the tests of the table.
    package static let complete = CommandTable(
        Verbs.all.map { verb in
            Implementation(verb) { _ in throw Problem(.internal, "\(verb.name) is only a row") }
        })

    /// The verbs that are functions of the table.
    static let answeredHere = [Verbs.help, Verbs.completions, Verbs.man].map(\.name)

    package func implementation(of verb: Verb) -> Implementation? { implementations[verb.name] }

    package func verb(named name: String) -> Verb? { verbs.first { $0.name == name } }

    /// The verbs that begin with this word and have a second, such as those of `audit`.
    package func family(_ word: String) -> [Verb] {
        verbs.filter { $0.words.count > 1 && $0.words.first == word }
    }

    /// The first words of all verbs, each once, in their order.
    package var firstWords: [String] {
        verbs.reduce(into: []) { words, verb in
            let word = verb.words.first ?? verb.name
            if !words.contains(word) { words.append(word) }
        }
    }

    /// Every option of every verb; one that several verbs share stands here once.
    package var options: [OptionRow] {
        (Options.everywhere + verbs.flatMap(\.options)).reduce(into: []) { rows, row in
            let known = rows.contains { $0.name == row.name && $0.summary == row.summary }
            if !known { rows.append(row) }
        }
    }
}

// SPDX-License-Identifier: MIT

import Model

/// Turns the words after the program's name into what they ask for.
///
/// Pure: it reads no file, no clock, no environment. Understood are `--name value`,
/// `--name=value`, `-n value`, `--no-name` for switches, `--`, and nothing else.
package struct Parser: Sendable {
    let table: CommandTable

    package init(_ table: CommandTable) { self.table = table }

    package func parse(_ words: [String]) throws(UsageError) -> ParseResult {
        if let answer = answerBeforeAll(words) { return answer }
        let sorted = try SortedWords(words, table)
        guard !sorted.plain.isEmpty else { throw .noVerb }
        let (verb, arguments) = try verb(at: sorted.plain)
        if verb.name == Verbs.help.name { return .help(try topic(arguments)) }
        let options = try OptionCheck(verb, table).checked(sorted.options)
        return .perform(
            Invocation(
                verb: verb, options: options,
                arguments: try FormCheck(verb).checked(arguments, options: options)))
    }

    /// Whether the answer is to be JSON, told from words that may not be understood otherwise.
    package static func wantsJSON(_ words: [String]) -> Bool {
        words.prefix { $0 != "--" }.last { $0 == "--json" || $0 == "--no-json" } == "--json"
    }

    /// The form of messages, told in the same way.
    package static func wantedLog(_ words: [String]) -> LogForm {
        let words = words.prefix { $0 != "--" }
        let pairs = zip(words, words.dropFirst())
        return words.contains("--log=json") || pairs.contains { $0 == ("--log", "json") }
            ? .json : .text
    }

    /// Help and version win over everything beside them, also over mistakes.
    private func answerBeforeAll(_ words: [String]) -> ParseResult? {
        let words = words.prefix { $0 != "--" }
        if words.contains("--help") || words.contains("-h") { return .help(topic(near: words)) }
        if words.contains("--version") {
            return .version(json: Self.wantsJSON(Array(words)))
        }
        return nil
    }

    private func topic(near words: some Collection<String>) -> HelpTopic {
        let plain = words.filter { !$0.hasPrefix("-") && $0 != Verbs.help.name }
        for (word, following) in zip(plain, plain.dropFirst().map(Optional.some) + [nil]) {
            if table.verb(named: word) != nil { return .verb(word) }
            guard !table.family(word).isEmpty else { continue }
            let name = following.map { "\(word) \($0)" } ?? word
            return .verb(table.verb(named: name) == nil ? word : name)
        }
        return .overview
    }

    private func topic(_ words: [String]) throws(UsageError) -> HelpTopic {
        if words.isEmpty { return .overview }
        if words == [ExitCodeHelp.topic] { return .exitCodes }
        let name = words.joined(separator: " ")
        if table.verb(named: name) != nil || !table.family(name).isEmpty { return .verb(name) }
        throw UsageError(
            "there is no help for \(quoted(name))"
                + suggestion(name, among: table.verbs.map(\.name) + [ExitCodeHelp.topic]),
            command: Verbs.help.name)
    }

    /// The verb the plain words begin with, and the words after it.
    private func verb(at words: [String]) throws(UsageError) -> (Verb, [String]) {
        let first = words.first ?? ""
        if let verb = table.verb(named: first) { return (verb, Array(words.dropFirst())) }
        let family = table.family(first)
        guard !family.isEmpty else {
            throw UsageError(
                "there is no verb \(quoted(first))" + suggestion(first, among: table.firstWords))
        }
        return try verb(in: family, of: first, at: words)
    }

    private func verb(
        in family: [Verb], of first: String, at words: [String]
    ) throws(UsageError) -> (Verb, [String]) {
        let seconds = family.compactMap { $0.words.last }
        guard words.count > 1 else {
            throw UsageError(
                "\(first) needs one of \(seconds.joined(separator: ", "))",
                next: "rescind help \(first)", command: first)
        }
        guard let verb = family.first(where: { $0.words.last == words[1] }) else {
            throw UsageError(
                "there is no \(first) \(quoted(words[1]))" + suggestion(words[1], among: seconds),
                next: "rescind help \(first)", command: first)
        }
        return (verb, Array(words.dropFirst(2)))
    }
}

/// The part of a message that names the nearest word, or nothing.
func suggestion(_ word: String, among candidates: [String]) -> String {
    nearest(to: word, among: candidates).map { "; the nearest is \($0)" } ?? ""
}

/// A word of the command line as messages cite it; cut, for a pasted page is no help.
func quoted(_ word: String) -> String {
    word.count > citedCharactersMax
        ? "\"\(word.prefix(citedCharactersMax))…\"" : "\"\(word)\""
}

let citedCharactersMax = 60

// SPDX-License-Identifier: MIT

import Formats

/// What was planned against the built-in sandbox; the plan itself says so, not the name of a file.
extension RunRecord {
    package var isRehearsal: Bool { plan["rehearsal"] == true }

    /// A sentence with commands as they are typed about this run.
    package func named(_ sentence: String) -> String {
        isRehearsal ? Rehearsed.named(sentence) : sentence
    }
}

extension RunReader {
    /// A record is a rehearsal's as a whole or not at all, as its newest run says.
    package func newest() throws -> RunRecord? { try last().flatMap { try run($0) } }
}

/// The commands of a rehearsal: with its sandbox, or of its own record.
package enum Rehearsed {
    package static let record = "rehearsal.db"
    private static let options = ["--sandbox", "--audit"]
    /// What has to do with no record.
    private static let others = ["help", "check", "preview", "providers", "init"]

    /// The same sentence, each of its commands saying the same of the rehearsal.
    package static func named(_ sentence: String) -> String {
        let parts = sentence.split(separator: "rescind ", omittingEmptySubsequences: false)
        return parts.dropFirst().reduce(String(parts[0])) { $0 + command($1) }
    }

    /// The sandbox is gone: what would ask a provider reads the record instead, and what would be
    /// planned again is rehearsed again.
    private static func command(_ phrase: Substring) -> String {
        let end = end(of: phrase)
        var words = phrase[..<end].split(separator: " ").map(String.init)[...]
        var verb = words.popFirst() ?? ""
        if others.contains(verb) || words.contains(where: options.contains) {
            return "rescind " + phrase
        }
        if verb == "audit", let kind = words.popFirst() { verb += " \(kind)" }
        switch verb {
        case "confirm" where words.first == "--all":
            verb = "runs"
            words.removeFirst()
        case "confirm", "reconcile", "statement": (verb, words) = ("report", words.prefix(1))
        case "retry": (verb, words) = ("run", ["EXPORT"])
        default: break
        }
        let arguments = words.prefix { word in
            word == "last" || !word.contains { $0.isLowercase || $0 == "-" }
        }
        let stage = ["plan", "run", "apply"].contains(verb) ? "--sandbox" : "--audit \(record)"
        let all = ["rescind", verb] + arguments + [stage] + words.dropFirst(arguments.count)
        return all.joined(separator: " ") + phrase[end...]
    }

    /// Where the sentence goes on behind a command: `, then …`, or ` or …`.
    private static func end(of phrase: Substring) -> Substring.Index {
        [", ", "; ", ": ", " or "].compactMap { phrase.firstRange(of: $0)?.lowerBound }.min()
            ?? phrase.endIndex
    }
}

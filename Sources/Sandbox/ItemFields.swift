// SPDX-License-Identifier: MIT

import Formats
import Model

/// The members of one object of a world's file; each is asked for once, and none is left over.
struct ItemFields {
    private var members: [String: JSON.Value] = [:]
    private var known: Set<String> = []
    private let place: String

    init(_ value: JSON.Value, at place: String) throws(Problem) {
        guard let members = value.members else {
            throw Problem(.usage, "\(value.kind) where a shipment should stand", at: place)
        }
        for member in members { self.members[member.name] = member.value }
        self.place = place
    }

    /// The text of a string or a number; empty when it is absent.
    mutating func text(_ name: String, default text: String = "") -> String {
        known.insert(name)
        return members[name]?.text ?? text
    }

    mutating func list(_ name: String) -> [JSON.Value] {
        known.insert(name)
        return members[name]?.array ?? []
    }

    mutating func amount(_ name: String) throws(Problem) -> Amount? {
        let text = text(name)
        guard !text.isEmpty else { return nil }
        guard let amount = Amount(text) else {
            throw Problem(.usage, "\(name) is no amount: \"\(text)\"", at: place)
        }
        return amount
    }

    /// A length of time such as `3d` or `90s`; nil when it is absent.
    mutating func interval(_ name: String) throws(Problem) -> Interval? {
        let text = text(name)
        guard !text.isEmpty else { return nil }
        guard let interval = Interval(text) else {
            throw Problem(
                .usage, "\(name) is no length of time: \"\(text)\"", at: place,
                next: "write it as 3d, 2h30m or 90s")
        }
        return interval
    }

    /// A word of a closed set; nil when it is absent.
    mutating func word<Word: RawRepresentable<String> & CaseIterable>(
        _ name: String
    ) throws(Problem) -> Word? {
        let text = text(name)
        guard !text.isEmpty else { return nil }
        guard let word = Word(rawValue: text) else {
            let words = Word.allCases.map(\.rawValue)
            throw Problem(
                .usage, "\(name) is one of \(words.joined(separator: ", ")), not \"\(text)\"",
                at: place)
        }
        return word
    }

    /// An unknown field is a slip of the pen, and its meaning would be lost silently.
    func finish() throws(Problem) {
        guard let name = members.keys.sorted().first(where: { !known.contains($0) }) else { return }
        throw Problem(
            .usage, "unknown field \"\(name)\"", at: place,
            next: nearest(to: name, among: known).map { "did you mean \($0)?" })
    }
}

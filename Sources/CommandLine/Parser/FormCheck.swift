// SPDX-License-Identifier: MIT

import Model

/// Finds the way in which a verb is called, and deals the arguments out to its slots.
struct FormCheck {
    private let verb: Verb

    init(_ verb: Verb) { self.verb = verb }

    func checked(
        _ words: [String], options: [String: [String]]
    ) throws(UsageError) -> [String: [String]] {
        let form = try form(words, options)
        try checkCount(form, words)
        var values: [String: [String]] = [:]
        for (slot, words) in form.dealt(words) {
            for word in words { try check(word, slot) }
            values[slot.valueName] = words
        }
        for row in form.required where options[row.name] == nil {
            throw mistake("\(verb.name) needs \(row.usage)")
        }
        return values
    }

    /// The one way, or among several the one whose own options and arguments are there.
    private func form(
        _ words: [String], _ options: [String: [String]]
    ) throws(UsageError) -> Form {
        if let only = verb.forms.first, verb.forms.count == 1 { return only }
        let fitting = verb.forms.filter { form in
            let foreign = verb.forms.flatMap(\.required).filter { row in
                !form.required.contains { $0.name == row.name }
            }
            return form.required.allSatisfy { options[$0.name] != nil }
                && foreign.allSatisfy { options[$0.name] == nil }
                && words.count >= form.slots.reduce(0) { $0 + $1.min }
                && words.count <= form.argumentsMax ?? words.count
        }
        guard let form = fitting.first else {
            throw mistake("\(verb.name) needs \(listed(verb.forms.map(\.usage), "or"))")
        }
        return form
    }

    private func checkCount(_ form: Form, _ words: [String]) throws(UsageError) {
        if let max = form.argumentsMax, words.count > max {
            let takes =
                form.slots.isEmpty
                ? "no argument" : "only \(form.slots.map(\.usage).joined(separator: " "))"
            throw mistake("\(verb.name) takes \(takes); \(quoted(words[max])) is too much")
        }
        var seen = words.count
        for slot in form.slots {
            if seen < slot.min {
                throw mistake(
                    "\(verb.name) needs \(slot.valueName): \(slot.form.withExample)")
            }
            seen -= slot.min
        }
    }

    private func check(_ word: String, _ slot: Slot) throws(UsageError) {
        if word.isEmpty {
            throw mistake("\(slot.valueName) is empty; it expects \(slot.form.withExample)")
        }
        if !slot.accepts(word) {
            throw mistake(
                "\(slot.valueName) expects \(slot.form.withExample), not \(quoted(word))")
        }
    }

    private func mistake(_ what: String) -> UsageError {
        UsageError(what, next: "rescind help \(verb.name)", command: verb.name)
    }
}

// SPDX-License-Identifier: MIT

import Model

/// Holds the written options against the row of the verb.
struct OptionCheck {
    private let verb: Verb
    private let table: CommandTable

    init(_ verb: Verb, _ table: CommandTable) {
        self.verb = verb
        self.table = table
    }

    func checked(_ written: [WrittenOption]) throws(UsageError) -> [String: [String]] {
        var values: [String: [String]] = [:]
        for option in written {
            let row = try row(of: option)
            try check(option, row, before: values[row.name] ?? [])
            values[row.name, default: []].append(option.value)
        }
        for row in verb.allOptions where values[row.name] != nil {
            try checkCompany(of: row, values)
        }
        return values
    }

    private func row(of option: WrittenOption) throws(UsageError) -> OptionRow {
        if let row = verb.allOptions.first(where: { $0.name == option.name }) { return row }
        let takers = table.verbs.filter { $0.options.contains { $0.name == option.name } }
        throw mistake(
            "\(verb.name) takes no \(option.written); \(listed(takers.map(\.name))) "
                + (takers.count == 1 ? "does" : "do"))
    }

    private func check(
        _ option: WrittenOption, _ row: OptionRow, before: [String]
    ) throws(UsageError) {
        guard let form = row.form else { return }
        if row.arity == .once, !before.isEmpty {
            throw mistake("\(option.written) is given twice")
        }
        if option.value.isEmpty {
            throw mistake("\(option.written) is empty; it expects \(form.withExample)")
        }
        if !row.accepts(option.value) {
            throw mistake(
                "\(option.written) expects \(form.withExample), not \(quoted(option.value))")
        }
    }

    private func checkCompany(
        of row: OptionRow, _ values: [String: [String]]
    ) throws(UsageError) {
        guard let needed = row.needs, values[needed] == nil,
            let partner = verb.allOptions.first(where: { $0.name == needed })
        else { return }
        throw mistake("--\(row.name) needs \(partner.usage) beside it")
    }

    private func mistake(_ what: String) -> UsageError {
        UsageError(what, next: "rescind help \(verb.name)", command: verb.name)
    }
}

extension ValueForm {
    /// What is expected and, where it is not a list of words already, an example.
    var withExample: String { choices.count > 1 ? expected : "\(expected), such as \(example)" }
}

/// Words as a sentence lists them: `a`, `a and b`, `a, b and c`.
func listed(_ words: [String], _ last: String = "and") -> String {
    guard let final = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " \(last) \(final)"
}

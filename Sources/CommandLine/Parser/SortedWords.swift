// SPDX-License-Identifier: MIT

import Model

/// An option as it was written: its name, and its value or `on` and `off`.
struct WrittenOption {
    /// With its dashes, as messages repeat it.
    let written: String
    let name: String
    let value: String
    let isSwitch: Bool
}

/// The words of a command line, sorted into options and plain words.
///
/// A name takes a value in every verb or in none (a test of the table sees to it), so that
/// options can stand before the verb as well as after it.
struct SortedWords {
    private(set) var options: [WrittenOption] = []
    private(set) var plain: [String] = []
    private let table: CommandTable

    init(_ words: [String], _ table: CommandTable) throws(UsageError) {
        self.table = table
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                plain += rest
                return
            }
            if word.hasPrefix("--") {
                options.append(try long(word, &rest))
            } else if word.hasPrefix("-"), word != "-" {
                options.append(try short(word, &rest))
            } else {
                plain.append(word)
            }
        }
    }

    private func long(
        _ word: String, _ rest: inout ArraySlice<String>
    ) throws(UsageError) -> WrittenOption {
        let equals = word.firstIndex(of: "=")
        let written = String(word[..<(equals ?? word.endIndex)])
        let value = equals.map { String(word[word.index(after: $0)...]) }
        let name = String(written.dropFirst(2))
        if let row = row(named: name) { return try option(row, written, value, &rest) }
        if let row = opposite(name) {
            guard value == nil else { throw mistake("\(written) takes no value") }
            return WrittenOption(
                written: written, name: row.name, value: OptionRow.off, isSwitch: true)
        }
        throw unknown(written)
    }

    private func short(
        _ word: String, _ rest: inout ArraySlice<String>
    ) throws(UsageError) -> WrittenOption {
        let letters = word.dropFirst()
        guard letters.count == 1 else {
            throw mistake(
                "\(quoted(word)) is not understood; long options begin with two dashes, short "
                    + "ones stand alone")
        }
        guard let row = table.options.first(where: { $0.short == letters.first }) else {
            throw unknown(word)
        }
        return try option(row, word, nil, &rest)
    }

    private func option(
        _ row: OptionRow, _ written: String, _ value: String?, _ rest: inout ArraySlice<String>
    ) throws(UsageError) -> WrittenOption {
        guard let form = row.form else {
            guard value == nil else { throw mistake("\(written) takes no value") }
            return WrittenOption(
                written: written, name: row.name, value: OptionRow.on, isSwitch: true)
        }
        guard let value = value ?? nextValue(&rest) else {
            throw mistake("\(written) needs a value: \(form.withExample)")
        }
        return WrittenOption(written: written, name: row.name, value: value, isSwitch: false)
    }

    /// The next word as a value; an option there means that the value was forgotten.
    private func nextValue(_ rest: inout ArraySlice<String>) -> String? {
        guard let next = rest.first, next != "--" else { return nil }
        let name = String(next.prefix { $0 != "=" }.dropFirst(2))
        let forgotten = next.hasPrefix("--") && (row(named: name) ?? opposite(name)) != nil
        return forgotten ? nil : rest.popFirst()
    }

    private func row(named name: String) -> OptionRow? {
        table.options.first { $0.name == name }
    }

    private func opposite(_ name: String) -> OptionRow? {
        guard name.hasPrefix("no-"), let row = row(named: String(name.dropFirst(3))) else {
            return nil
        }
        return row.hasOpposite ? row : nil
    }

    private var command: String { plain.first ?? "rescind" }

    private func mistake(_ what: String) -> UsageError {
        UsageError(what, next: helpCommand, command: command)
    }

    private func unknown(_ written: String) -> UsageError {
        if written.hasPrefix("--no-"), let row = row(named: String(written.dropFirst(5))) {
            return mistake("--\(row.name) is no switch, so there is no \(written)")
        }
        let verb = plain.first.flatMap(table.verb(named:))
        let names = (verb?.allOptions ?? table.options).map { "--\($0.name)" }
        return mistake("there is no option \(quoted(written))" + suggestion(written, among: names))
    }

    /// The help of the verb, as far as one has been seen.
    private var helpCommand: String {
        let known = plain.first.map { table.verb(named: $0) != nil || !table.family($0).isEmpty }
        return known == true ? "rescind help \(command)" : "rescind help"
    }
}

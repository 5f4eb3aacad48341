// SPDX-License-Identifier: MIT

/// Under which heading an option stands in the help.
package enum OptionGroup: String, CaseIterable, Sendable {
    case verb = "Options"
    case choosing = "What is chosen"
    case limits = "Limits that may only be tightened"
    case sending = "How it is sent"
    case account = "An account without a job file"
    case everywhere = "With every command"
}

/// One row of the table of options: what every generator and the parser need to know.
package struct OptionRow: Sendable {
    package enum Arity: Sendable {
        /// Takes no value; `--no-NAME` takes it back.
        case onOff
        case once
        case repeated
    }

    package let name: String
    package let short: Character?
    /// The word that stands for the value in the help; nil for switches.
    package let valueName: String?
    package let form: ValueForm?
    package let arity: Arity
    package let group: OptionGroup
    package let summary: String
    package let details: String
    /// The option without which this one means nothing.
    package let needs: String?
    let accepts: @Sendable (String) -> Bool

    package var takesValue: Bool { arity != .onOff }

    /// Whether `--no-NAME` is understood; a switch that is itself a no has no opposite.
    package var hasOpposite: Bool { arity == .onOff && !name.hasPrefix("no-") }

    /// The option as it is written in usage lines, such as `--out DIR`.
    package var usage: String { valueName.map { "--\(name) \($0)" } ?? "--\(name)" }
}

/// An option that knows the type of its value, for the code that asks for it.
///
/// Commands read `invocation[Options.maxItems]`: a misspelled option does not compile.
package struct Option<Read: Sendable>: Sendable {
    package let row: OptionRow
    let read: @Sendable ([String]) -> Read
}

extension Option {
    /// A switch.
    package init(
        _ name: String, short: Character? = nil, in group: OptionGroup = .verb,
        _ summary: String, details: String = "", needs: String? = nil
    ) where Read == Bool {
        row = OptionRow(
            name: name, short: short, valueName: nil, form: nil, arity: .onOff, group: group,
            summary: summary, details: details, needs: needs,
            accepts: { _ in false })
        read = { $0.last == OptionRow.on }
    }

    /// An option with one value.
    package init<Value: Sendable>(
        _ name: String, short: Character? = nil, _ valueName: String, _ kind: ValueKind<Value>,
        in group: OptionGroup = .verb, _ summary: String, details: String = "", needs: String? = nil
    ) where Read == Value? {
        row = OptionRow(
            name: name, short: short, valueName: valueName, form: kind.form, arity: .once,
            group: group, summary: summary, details: details, needs: needs,
            accepts: { kind.read($0) != nil })
        read = { $0.first.flatMap(kind.read) }
    }

    /// An option that may be given several times.
    package init<Value: Sendable>(
        repeated name: String, _ valueName: String, _ kind: ValueKind<Value>,
        in group: OptionGroup = .verb, _ summary: String, details: String = "", needs: String? = nil
    ) where Read == [Value] {
        row = OptionRow(
            name: name, short: nil, valueName: valueName, form: kind.form, arity: .repeated,
            group: group, summary: summary, details: details, needs: needs,
            accepts: { kind.read($0) != nil })
        read = { $0.compactMap(kind.read) }
    }
}

extension OptionRow {
    /// How an invocation writes down a switch that is on, and one that was taken back.
    static let on = "on"
    static let off = "off"
}

// SPDX-License-Identifier: MIT

/// A word after the verb, such as `RUN`, that knows the type of its value.
package struct Argument<Value: Sendable>: Sendable {
    package let valueName: String
    let kind: ValueKind<Value>

    package init(_ valueName: String, _ kind: ValueKind<Value>) {
        self.valueName = valueName
        self.kind = kind
    }

    /// Exactly one.
    package var one: Slot { slot(1, 1) }
    /// None or one.
    package var maybe: Slot { slot(0, 1) }
    /// At least one.
    package var some: Slot { slot(1, nil) }
    /// Any number.
    package var any: Slot { slot(0, nil) }

    private func slot(_ min: Int, _ max: Int?) -> Slot {
        Slot(
            valueName: valueName, min: min, max: max, form: kind.form,
            accepts: { [kind] in kind.read($0) != nil })
    }
}

/// A place for arguments in a form of a verb: which, and how many.
package struct Slot: Sendable {
    package let valueName: String
    package let min: Int
    package let max: Int?
    package let form: ValueForm
    let accepts: @Sendable (String) -> Bool

    /// The slot as usage lines write it: `RUN`, `[DIR]`, `EXPORT...`, `[ID...]`.
    package var usage: String {
        let many = max == nil ? valueName + "..." : valueName
        return min == 0 ? "[\(many)]" : many
    }
}

/// One way to call a verb: its arguments and the options without which it is not this way.
package struct Form: Sendable {
    package let slots: [Slot]
    package let required: [OptionRow]

    package init(_ slots: Slot..., required: [OptionRow] = []) {
        self.slots = slots
        self.required = required
    }

    package var usage: String {
        (slots.map(\.usage) + required.map(\.usage)).joined(separator: " ")
    }

    /// How many arguments this way takes at most; nil is any number.
    var argumentsMax: Int? {
        slots.contains { $0.max == nil } ? nil : slots.reduce(0) { $0 + ($1.max ?? 0) }
    }

    /// Deals the words out to the slots: every slot its minimum, then the rest from the left.
    func dealt(_ words: [String]) -> [(slot: Slot, words: [String])] {
        var rest = words[...]
        var laterMin = slots.reduce(0) { $0 + $1.min }
        return slots.map { slot in
            laterMin -= slot.min
            let free = Swift.max(0, rest.count - laterMin)
            let taken = rest.prefix(Swift.min(slot.max ?? free, free))
            rest = rest.dropFirst(taken.count)
            return (slot, Array(taken))
        }
    }
}

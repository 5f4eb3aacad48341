// SPDX-License-Identifier: MIT

/// What a shell offers after an option or argument.
package enum Completes: Sendable, Equatable {
    case nothing, files, directories
    case words([String])
}

/// How the value of an option or argument is described to people and shells.
package struct ValueForm: Sendable, Equatable {
    /// What a message says was expected, such as `a whole number from 1`.
    package let expected: String
    /// A value that can be typed as it stands.
    package let example: String
    package let completes: Completes

    package init(_ expected: String, example: String, completes: Completes = .nothing) {
        self.expected = expected
        self.example = example
        self.completes = completes
    }

    /// The words to choose from, where there is such a list.
    package var choices: [String] {
        if case .words(let words) = completes { words } else { [] }
    }
}

/// A kind of value: its description and the reading of its text.
///
/// Reading is pure: it looks at the text and at nothing else, no file, no clock.
package struct ValueKind<Value: Sendable>: Sendable {
    package let form: ValueForm
    package let read: @Sendable (String) -> Value?

    package init(_ form: ValueForm, read: @escaping @Sendable (String) -> Value?) {
        self.form = form
        self.read = read
    }
}

extension ValueKind<String> {
    /// Any text that is not empty.
    package static func text(_ expected: String, example: String) -> Self {
        Self(ValueForm(expected, example: example)) { $0 }
    }

    package static func file(_ expected: String, example: String) -> Self {
        Self(ValueForm(expected, example: example, completes: .files)) { $0 }
    }

    package static func directory(_ expected: String, example: String) -> Self {
        Self(ValueForm(expected, example: example, completes: .directories)) { $0 }
    }
}

extension ValueKind<Int> {
    /// A whole number within `range`.
    package static func number(
        _ range: ClosedRange<Int> = 1...Int.max, example: String
    ) -> Self {
        let upTo = range.upperBound == Int.max ? "" : " to \(range.upperBound)"
        return Self(
            ValueForm("a whole number from \(range.lowerBound)\(upTo)", example: example)
        ) { text in
            guard text.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }),
                let number = Int(text), range.contains(number)
            else { return nil }
            return number
        }
    }
}

extension ValueKind
where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
    /// One word of a closed list.
    package static func choice(_ values: [Value] = Array(Value.allCases)) -> Self {
        let words = values.map(\.rawValue)
        return Self(
            ValueForm(
                "one of \(words.joined(separator: ", "))", example: words.first ?? "",
                completes: .words(words))
        ) { text in values.first { $0.rawValue == text } }
    }
}

extension ValueKind {
    /// Words of a closed list with commas between them, such as `html,csv`.
    package static func list<Word>(_ values: [Word] = Array(Word.allCases)) -> Self
    where
        Value == [Word], Word: RawRepresentable & CaseIterable & Sendable, Word.RawValue == String
    {
        let words = values.map(\.rawValue)
        let form = ValueForm(
            "some of \(words.joined(separator: ",")) with commas between",
            example: words.prefix(2).joined(separator: ","), completes: .words(words))
        return Self(form) { text in
            let parts = text.split(separator: ",", omittingEmptySubsequences: false)
            let read = parts.compactMap { part in values.first { $0.rawValue == part } }
            return read.count == parts.count ? read : nil
        }
    }
}

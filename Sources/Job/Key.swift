// SPDX-License-Identifier: MIT

/// One key of the job file: all that reading, messages and `init` know about it.
package struct Key: Sendable {
    package let name: String
    package let kind: Kind
    /// A value as the job would write it, in JSON5.
    package let example: String
    /// What holds where the job says nothing, in JSON5; nil where nothing does.
    package let fallback: String?
    /// One line for a person.
    package let meaning: String

    package init(
        _ name: String, _ kind: Kind, example: String, fallback: String? = nil,
        _ meaning: String
    ) {
        self.name = name
        self.kind = kind
        self.example = example
        self.fallback = fallback
        self.meaning = meaning
    }

    /// The key as a line of the job: `items: 1000`.
    package var line: String { "\(name): \(example)" }

    /// The keys below this one, where it is a group with fixed keys.
    package var keys: [Key] {
        if case .section(let keys) = kind { keys } else { [] }
    }
}

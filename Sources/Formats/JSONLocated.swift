// SPDX-License-Identifier: MIT

extension JSON {
    /// A value that knows where it stands, for files that people write.
    package struct Located: Sendable {
        package indirect enum Content: Sendable {
            case null
            case bool(Bool)
            /// Plain JSON spelling, whatever the file wrote; `Infinity` and `NaN` stay as they are.
            case number(String)
            case string(String)
            case array([Located])
            case object([LocatedMember])
        }

        package var content: Content
        package var place: Place

        package init(_ content: Content, at place: Place = Place()) {
            self.content = content
            self.place = place
        }
    }

    package struct LocatedMember: Sendable {
        package var name: String
        /// Where the key stands; the value has its own place.
        package var place: Place
        package var value: Located

        package init(_ name: String, at place: Place, _ value: Located) {
            self.name = name
            self.place = place
            self.value = value
        }
    }
}

extension JSON.Located {
    package var line: Int { place.line }
    package var column: Int { place.column }

    /// The member of that name of an object; nil for anything else.
    package subscript(name: String) -> JSON.Located? { member(name)?.value }

    package func member(_ name: String) -> JSON.LocatedMember? {
        members?.first { $0.name.isSame(as: name) }
    }

    package var string: String? { value.string }
    /// The text of a string or of a number.
    package var text: String? { value.text }
    package var bool: Bool? { value.bool }
    package var int: Int? { value.int }
    package var isNull: Bool { if case .null = content { true } else { false } }
    /// What kind of value this is, for messages.
    package var kind: String { value.kind }

    package var array: [JSON.Located]? {
        if case .array(let values) = content { values } else { nil }
    }

    package var members: [JSON.LocatedMember]? {
        if case .object(let members) = content { members } else { nil }
    }

    /// The same value without its places.
    package var value: JSON.Value {
        switch content {
        case .null: .null
        case .bool(let value): .bool(value)
        case .number(let text): .number(text)
        case .string(let text): .string(text)
        case .array(let values): .array(values.map(\.value))
        case .object(let members): .object(members.map { JSON.Member($0.name, $0.value.value) })
        }
    }
}

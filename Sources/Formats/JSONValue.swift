// SPDX-License-Identifier: MIT

extension JSON {
    /// Any JSON value; objects keep their order, numbers their text.
    ///
    /// A number is never a Double: ids above 2^53 and money would not survive it.
    package indirect enum Value: Sendable {
        case null
        case bool(Bool)
        case number(String)
        case string(String)
        case array([Value])
        case object([Member])
    }

    package struct Member: Sendable, Equatable {
        package var name: String
        package var value: Value

        package init(_ name: String, _ value: Value) {
            self.name = name
            self.value = value
        }

        package static func == (left: Member, right: Member) -> Bool {
            left.name.isSame(as: right.name) && left.value == right.value
        }
    }
}

extension JSON.Value: Equatable {
    package static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left.isSame(as: right)
        case (.string(let left), .string(let right)): left.isSame(as: right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }
}

extension JSON.Value {
    /// The member of that name of an object; nil for anything else.
    package subscript(name: String) -> JSON.Value? {
        members?.first { $0.name.isSame(as: name) }?.value
    }

    /// The element of an array; nil outside its bounds and for anything else.
    package subscript(index: Int) -> JSON.Value? {
        guard case .array(let values) = self, values.indices.contains(index) else { return nil }
        return values[index]
    }

    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The text of a string, or of a number as it was written; ids come as both.
    package var text: String? {
        switch self {
        case .string(let text), .number(let text): text
        default: nil
        }
    }

    package var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// A number or a string that is a whole number in plain digits (`expires_in` comes as both).
    package var int: Int? { text.flatMap { Int($0) } }

    package var array: [JSON.Value]? {
        if case .array(let values) = self { values } else { nil }
    }

    package var members: [JSON.Member]? {
        if case .object(let members) = self { members } else { nil }
    }

    package var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// What kind of value this is, for messages.
    package var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

extension JSON.Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int) { self = .number(String(value)) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(nilLiteral: ()) { self = .null }
    package init(arrayLiteral elements: JSON.Value...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSON.Value)...) {
        self = .object(elements.map { JSON.Member($0.0, $0.1) })
    }
}

extension String {
    /// Byte for byte; `==` would call two spellings of "é" the same key.
    func isSame(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}

// SPDX-License-Identifier: MIT

/// What a person wrote, checked and sorted; a plain value that has done nothing yet.
package struct Invocation: Sendable {
    package let verb: Verb
    private let options: [String: [String]]
    private let arguments: [String: [String]]

    init(verb: Verb, options: [String: [String]], arguments: [String: [String]]) {
        self.verb = verb
        self.options = options
        self.arguments = arguments
    }

    /// The value of an option: a `Bool`, an optional value or a list, as the option says.
    package subscript<Read>(_ option: Option<Read>) -> Read {
        option.read(options[option.row.name] ?? [])
    }

    /// The first word given for an argument; nil where it may be absent and is.
    package subscript<Value>(_ argument: Argument<Value>) -> Value? { self[all: argument].first }

    /// All words given for an argument.
    package subscript<Value>(all argument: Argument<Value>) -> [Value] {
        (arguments[argument.valueName] ?? []).compactMap(argument.kind.read)
    }

    /// Whether the option stands in the command line, also as `--no-NAME`.
    package func has<Read>(_ option: Option<Read>) -> Bool { options[option.row.name] != nil }
}

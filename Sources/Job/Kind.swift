// SPDX-License-Identifier: MIT

package import Model

/// What the value of a key may be.
package indirect enum Kind: Sendable {
    case text
    case word([String])
    case flag
    case count(ClosedRange<Int>)
    case interval(ClosedRange<Interval>)
    case share
    case tolerance
    case time
    case money
    case expectation
    case moneyExpectation
    case order
    case path
    /// A path, or `false` to do without.
    case pathOrFalse
    /// One text or a list of them.
    case texts
    case patterns
    case timeZone
    case address
    /// A reference to a secret, never the secret itself.
    case secret
    /// A credential field that is no secret: text or a reference.
    case credential
    /// A line for `/bin/sh -c`.
    case command
    /// A SQL expression.
    case expression
    /// One SQL expression, or several with names.
    case rules
    /// Headers of the export by canonical field.
    case columns
    case section([Key])
    case accounts
    /// Keys of accounts by provider.
    case defaults
}

extension Kind {
    /// Whether a value may be a secret even where it is a mistake.
    var isSecret: Bool { if case .secret = self { true } else { false } }

    /// What is expected, for a message that goes on with an example.
    var expected: String {
        switch self {
        case .text: "a text in quotes"
        case .word(let words): "one of " + words.map { "\"\($0)\"" }.joined(separator: ", ")
        case .flag: "true or false"
        case .count(let range):
            "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .interval(let range):
            "a duration from \(range.lowerBound) to \(range.upperBound) with d, h, m, s or ms"
        case .share: "a share from 0% to 100% in quotes"
        case .tolerance: "a whole number, or a share in quotes"
        case .time: "a time from 00:00 to 23:59 in quotes"
        case .money: "amounts by currency"
        case .expectation: "a comparison with >=, <=, >, < or ="
        case .moneyExpectation: "comparisons by currency"
        case .order: "fields with commas between them, each with desc where wanted"
        case .path: "a path in quotes"
        case .pathOrFalse: "a path in quotes, or false"
        case .texts: "a text in quotes or a list of them"
        case .patterns: "a list of field names, with * for all below"
        case .timeZone: "a time zone of this machine"
        case .address: "an https address in quotes"
        case .secret: "env:NAME, file:PATH, command:LINE or credential:NAME"
        case .credential: "a text in quotes or a reference"
        case .command: "a command line in quotes"
        case .expression: "a SQL expression in quotes"
        case .rules: "a SQL expression in quotes, or several with names"
        case .columns: "headers of the export by field"
        case .section, .accounts, .defaults: "a group in braces"
        }
    }
}

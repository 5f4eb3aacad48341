// SPDX-License-Identifier: MIT

package import Model

/// How old the money is that is still expected at the end of a month.
package enum Age: String, CaseIterable, Sendable, Hashable {
    case upTo30 = "up to 30 days"
    case upTo60 = "31 to 60 days"
    case upTo90 = "61 to 90 days"
    case older = "over 90 days"

    package init(days: Int64) {
        switch days {
        case ...30: self = .upTo30
        case ...60: self = .upTo60
        case ...90: self = .upTo90
        default: self = .older
        }
    }
}

/// The month of one account in one currency.
package struct StatementAccount: Sendable, Equatable {
    package struct Key: Sendable, Hashable, Comparable {
        /// Empty for credits that belong to no account we know.
        package let account: String
        package let currency: String

        package static func < (left: Self, right: Self) -> Bool {
            (left.account, left.currency) < (right.account, right.currency)
        }
    }

    package let key: Key
    package var opening = Amount.zero
    package var voided = Amount.zero
    package var voidedCount: Int64 = 0
    package var neverCharged = Amount.zero
    package var credited = Amount.zero
    /// By invoice; empty where the refund file names none.
    package var invoices: [String: Amount] = [:]
    package var writtenOff = Amount.zero
    /// By who wrote it off.
    package var writtenOffBy: [String: Amount] = [:]
    package var withdrawn = Amount.zero
    package var closing = Amount.zero
    package var ages: [Age: Amount] = [:]
    package var unexpectedOpening = Amount.zero
    package var unexpected = Amount.zero
    package var explained = Amount.zero
    package var unexpectedClosing = Amount.zero
    /// What of the month's lines belongs to months that were closed before it was known.
    package var lateLines: Int64 = 0

    init(_ key: Key) { self.key = key }

    /// Whether opening and movements come to the closing, and its ages too.
    package var addsUp: Bool {
        var sum = opening
        sum += voided
        for part in [neverCharged, credited, writtenOff, withdrawn] { sum -= part }
        var aged = Amount.zero
        for amount in ages.values { aged += amount }
        var open = unexpectedOpening
        open += unexpected
        open -= explained
        return sum == closing && aged == closing && open == unexpectedClosing
    }
}

/// What one claim still has open when the month ends.
package struct OpenClaim: Sendable, Equatable {
    package let claim: Claim
    package let amount: Amount
    package let days: Int64
}

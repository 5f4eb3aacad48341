// SPDX-License-Identifier: MIT

package import Model

/// A share of a whole, in percent.
package struct Percent: Sendable, Equatable, CustomStringConvertible {
    package let amount: Amount

    /// Reads `50%` or `2.5%`, from 0 to 100; the sign is needed, so that 50 items are never 50 %.
    package init?(_ text: String) {
        guard text.hasSuffix("%"), let amount = Amount(text.dropLast()),
            !text.hasPrefix("+"), amount >= .zero, amount <= Amount(units: 100, scale: 0)
        else { return nil }
        self.amount = amount
    }

    package var description: String { "\(amount)%" }
}

/// A number of things, or a share of them.
package enum CountOrPercent: Sendable, Equatable {
    case count(Int)
    case percent(Percent)
}

/// How many requests in which time.
package struct Rate: Sendable, Equatable {
    package enum Unit: String, Sendable {
        case second = "s"
        case minute = "m"
    }

    package let count: Int
    package let unit: Unit

    /// Reads `200/m` or `2/s`.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let unit = Unit(rawValue: String(parts[1])),
            let count = ValueKind<Int>.number(example: "").read(String(parts[0]))
        else { return nil }
        self.count = count
        self.unit = unit
    }
}

/// An amount of money in one currency.
package struct CurrencyAmount: Sendable, Equatable {
    package let currency: String
    package let amount: Amount

    /// Reads `USD=50000` or `EUR=1022.10`.
    package init?(_ text: String) {
        guard let pair = NamedText(text), pair.name.utf8.count == 3,
            pair.name.utf8.allSatisfy({ $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") }),
            let amount = Amount(pair.text), !amount.isNegative
        else { return nil }
        currency = pair.name
        self.amount = amount
    }
}

extension ValueKind<Percent> {
    package static var percent: Self {
        Self(ValueForm("a percentage from 0% to 100%", example: "50%")) { Percent($0) }
    }
}

extension ValueKind<CountOrPercent> {
    package static var countOrPercent: Self {
        Self(ValueForm("a whole number from 1, or a percentage", example: "5%")) { text in
            ValueKind<Int>.number(example: "").read(text).map { .count($0) }
                ?? Percent(text).map { .percent($0) }
        }
    }
}

extension ValueKind<Rate> {
    package static var rate: Self {
        Self(ValueForm("requests per second or minute", example: "200/m")) { Rate($0) }
    }
}

extension ValueKind<CurrencyAmount> {
    package static var money: Self {
        Self(
            ValueForm(
                "a currency in three capital letters and an amount", example: "USD=50000")
        ) { CurrencyAmount($0) }
    }
}

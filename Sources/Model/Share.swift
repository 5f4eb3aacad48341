// SPDX-License-Identifier: MIT

/// A part of a whole in percent, exact: `50%`, `0.5%`.
package struct Share: Sendable, Hashable, Comparable {
    /// Millionths of a percent.
    private let micropercent: Int64

    private static let decimalsMax = 6
    private static let whole: Int64 = 100_000_000

    /// A share of whole percents; more than a hundred is a hundred.
    package init(percent: Int) {
        micropercent = Int64(max(0, min(percent, 100))) * 1_000_000
    }

    /// Reads `5%` or `0.5 %` from 0 to 100; nil for anything else.
    package init?(_ text: some StringProtocol) {
        guard text.last == "%" else { return nil }
        let number = String(text.dropLast())
        let trimmed = number.last == " " ? String(number.dropLast()) : number
        guard let amount = Amount(trimmed), trimmed.first?.isNumber == true,
            amount.scale <= Self.decimalsMax
        else { return nil }
        var units = amount.units
        for _ in amount.scale..<Self.decimalsMax {
            let (product, overflow) = units.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            units = product
        }
        guard let value = Int64(exactly: units), value <= Self.whole else { return nil }
        micropercent = value
    }

    package static func < (left: Self, right: Self) -> Bool {
        left.micropercent < right.micropercent
    }

    /// Whether `part` of `whole` is more than this share; the share itself is still allowed.
    package func isExceeded(by part: Int, of whole: Int) -> Bool {
        Int128(part) * Int128(Self.whole) > Int128(micropercent) * Int128(whole)
    }
}

extension Share: CustomStringConvertible {
    /// The share as it is written, without needless decimals.
    package var description: String { number + "%" }

    /// The share as every screen writes one.
    package var spoken: String { number + " %" }

    private var number: String {
        var units = micropercent
        var scale = Self.decimalsMax
        while scale > 0, units % 10 == 0 { (units, scale) = (units / 10, scale - 1) }
        return Amount(units: Int128(units), scale: scale).description
    }
}

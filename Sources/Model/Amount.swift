// SPDX-License-Identifier: MIT

/// An exact decimal: `units` divided by ten to the power of `scale`.
///
/// Money never passes through binary floating point; a cent lost in a million rows is a finding
/// in an audit. Sums keep the larger scale, so `0.10 + 0.005` is `0.105`.
package struct Amount: Sendable {
    package let units: Int128
    package let scale: Int

    /// More decimals than any currency or price list uses; a longer text is not an amount.
    package static let scaleMax = 18
    package static let digitsMax = 30
    package static let zero = Amount(units: 0, scale: 0)

    package init(units: Int128, scale: Int) {
        self.units = units
        self.scale = scale
    }

    /// Reads plain decimal text such as `-12.340`; anything else, also `1e3` or `1,5`, is nil.
    package init?(_ text: some StringProtocol) {
        self.init(bytes: Array(text.utf8).span)
    }

    package init?(bytes: borrowing Span<UInt8>) {
        var index = 0
        var negative = false
        if index < bytes.count,
            bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+")
        {
            negative = bytes[index] == UInt8(ascii: "-")
            index += 1
        }
        var units: Int128 = 0
        var digits = 0
        var scale: Int?
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "."), scale == nil {
                scale = 0
                continue
            }
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9"), digits < Self.digitsMax
            else { return nil }
            units = units * 10 + Int128(byte - UInt8(ascii: "0"))
            digits += 1
            if let decimals = scale { scale = decimals + 1 }
        }
        guard digits > 0, scale ?? 0 <= Self.scaleMax else { return nil }
        self.init(units: negative ? -units : units, scale: scale ?? 0)
    }

    package var isNegative: Bool { units < 0 }

    /// The sum, exact; nil when it does not fit.
    package func adding(_ other: Amount) -> Amount? {
        let scale = max(scale, other.scale)
        guard let left = scaled(to: scale), let right = other.scaled(to: scale) else { return nil }
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? nil : Amount(units: sum, scale: scale)
    }

    package func subtracting(_ other: Amount) -> Amount? {
        adding(Amount(units: -other.units, scale: other.scale))
    }

    private func scaled(to wanted: Int) -> Int128? {
        var result = units
        for _ in scale..<max(scale, wanted) {
            let (product, overflow) = result.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            result = product
        }
        return result
    }
}

extension Amount: Comparable {
    package static func == (left: Amount, right: Amount) -> Bool {
        left.normalised == right.normalised
    }

    package static func < (left: Amount, right: Amount) -> Bool {
        let scale = max(left.scale, right.scale)
        if let first = left.scaled(to: scale), let second = right.scaled(to: scale) {
            return first < second
        }
        // One of them left the range at the common scale: whole parts decide.
        return left.whole < right.whole
    }

    private var whole: Int128 {
        var result = units
        for _ in 0..<scale { result /= 10 }
        return result
    }

    private var normalised: [Int128] {
        var units = units
        var scale = scale
        while scale > 0, units % 10 == 0 {
            units /= 10
            scale -= 1
        }
        return [units, Int128(scale)]
    }
}

extension Amount: CustomStringConvertible {
    /// Plain decimal text with all decimals kept.
    package var description: String { text(decimalsMin: 0) }

    /// Decimal text with at least `decimalsMin` decimals, as money is shown.
    package func text(decimalsMin: Int = 2) -> String {
        let digits = String(units.magnitude)
        let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
        let whole = padded.dropLast(scale)
        let decimals =
            padded.suffix(scale) + String(repeating: "0", count: max(0, decimalsMin - scale))
        return (isNegative ? "-" : "") + whole + (decimals.isEmpty ? "" : ".\(decimals)")
    }
}

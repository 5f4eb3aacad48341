// SPDX-License-Identifier: MIT

package import Model

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

extension ValueKind<Share> {
    package static var share: Self {
        Self(ValueForm("a percentage from 0% to 100%", example: "50%")) { Share($0) }
    }
}

extension ValueKind<Tolerance> {
    package static var tolerance: Self {
        Self(ValueForm("a whole number from 1, or a percentage", example: "5%")) { text in
            text == "0" ? nil : Tolerance(text)
        }
    }
}

extension ValueKind<Pace> {
    package static var rate: Self {
        Self(ValueForm("requests per second or minute", example: "200/m")) { Pace($0) }
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

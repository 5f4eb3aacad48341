// SPDX-License-Identifier: MIT

/// A whole number with its thousands apart, such as `12,480`.
package func grouped(_ number: some BinaryInteger) -> String { groupedDigits(String(number)) }

/// An amount with its thousands apart and at least two decimals, such as `28,401.22`.
package func grouped(_ amount: Amount) -> String { groupedDigits(amount.text()) }

/// Money with its currency first, such as `USD 28,401.22`.
package func money(_ currency: String, _ amount: Amount) -> String {
    "\(currency.isEmpty ? "no currency" : currency) \(grouped(amount))"
}

/// All sums with dots between, such as `USD 28,401.22 · EUR 1,022.10`.
package func money(_ totals: Totals) -> String {
    totals.sorted.map { money($0.currency, $0.amount) }.joined(separator: " · ")
}

/// A number with its noun, such as `1 item` and `4,112 items`.
package func counted(_ number: some BinaryInteger, _ one: String, _ many: String? = nil) -> String {
    "\(grouped(number)) \(number == 1 ? one : many ?? one + "s")"
}

/// A part of a whole in percent, such as `33 %`; a small part is never called nothing.
package func share(_ part: Int, of whole: Int) -> String {
    guard whole > 0, part > 0 else { return "0 %" }
    let (units, overflow) = part.multipliedReportingOverflow(by: 200)
    // Past the range of Int the last digits of a percentage mean nothing.
    let halves = overflow ? part / whole * 200 : units / whole
    let percent = halves / 2 + halves % 2
    if percent == 0 { return "< 1 %" }
    return percent == 100 && part < whole ? "> 99 %" : "\(grouped(percent)) %"
}

/// Puts a comma between each three digits before the decimal point.
private func groupedDigits(_ text: String) -> String {
    let sign = text.hasPrefix("-") ? "-" : ""
    let body = text.dropFirst(sign.count)
    let whole = Array(body.prefix { $0 != "." })
    var result = sign
    for (index, digit) in whole.enumerated() {
        if index > 0, (whole.count - index) % 3 == 0 { result.append(",") }
        result.append(digit)
    }
    return result + body.dropFirst(whole.count)
}

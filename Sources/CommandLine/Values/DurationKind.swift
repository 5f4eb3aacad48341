// SPDX-License-Identifier: MIT

extension ValueKind<Duration> {
    /// A length of time such as `30m`, `90s`, `1h30m` or `2d`.
    package static var duration: Self {
        Self(ValueForm("a length of time in ms, s, m, h or d", example: "30m")) { text in
            readDuration(text)
        }
    }
}

/// The longest wait anyone can ask for; a longer one is a slip of the keyboard.
let durationDaysMax: Int64 = 366

private let unitMilliseconds: [(name: String, milliseconds: Int64)] = [
    ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
]

/// Reads numbers with their units, the larger unit first and each at most once.
private func readDuration(_ text: String) -> Duration? {
    var rest = Array(text.utf8)[...]
    var units = unitMilliseconds[...]
    var total: Int64 = 0
    repeat {
        let digits = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        rest = rest.dropFirst(digits.count)
        let name = rest.prefix { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") }
        rest = rest.dropFirst(name.count)
        guard let number = Int64(String(decoding: digits, as: UTF8.self)),
            let place = units.firstIndex(where: { Array($0.name.utf8)[...] == name })
        else { return nil }
        let (product, tooLarge) = number.multipliedReportingOverflow(by: units[place].milliseconds)
        let (sum, tooMuch) = total.addingReportingOverflow(product)
        guard !tooLarge, !tooMuch, sum <= durationDaysMax * 86_400_000 else { return nil }
        total = sum
        units = units[(place + 1)...]
    } while !rest.isEmpty
    return .milliseconds(total)
}

extension Duration {
    /// Whole milliseconds, as clocks and columns count them.
    package var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}

// SPDX-License-Identifier: MIT

extension UInt8 {
    @inlinable package var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
}

extension Int64 {
    /// Reads one to eighteen ASCII digits and nothing else.
    package init?(digits: some Collection<UInt8>) {
        guard (1...18).contains(digits.count), digits.allSatisfy(\.isDigit) else { return nil }
        self = digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }

    package func padded(_ width: Int) -> String {
        let text = String(self)
        return String(repeating: "0", count: Swift.max(0, width - text.utf8.count)) + text
    }

    /// Division that rounds towards minus infinity, as days before 1970 need.
    package func floorDivided(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

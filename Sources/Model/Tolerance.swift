// SPDX-License-Identifier: MIT

/// How much of something is still allowed: a number, a share, or both, and then each counts.
package struct Tolerance: Sendable, Hashable {
    package var count: Int?
    package var share: Share?

    package static let none = Tolerance(count: 0)

    package init(count: Int? = nil, share: Share? = nil) {
        self.count = count
        self.share = share
    }

    /// Reads `25` or `5%`; nil for anything else.
    package init?(_ text: String) {
        if let share = Share(text) {
            self.init(share: share)
        } else if let count = wholeNumber(text) {
            self.init(count: count)
        } else {
            return nil
        }
    }

    /// Whether `part` of `whole` is more than allowed; what equals the limit is allowed.
    package func isExceeded(by part: Int, of whole: Int) -> Bool {
        count.map { part > $0 } ?? false || share?.isExceeded(by: part, of: whole) ?? false
    }

    /// Both tolerances at once, so that neither can be loosened by the other.
    package func tightened(by other: Tolerance) -> Tolerance {
        Tolerance(
            count: lesser(count, other.count), share: lesser(share, other.share))
    }
}

extension Tolerance: CustomStringConvertible {
    package var description: String {
        let parts = [count.map(String.init), share?.description].compactMap { $0 }
        return parts.isEmpty ? "any" : parts.joined(separator: " and ")
    }
}

/// The smaller of two values of which either may be missing.
package func lesser<Value: Comparable>(_ left: Value?, _ right: Value?) -> Value? {
    guard let left, let right else { return left ?? right }
    return min(left, right)
}

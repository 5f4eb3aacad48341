// SPDX-License-Identifier: MIT

internal import Glibc

extension UnsafeRawBufferPointer {
    /// Whether these are the same bytes, which the library compares many at a time.
    package func equal(_ other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count, let start = baseAddress, let second = other.baseAddress
        else { return count == other.count }
        return start == second || memcmp(start, second, count) == 0
    }

    package func equal(_ other: [UInt8]) -> Bool { other.withUnsafeBytes { equal($0) } }

    /// Below 0 where these come before the others as SQLite orders texts, 0 where they are the same.
    package func order(to other: UnsafeRawBufferPointer) -> Int {
        guard let start = baseAddress, let second = other.baseAddress else {
            return count - other.count
        }
        let difference = memcmp(start, second, Swift.min(count, other.count))
        return difference == 0 ? count - other.count : Int(difference)
    }
}

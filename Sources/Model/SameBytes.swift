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
}

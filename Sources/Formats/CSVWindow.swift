// SPDX-License-Identifier: MIT

extension CSV {
    /// The part of a file that is in memory: the row being read and what was read ahead.
    ///
    /// Its bytes stand at an address that only `makeRoom` changes, so that a row can be lent out
    /// without a copy until the reader is asked for the next one.
    struct Window: ~Copyable {
        /// The scanner loads blocks; the last one may reach this far past the end.
        static let paddingBytes = 64

        private(set) var bytes: UnsafeMutablePointer<UInt8>
        private(set) var capacity: Int
        private(set) var count = 0

        init(capacity: Int) {
            self.capacity = max(capacity, 64)
            bytes = .allocate(capacity: self.capacity + Self.paddingBytes)
            bytes.initialize(repeating: 0, count: self.capacity + Self.paddingBytes)
        }

        deinit { bytes.deallocate() }

        var free: UnsafeMutableRawBufferPointer {
            UnsafeMutableRawBufferPointer(start: bytes + count, count: capacity - count)
        }

        mutating func didFill(_ more: Int) {
            count += min(max(0, more), capacity - count)
            // What an earlier, longer content left there must not look like text.
            (bytes + count).update(repeating: 0, count: Self.paddingBytes)
        }

        /// Drops the first bytes, and grows until at least `wanted` bytes are free.
        mutating func makeRoom(dropping dropped: Int, wanted: Int) {
            let kept = count - dropped
            if kept + wanted <= capacity {
                (bytes).update(from: bytes + dropped, count: kept)
            } else {
                grow(to: max(kept + wanted, capacity * 2), dropping: dropped, keeping: kept)
            }
            count = kept
        }

        private mutating func grow(to wanted: Int, dropping dropped: Int, keeping kept: Int) {
            let larger = UnsafeMutablePointer<UInt8>.allocate(
                capacity: wanted + Self.paddingBytes)
            larger.initialize(repeating: 0, count: wanted + Self.paddingBytes)
            larger.update(from: bytes + dropped, count: kept)
            bytes.deallocate()
            bytes = larger
            capacity = wanted
        }
    }
}

// SPDX-License-Identifier: MIT

extension JSON {
    /// The part of an endless input that is being looked at.
    ///
    /// Its bytes stand at an address that only adding more changes, so that a field can be lent out
    /// without a copy until the reader is asked for the next record.
    struct Buffer: ~Copyable {
        private var storage: UnsafeMutablePointer<UInt8>
        private var capacity: Int
        /// Bytes of input that are here.
        private(set) var count = 0
        /// How many bytes of the input were dropped before the first one here.
        private(set) var dropped = 0
        /// Bytes of the current line that were dropped.
        private(set) var droppedOfLine = 0
        private var line = 1

        static let startBytes = 4 << 10

        init() {
            capacity = Self.startBytes
            storage = .allocate(capacity: capacity)
            storage.initialize(repeating: 0, count: capacity)
        }

        deinit { storage.deallocate() }

        var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: storage, count: count) }

        /// Lets `fill` put up to `wanted` bytes behind what is there, and drops what is `done`.
        ///
        /// Returns by how much every index moved down.
        mutating func append(
            _ wanted: Int, done: Int, line: Int,
            _ fill: (UnsafeMutableRawBufferPointer) throws -> Int
        ) rethrows -> (moved: Int, added: Int) {
            let moved = makeRoom(wanted, done: done, line: line)
            let free = UnsafeMutableRawBufferPointer(start: storage + count, count: wanted)
            let added = try fill(free)
            count += min(max(0, added), wanted)
            return (moved, added)
        }

        private mutating func makeRoom(_ wanted: Int, done: Int, line: Int) -> Int {
            guard count + wanted > capacity else { return 0 }
            let moved = drop(done, line: line)
            if count + wanted > capacity { grow(to: max(2 * capacity, count + wanted)) }
            return moved
        }

        private mutating func grow(to size: Int) {
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
            larger.initialize(repeating: 0, count: size)
            larger.update(from: storage, count: count)
            storage.deallocate()
            storage = larger
            capacity = size
        }

        private mutating func drop(_ done: Int, line: Int) -> Int {
            guard done > 0 else { return 0 }
            droppedOfLine = columnBytes(at: done, line: line)
            self.line = line
            count -= done
            storage.update(from: storage + done, count: count)
            dropped += done
            return done
        }

        /// How many bytes stand before `index` on its line, which has the number `line`.
        func columnBytes(at index: Int, line: Int) -> Int {
            // A file of one line is not searched backwards for each piece.
            if line == self.line { return droppedOfLine + index }
            var start = min(index, count)
            while start > 0, bytes[start - 1] != Byte.lineFeed { start -= 1 }
            return start > 0 ? index - start : droppedOfLine + index
        }
    }
}

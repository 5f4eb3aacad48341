// SPDX-License-Identifier: MIT

extension JSON {
    /// The part of an endless input that is being looked at.
    struct Buffer {
        private(set) var storage: [UInt8]
        /// Bytes of `storage` that hold input.
        private(set) var count = 0
        /// How many bytes of the input were dropped before `storage[0]`.
        private(set) var dropped = 0
        /// Bytes of the current line that were dropped.
        private(set) var droppedOfLine = 0
        private var line = 1

        static let startBytes = 512 << 10

        init() { storage = [] }

        /// Lets `fill` put up to `wanted` bytes behind what is there, and drops what is `done`.
        ///
        /// Returns by how much every index moved down.
        mutating func append(
            _ wanted: Int, done: Int, line: Int,
            _ fill: (UnsafeMutableRawBufferPointer) throws -> Int
        ) rethrows -> (moved: Int, added: Int) {
            let moved = makeRoom(wanted, done: done, line: line)
            let count = count
            let added = try storage.withUnsafeMutableBytes { bytes in
                try fill(UnsafeMutableRawBufferPointer(rebasing: bytes[count..<count + wanted]))
            }
            self.count += min(max(0, added), wanted)
            return (moved, added)
        }

        private mutating func makeRoom(_ wanted: Int, done: Int, line: Int) -> Int {
            guard count + wanted > storage.count else { return 0 }
            let moved = drop(done, line: line)
            if count + wanted > storage.count {
                let size = max(Self.startBytes, 2 * storage.count, count + wanted)
                storage.append(contentsOf: repeatElement(0, count: size - storage.count))
            }
            return moved
        }

        private mutating func drop(_ done: Int, line: Int) -> Int {
            guard done > 0 else { return 0 }
            droppedOfLine = columnBytes(at: done, line: line)
            self.line = line
            storage.withUnsafeMutableBytes { bytes in
                bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[done..<count]))
            }
            count -= done
            dropped += done
            return done
        }

        /// How many bytes stand before `index` on its line, which has the number `line`.
        func columnBytes(at index: Int, line: Int) -> Int {
            // A file of one line is not searched backwards for each piece.
            if line == self.line { return droppedOfLine + index }
            var start = min(index, count)
            while start > 0, storage[start - 1] != Byte.lineFeed { start -= 1 }
            return start > 0 ? index - start : droppedOfLine + index
        }
    }
}

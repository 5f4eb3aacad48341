// SPDX-License-Identifier: MIT

import Exports
import Model

/// Sorted runs of keys in a temporary file, compared with each other at the end.
final class KeyRuns {
    /// So many keys of each run are in memory while the runs are compared.
    static let keysBufferedMax = 4096

    private let file: UnnamedFile
    private var ranges: [Range<Int64>] = []

    init() throws(Problem) { file = try UnnamedFile() }

    /// Keeps one run; its keys ascend, those that came more than once are marked.
    func add(_ keys: [UInt64]) throws(Problem) {
        let start = file.byteCount
        var result: Result<Void, Problem> = .success(())
        keys.withUnsafeBytes { bytes in
            result = Result { () throws(Problem) in try file.write(bytes) }
        }
        try result.get()
        if !keys.isEmpty { ranges.append(start..<file.byteCount) }
    }

    /// Hands over every key that came more than once, in one run or in several, and counts them.
    func repeated(_ body: (UInt64) -> Void) throws(Problem) -> Int {
        var readers: [RunReader] = []
        for range in ranges { readers.append(try RunReader(file, range)) }
        var count = 0
        while let key = readers.lazy.compactMap(\.key).min() {
            var times = 0
            for place in readers.indices where readers[place].key == key {
                times += readers[place].isRepeated ? 2 : 1
                try readers[place].advance()
            }
            if times > 1 {
                count += 1
                body(key)
            }
        }
        return count
    }
}

/// Reads one run from its first key to its last.
private struct RunReader {
    private let file: UnnamedFile
    private let range: Range<Int64>
    private var next: Int64
    private var keys: [UInt64] = []
    private var place = 0

    init(_ file: UnnamedFile, _ range: Range<Int64>) throws(Problem) {
        self.file = file
        self.range = range
        next = range.lowerBound
        try refill()
    }

    var key: UInt64? { place < keys.count ? keys[place] & ~KeyList.repeatedBit : nil }

    var isRepeated: Bool { place < keys.count && keys[place] & KeyList.repeatedBit != 0 }

    mutating func advance() throws(Problem) {
        place += 1
        if place == keys.count { try refill() }
    }

    private mutating func refill() throws(Problem) {
        let size = MemoryLayout<UInt64>.size
        let left = Int(clamping: range.upperBound - next) / size
        keys = [UInt64](repeating: 0, count: min(KeyRuns.keysBufferedMax, left))
        place = 0
        var result: Result<Int, Problem> = .success(0)
        keys.withUnsafeMutableBytes { space in
            result = Result { () throws(Problem) in try file.read(into: space, at: next) }
        }
        guard try result.get() == keys.count * size else {
            throw Problem(.storage, "a temporary file was cut", at: "a temporary file")
        }
        next += Int64(keys.count * size)
    }
}

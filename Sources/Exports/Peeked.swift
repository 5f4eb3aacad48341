// SPDX-License-Identifier: MIT

import Model

/// A source whose first bytes can be looked at before they are read.
final class Peeked: ByteSource {
    static let headBytesMax = 128 << 10

    private let source: any ByteSource
    private(set) var head: [UInt8] = []
    /// The source ended within the head.
    let isWhole: Bool
    private var given = 0

    init(_ source: any ByteSource) throws(Problem) {
        self.source = source
        var space = [UInt8](repeating: 0, count: Self.headBytesMax)
        var count = 0
        var last = 1
        while last > 0, count < space.count {
            last = try Self.read(source, into: &space, from: count)
            count += last
        }
        isWhole = last == 0
        head = Array(space[..<count])
    }

    private static func read(
        _ source: any ByteSource, into space: inout [UInt8], from start: Int
    ) throws(Problem) -> Int {
        var result: Result<Int, Problem> = .success(0)
        space.withUnsafeMutableBytes { all in
            let rest = UnsafeMutableRawBufferPointer(rebasing: all[start...])
            do throws(Problem) { result = .success(try source.read(into: rest)) } catch {
                result = .failure(error)
            }
        }
        return try result.get()
    }

    func read(into space: UnsafeMutableRawBufferPointer) throws(Problem) -> Int {
        guard given < head.count else { return try source.read(into: space) }
        let count = min(space.count, head.count - given)
        space.copyBytes(from: head[given..<given + count])
        given += count
        return count
    }

    /// Leaves out the first bytes, such as a byte order mark; only before the first read.
    func skip(_ count: Int) { given = min(count, head.count) }
}

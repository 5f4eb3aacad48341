// SPDX-License-Identifier: MIT

/// Records one after the other in one piece of memory.
///
/// What is put on record is encoded once: the bytes that are hashed are the bytes that are handed
/// to another thread, and read there.
package struct LeafList: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    package init() {}

    package var count: Int { ends.count }
    package var byteCount: Int { bytes.count }

    package mutating func append(_ record: borrowing LeafEncoder) {
        record.withHashedBytes { bytes.append(contentsOf: $0) }
        ends.append(bytes.count)
    }

    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    package func hash(at place: Int) -> Digest {
        bytes.withUnsafeBytes { SHA256.hash(UnsafeRawBufferPointer(rebasing: $0[range(place)])) }
    }

    /// Lends a record for the length of one call.
    package func read<R>(
        at place: Int, _ body: (inout LentLeaf) throws -> R
    ) rethrows -> R {
        try bytes.withUnsafeBytes {
            var leaf = LentLeaf($0, range(place))
            return try body(&leaf)
        }
    }

    /// Lends records that stand side by side for the length of one call.
    package func read<R>(_ places: Range<Int>, _ body: ([LentLeaf]) throws -> R) rethrows -> R {
        try bytes.withUnsafeBytes { all in try body(places.map { LentLeaf(all, range($0)) }) }
    }

    private func range(_ place: Int) -> Range<Int> {
        (place == 0 ? 0 : ends[place - 1])..<ends[place]
    }
}

/// A record that an encoder wrote, read field by field where it lies.
package struct LentLeaf {
    package enum Field {
        case null
        case integer(Int64)
        case text(UnsafeRawBufferPointer)
        case bytes(UnsafeRawBufferPointer)
    }

    package let type: UInt8
    private let bytes: UnsafeRawBufferPointer
    private var place = 1

    /// - Parameter range: where the record lies, with the byte that the tree puts before it.
    init(_ all: UnsafeRawBufferPointer, _ range: Range<Int>) {
        bytes = UnsafeRawBufferPointer(rebasing: all[range.dropFirst()])
        type = bytes[0]
    }

    /// The next field; nil after the last.
    package mutating func next() -> Field? {
        guard place < bytes.count, let kind = FieldKind(rawValue: bytes[place]) else { return nil }
        place += 1
        switch kind {
        case .null: return .null
        case .integer: return .integer(Int64(bitPattern: number()))
        case .text: return .text(content())
        case .bytes: return .bytes(content())
        }
    }

    private mutating func number() -> UInt64 {
        defer { place += 8 }
        return UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }

    private mutating func content() -> UnsafeRawBufferPointer {
        let count = Int(number())
        defer { place += count }
        return UnsafeRawBufferPointer(rebasing: bytes[place..<place + count])
    }
}

// SPDX-License-Identifier: MIT

/// The kinds of field of a leaf, by the byte that opens each.
enum FieldKind: UInt8 {
    case null = 0
    case integer = 1
    case text = 2
    case bytes = 3
}

/// Writes one record as bytes that no other record has: a type, then fields that say their length.
///
/// One encoder serves any number of records in turn and keeps its memory. README.md has the format.
package struct LeafEncoder {
    /// The byte that RFC 6962 puts before a leaf, so that no leaf can be taken for a node.
    private static let prefix: UInt8 = 0

    private var buffer: [UInt8] = [prefix, 0]

    package init(type: UInt8 = 0) { begin(type: type) }

    /// Forgets the record and opens the next.
    package mutating func begin(type: UInt8) {
        buffer.removeAll(keepingCapacity: true)
        buffer.append(Self.prefix)
        buffer.append(type)
    }

    package mutating func null() { buffer.append(FieldKind.null.rawValue) }

    package mutating func integer(_ value: Int64) {
        buffer.append(FieldKind.integer.rawValue)
        append(UInt64(bitPattern: value))
    }

    package mutating func integer(_ value: Int64?) {
        if let value { integer(value) } else { null() }
    }

    package mutating func text(_ value: String) {
        var value = value
        value.withUTF8 { text(utf8: UnsafeRawBufferPointer($0)) }
    }

    package mutating func text(_ value: String?) {
        if let value { text(value) } else { null() }
    }

    package mutating func text(utf8: UnsafeRawBufferPointer) { append(.text, utf8) }

    package mutating func bytes(_ value: [UInt8]) {
        value.withUnsafeBytes { bytes($0) }
    }

    package mutating func bytes(_ value: [UInt8]?) {
        if let value { bytes(value) } else { null() }
    }

    package mutating func bytes(_ value: UnsafeRawBufferPointer) { append(.bytes, value) }

    package mutating func digest(_ value: Digest) { value.withUnsafeBytes { bytes($0) } }

    /// The record's bytes.
    package var leaf: [UInt8] { [UInt8](buffer.dropFirst()) }

    /// The record's hash as the tree takes it.
    package var hash: Digest { buffer.withUnsafeBytes { SHA256.hash($0) } }

    private mutating func append(_ kind: FieldKind, _ value: UnsafeRawBufferPointer) {
        buffer.append(kind.rawValue)
        append(UInt64(value.count))
        buffer.append(contentsOf: value)
    }

    private mutating func append(_ number: UInt64) {
        withUnsafeBytes(of: number.bigEndian) { buffer.append(contentsOf: $0) }
    }
}

// SPDX-License-Identifier: MIT

/// The kinds of field of a leaf, by the byte that opens each.
@usableFromInline enum FieldKind: UInt8 {
    case null = 0
    case integer = 1
    case text = 2
    case bytes = 3
}

/// Writes one record as bytes that no other record has: a type, then fields that say their length.
///
/// One encoder serves any number of records in turn and keeps its memory. README.md has the format.
///
/// Adding a field is made part of the loops of other rooms: rows have many fields.
@usableFromInline package struct LeafEncoder: Sendable {
    /// The byte that RFC 6962 puts before a leaf, so that no leaf can be taken for a node.
    private static let prefix: UInt8 = 0
    /// What opens a field that says its length, or is a number: its kind and eight bytes.
    @usableFromInline static let openingBytes = 9
    private static let roomBytes = 1024

    /// The record is the first `used` bytes; what follows is room that earlier records made.
    @usableFromInline var buffer = [UInt8](repeating: prefix, count: roomBytes)
    @usableFromInline var used = 0

    package init(type: UInt8 = 0) { begin(type: type) }

    /// Forgets the record and opens the next.
    package mutating func begin(type: UInt8) {
        buffer[0] = Self.prefix
        buffer[1] = type
        used = 2
    }

    @inlinable
    package mutating func null() {
        reserve(1)
        buffer[used] = FieldKind.null.rawValue
        used += 1
    }

    @inlinable
    package mutating func integer(_ value: Int64) {
        reserve(Self.openingBytes)
        let place = used
        buffer.withUnsafeMutableBytes { Self.open(.integer, UInt64(bitPattern: value), $0, place) }
        used += Self.openingBytes
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

    @inlinable
    package mutating func text(utf8: UnsafeRawBufferPointer) { append(.text, utf8) }

    package mutating func bytes(_ value: [UInt8]) {
        value.withUnsafeBytes { bytes($0) }
    }

    package mutating func bytes(_ value: [UInt8]?) {
        if let value { bytes(value) } else { null() }
    }

    @inlinable
    package mutating func bytes(_ value: UnsafeRawBufferPointer) { append(.bytes, value) }

    package mutating func digest(_ value: Digest) { value.withUnsafeBytes { bytes($0) } }

    /// The record's bytes.
    package var leaf: [UInt8] { [UInt8](buffer[1..<used]) }

    /// The record's hash as the tree takes it.
    package var hash: Digest { withHashedBytes { SHA256.hash($0) } }

    /// Lends the record's bytes with the one that the tree puts before them.
    func withHashedBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        buffer.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<used])) }
    }

    @inlinable
    mutating func append(_ kind: FieldKind, _ value: UnsafeRawBufferPointer) {
        reserve(Self.openingBytes + value.count)
        let place = used
        buffer.withUnsafeMutableBytes { room in
            Self.open(kind, UInt64(value.count), room, place)
            UnsafeMutableRawBufferPointer(rebasing: room[(place + Self.openingBytes)...])
                .copyMemory(from: value)
        }
        used += Self.openingBytes + value.count
    }

    /// Writes kind and number where there is room for them.
    @inlinable
    static func open(
        _ kind: FieldKind, _ number: UInt64, _ room: UnsafeMutableRawBufferPointer, _ place: Int
    ) {
        room[place] = kind.rawValue
        room.storeBytes(of: number.bigEndian, toByteOffset: place + 1, as: UInt64.self)
    }

    @inlinable
    mutating func reserve(_ more: Int) {
        if used + more > buffer.count { grow(used + more - buffer.count) }
    }

    @usableFromInline
    mutating func grow(_ missing: Int) {
        buffer.append(contentsOf: repeatElement(0, count: max(missing, buffer.count)))
    }
}

// SPDX-License-Identifier: MIT

/// A record read back from its bytes.
package struct Leaf: Hashable, Sendable {
    /// One value of a record.
    package enum Field: Hashable, Sendable {
        case null
        case integer(Int64)
        /// UTF-8 as it was stored, which a foreign database need not keep well formed.
        case text([UInt8])
        case bytes([UInt8])
    }

    package var type: UInt8
    package var fields: [Field]

    package init(type: UInt8, fields: [Field]) {
        self.type = type
        self.fields = fields
    }

    /// Reads bytes that an encoder wrote; nil when they are anything else.
    package init?(_ bytes: some Collection<UInt8>) {
        var reader = FieldReader(bytes: [UInt8](bytes))
        guard let type = reader.byte() else { return nil }
        self.init(type: type, fields: [])
        while !reader.isAtEnd {
            guard let field = reader.field() else { return nil }
            fields.append(field)
        }
    }

    /// The bytes that stand for the record.
    package var bytes: [UInt8] { encoded.leaf }

    package var hash: Digest { encoded.hash }

    private var encoded: LeafEncoder {
        var encoder = LeafEncoder(type: type)
        for field in fields {
            switch field {
            case .null: encoder.null()
            case .integer(let value): encoder.integer(value)
            case .text(let utf8): utf8.withUnsafeBytes { encoder.text(utf8: $0) }
            case .bytes(let value): encoder.bytes(value)
            }
        }
        return encoder
    }
}

/// Reads fields one after the other and never beyond the end.
private struct FieldReader {
    let bytes: [UInt8]
    var position = 0

    var isAtEnd: Bool { position == bytes.count }

    mutating func byte() -> UInt8? { take(1)?.first }

    mutating func field() -> Leaf.Field? {
        guard let kind = byte().flatMap(FieldKind.init(rawValue:)) else { return nil }
        switch kind {
        case .null: return .null
        case .integer: return number().map { .integer(Int64(bitPattern: $0)) }
        case .text: return value().map { .text($0) }
        case .bytes: return value().map { .bytes($0) }
        }
    }

    private mutating func value() -> [UInt8]? {
        guard let count = number(), count <= UInt64(bytes.count - position) else { return nil }
        return take(Int(count)).map { [UInt8]($0) }
    }

    private mutating func number() -> UInt64? {
        take(8)?.reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= bytes.count - position else { return nil }
        defer { position += count }
        return bytes[position..<(position + count)]
    }
}

// SPDX-License-Identifier: MIT

import Testing

@testable import Proof

@Suite struct LeafTests {
    /// The vectors of README.md.
    static let vectors: [(leaf: Leaf, hex: String)] = [
        (Leaf(type: 1, fields: []), "01"),
        (Leaf(type: 1, fields: [.null]), "0100"),
        (Leaf(type: 1, fields: [.integer(-1)]), "0101ffffffffffffffff"),
        (Leaf(type: 1, fields: [.integer(258)]), "01010000000000000102"),
        (Leaf(type: 1, fields: [.text([])]), "01020000000000000000"),
        (Leaf(type: 1, fields: [.text(Array("é".utf8))]), "01020000000000000002c3a9"),
        (Leaf(type: 1, fields: [.bytes([0, 255])]), "0103000000000000000200ff"),
        (
            Leaf(type: 7, fields: [.text(Array("se-1".utf8)), .null, .integer(42)]),
            "0702000000000000000473652d31" + "00" + "01000000000000002a"
        ),
    ]

    @Test(arguments: vectors)
    func `a record is written as the format says and read back`(leaf: Leaf, hex: String) {
        #expect(leaf.bytes == bytes(hex: hex))
        #expect(Leaf(bytes(hex: hex)) == leaf)
        #expect(leaf.hash == SHA256.hash([0] + bytes(hex: hex)))
        #expect(leaf.hash == MerkleHash.leaf(bytes(hex: hex)))
    }

    @Test func `one encoder writes many records and mixes none`() {
        var encoder = LeafEncoder(type: 9)
        encoder.text("something long that is to be forgotten")
        encoder.begin(type: 7)
        encoder.text("se-1")
        encoder.text(nil as String?)
        encoder.integer(42 as Int64?)
        #expect(encoder.leaf == Self.vectors[7].leaf.bytes)
        #expect(encoder.hash == Self.vectors[7].leaf.hash)
        encoder.begin(type: 1)
        encoder.bytes([0, 255] as [UInt8]?)
        #expect(encoder.leaf == bytes(hex: "0103000000000000000200ff"))
        encoder.begin(type: 1)
        encoder.integer(nil as Int64?)
        encoder.bytes(nil as [UInt8]?)
        encoder.digest(MerkleHash.empty)
        #expect(Leaf(encoder.leaf)?.fields == [.null, .null, .bytes(MerkleHash.empty.bytes)])
    }

    @Test func `a list lends each record as it was written`() {
        var dice = Dice(9)
        let leaves = (0..<500).map { _ in Self.randomLeaf(&dice) }
        var (list, encoder) = (LeafList(), LeafEncoder())
        for leaf in leaves {
            encoder.begin(type: leaf.type)
            for field in leaf.fields {
                switch field {
                case .null: encoder.null()
                case .integer(let value): encoder.integer(value)
                case .text(let utf8): utf8.withUnsafeBytes { encoder.text(utf8: $0) }
                case .bytes(let value): encoder.bytes(value)
                }
            }
            list.append(encoder)
        }
        #expect(list.count == leaves.count)
        for (place, leaf) in leaves.enumerated() {
            #expect(list.hash(at: place) == leaf.hash)
            #expect(list.read(at: place) { Self.copy(&$0) } == leaf)
        }
    }

    private static func copy(_ lent: inout LentLeaf) -> Leaf {
        var leaf = Leaf(type: lent.type, fields: [])
        while let field = lent.next() {
            switch field {
            case .null: leaf.fields.append(.null)
            case .integer(let value): leaf.fields.append(.integer(value))
            case .text(let utf8): leaf.fields.append(.text([UInt8](utf8)))
            case .bytes(let value): leaf.fields.append(.bytes([UInt8](value)))
            }
        }
        return leaf
    }

    private static func randomLeaf(_ dice: inout Dice) -> Leaf {
        let fields: [Leaf.Field] = (0..<Int.random(in: 0...4, using: &dice)).map { _ in
            // Few values and short ones, so that collisions would show.
            let value = (0..<Int.random(in: 0...2, using: &dice)).map { _ in
                UInt8.random(in: 0...3, using: &dice)
            }
            return switch Int.random(in: 0...3, using: &dice) {
            case 0: .null
            case 1: .integer(Int64.random(in: -2...2, using: &dice))
            case 2: .text(value)
            default: .bytes(value)
            }
        }
        return Leaf(type: UInt8.random(in: 0...1, using: &dice), fields: fields)
    }

    @Test func `no two records have the same bytes`() {
        var dice = Dice(8)
        var seen: [[UInt8]: Leaf] = [:]
        for _ in 0..<20_000 {
            let leaf = Self.randomLeaf(&dice)
            let bytes = leaf.bytes
            #expect(Leaf(bytes) == leaf)
            #expect(seen[bytes, default: leaf] == leaf)
            seen[bytes] = leaf
        }
    }

    static let broken = [
        "", "0104", "0101", "010100000000000000", "0102", "010200000000000000",
        "01020000000000000001", "0103ffffffffffffffff00", "01037fffffffffffffff00",
    ]

    @Test(arguments: broken)
    func `bytes that no encoder wrote are refused`(hex: String) {
        #expect(Leaf(bytes(hex: hex)) == nil)
    }

    @Test func `any bytes are read without a trap and written back the same`() {
        var dice = Dice(3)
        for _ in 0..<20_000 {
            let noise = (0..<Int.random(in: 0...30, using: &dice)).map { _ in
                UInt8.random(in: 0...4, using: &dice)
            }
            if let leaf = Leaf(noise) { #expect(leaf.bytes == noise) }
        }
    }
}

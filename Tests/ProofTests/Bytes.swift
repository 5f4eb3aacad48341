// SPDX-License-Identifier: MIT

@testable import Proof

func bytes(hex text: String) -> [UInt8] {
    var rest = Substring(text)
    var bytes: [UInt8] = []
    while !rest.isEmpty {
        bytes.append(UInt8(rest.prefix(2), radix: 16) ?? 0)
        rest = rest.dropFirst(2)
    }
    return bytes
}

/// The same bytes with one bit changed.
func flipped(_ bytes: [UInt8], _ bit: Int) -> [UInt8] {
    var bytes = bytes
    bytes[bit / 8] ^= 1 << (bit % 8)
    return bytes
}

func flipped(_ digest: Digest, _ bit: Int) -> Digest {
    Digest(flipped(digest.bytes, bit)) ?? digest
}

/// A sequence of numbers that is the same in every run.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

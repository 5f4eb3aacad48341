// SPDX-License-Identifier: MIT

/// Chance that depends on the seed and on names only, never on the order of arrival.
///
/// With 32 requests in flight their order differs from run to run. A draw keyed by what it is for
/// (`"fault", "PUT", path, attempt`) is the same in every run of one seed.
struct Lottery: Sendable {
    let seed: UInt64

    /// 64 well-mixed bits for these names.
    func bits(_ names: String...) -> UInt64 { bits(names) }

    /// A number from 0 up to, not including, 1.
    func share(_ names: String...) -> Double { Double(bits(names) >> 11) / Double(1 << 53) }

    /// A number from 0 up to, not including, `count`.
    func pick(_ count: Int, _ names: String...) -> Int {
        count < 1 ? 0 : Int(bits(names) % UInt64(count))
    }

    private func bits(_ names: [String]) -> UInt64 {
        var hash = 0xcbf2_9ce4_8422_2325 ^ seed
        for name in names {
            // FNV-1a; the byte 0xFF cannot stand in UTF-8, so it separates the names.
            for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            hash = (hash ^ 0xFF) &* 0x100_0000_01b3
        }
        return Self.mixed(hash)
    }

    /// The finalizer of SplitMix64: FNV alone leaves the high bits of short names alike.
    private static func mixed(_ value: UInt64) -> UInt64 {
        var value = value &+ 0x9e37_79b9_7f4a_7c15
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}

// SPDX-License-Identifier: MIT

import Glibc

@testable import Formats

/// A random number generator that gives the same numbers for the same seed (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

/// Inputs made by breaking good ones.
enum JSONFuzz {
    /// How many inputs in all; `RESCIND_FUZZ_COUNT` asks for more.
    static let count = getenv("RESCIND_FUZZ_COUNT").flatMap { Int(String(cString: $0)) } ?? 100_000
    static let shards = 8

    private static let morsels: [[UInt8]] =
        [
            "{", "}", "[", "]", "\"", ",", ":", "\\", "\\u", "\\uD83D", "\n", "\r\n", "0", "-",
            ".5",
            "1e9", "true", "null", "{\"id\":", "\"id\":1,", "//", "/*", "'", "é", "\u{FEFF}",
            "[[[[[[[[", "{\"a\":{\"a\":", "},{", "]}", "\u{0}", "\u{2028}", "        ",
        ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0x80]]

    static func mutated(_ seed: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = seed
        for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes, &random) }
        return bytes
    }

    private static func mutate(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 0...12, using: &random))
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes.removeSubrange(place..<end)
        case 1: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 2: bytes.insert(.random(in: 0...255, using: &random), at: place)
        case 3 where place < bytes.count:
            bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 4: bytes.removeSubrange(place...)
        default:
            bytes.insert(contentsOf: morsels.randomElement(using: &random) ?? [], at: place)
        }
    }

    /// Why an input shows a fault of ours; nil when everything agrees.
    static func disagreement(_ bytes: [UInt8], _ random: inout SeededRandom) -> String? {
        let limits = JSON.Limits(depthMax: 6, tokenBytesMax: 64, recordBytesMax: 256, fieldsMax: 12)
        let lines = Bool.random(using: &random)
        let cuts = (0..<Int.random(in: 0...3, using: &random))
            .map { _ in Int.random(in: 0...bytes.count, using: &random) }.sorted()
        let whole = JSONReading(bytes, lines: lines, limits: limits)
        guard whole == JSONReading(bytes, cuts: cuts, lines: lines, limits: limits, learns: false)
        else { return "the quick way in one piece and the slow way cut at \(cuts) differ" }
        _ = try? JSON.parse5(bytes)
        guard let value = try? JSON.parse(bytes) else { return nil }
        guard (try? JSON.parse(value.bytes)) == value else { return "not written as it was read" }
        guard
            (try? JSON.parse5(bytes).value.bytes).map({ $0 == value.bytes }) ?? false
                || bytes.contains(UInt8(ascii: "e")) || bytes.contains(UInt8(ascii: "E"))
        else { return "JSON and JSON5 differ" }
        return nil
    }
}

// SPDX-License-Identifier: MIT

import Formats
import Glibc
import Testing

/// Inputs from a seed: 100,000 by default, as many as `RESCIND_FUZZ` says otherwise.
struct CSVFuzzTests {
    static let inputs = getenv("RESCIND_FUZZ").flatMap { Int(String(cString: $0)) } ?? 100_000

    @Test func `no input traps, and no cut changes what is read`() {
        var generator = SeededGenerator(seed: 3)
        let limits = CSV.Limits(fieldBytesMax: 40, rowBytesMax: 90, columnsMax: 5)
        for number in 0..<Self.inputs {
            let bytes = Self.input(&generator)
            let whole = readCSV([bytes[...]], limits: limits)
            let cut = Int.random(in: 0...bytes.count, using: &generator)
            let parts = readCSV([bytes[..<cut], bytes[cut...]], limits: limits)
            guard whole == parts else {
                Issue.record("input \(number), cut at \(cut): \(bytes)")
                return
            }
        }
    }

    static func input(_ generator: inout SeededGenerator) -> [UInt8] {
        let syntax: [UInt8] = Array("\"\"\",,\n\r\n a".utf8) + [0, 9, 11, 0xC3, 0xFF]
        let length = Int.random(in: 0...160, using: &generator)
        let isNoise = Int.random(in: 0..<8, using: &generator) == 0
        return (0..<length).map { _ in
            isNoise
                ? UInt8.random(in: 0...255, using: &generator)
                : syntax.randomElement(using: &generator) ?? 0
        }
    }
}

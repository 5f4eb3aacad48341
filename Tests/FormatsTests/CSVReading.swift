// SPDX-License-Identifier: MIT

import Formats

/// One row as a test compares it.
struct ReadRow: Equatable, CustomStringConvertible {
    var line: Int
    var cells: [String]
    var fault: String?

    init(_ line: Int, _ cells: [String], fault: String? = nil) {
        self.line = line
        self.cells = cells
        self.fault = fault
    }

    var description: String { "\(line): \(cells) \(fault ?? "")" }
}

/// Reads a whole text that arrives in the given pieces.
func readCSV(
    _ pieces: [ArraySlice<UInt8>], delimiter: UInt8 = CSV.comma,
    limits: CSV.Limits = .standard, windowBytes: Int = 256
) -> [ReadRow] {
    var reader = CSV.Reader(delimiter: delimiter, limits: limits, windowBytes: windowBytes)
    var waiting = pieces[...]
    var rows: [ReadRow] = []
    while true {
        switch reader.next() {
        case .row:
            let fault = reader.fault.map { "\($0)" }
            precondition(reader.row.isFaulty == (fault != nil))
            rows.append(ReadRow(reader.row.line, reader.texts, fault: fault))
        case .hungry:
            if let piece = waiting.popFirst() {
                piece.withUnsafeBytes { reader.feed($0) }
            } else {
                reader.finish()
            }
        case .end: return rows
        }
    }
}

func readCSV(
    _ text: String, delimiter: UInt8 = CSV.comma, limits: CSV.Limits = .standard
) -> [ReadRow] {
    readCSV([Array(text.utf8)[...]], delimiter: delimiter, limits: limits)
}

/// A small generator with a seed, so that a failing input can be made again.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

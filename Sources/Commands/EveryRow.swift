// SPDX-License-Identifier: MIT

import CommandLine
import Exports
import Formats
import Model

/// `preview --all`: each row as one JSON object, as the file has it.
struct EveryRow {
    /// So many bytes are collected before they are written.
    static let pieceBytesMax = 1 << 16

    private let table: ExportTable

    init(_ table: ExportTable) { self.table = table }

    func write(to output: Output) throws(Problem) -> Finish {
        var piece: [UInt8] = []
        var broken = 0
        let names = table.columns.names
        // Opening the stream first: also an export without rows adds no object of our own.
        output.stream([])
        try table.scan { row throws(Problem) in
            guard !output.isClosed else { return }
            if row.fault != nil { broken += 1 }
            piece += line(row, names)
            if piece.count >= Self.pieceBytesMax {
                output.stream(piece)
                piece.removeAll(keepingCapacity: true)
            }
        }
        output.stream(piece)
        if broken > 0 {
            output.warning(
                "\(counted(broken, "row")) cannot be taken apart; each has _line, _unreadable, _raw"
            )
        }
        return Finish()
    }

    private func line(_ row: borrowing JudgedRow, _ names: [String]) -> [UInt8] {
        // A row whose fields do not fit the header would show values under names of others.
        if let fault = row.fault { return Self.broken(row.line, fault, [UInt8](row.raw)) }
        var writer = JSON.Writer()
        writer.beginObject()
        for (place, name) in names.enumerated() {
            writer.key(name)
            writer.string(String(decoding: row.original(place), as: UTF8.self))
        }
        writer.endObject()
        writer.newline()
        let bytes = writer.takeBytes()
        return bytes.contains { $0 >= 0x7F } ? Self.safe(bytes) : bytes
    }

    private static func broken(_ line: Int, _ fault: String, _ raw: [UInt8]) -> [UInt8] {
        let value: JSON.Value = [
            "_line": .number(String(line)), "_unreadable": .string(fault),
            "_raw": .string(String(decoding: raw, as: UTF8.self)),
        ]
        return value.screenSafeBytes + [UInt8(ascii: "\n")]
    }

    /// The same object with what a terminal would obey written as escapes.
    private static func safe(_ bytes: [UInt8]) -> [UInt8] {
        guard let value = try? JSON.parse(bytes) else { return bytes }
        return value.screenSafeBytes + [UInt8(ascii: "\n")]
    }
}

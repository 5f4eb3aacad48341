// SPDX-License-Identifier: MIT

import Formats
import Model

/// The forms in which the sandbox gives out what could still be cancelled.
enum ExportForm: String, CaseIterable {
    /// Flat, as a warehouse system would write it.
    case csv
    /// In the shape the provider lists its shipments.
    case json
    /// Flat, one object a line.
    case ndjson

    func write(_ account: any Simulation, _ scene: Scene) -> Reply {
        switch self {
        case .json: Reply(200, account.listing(scene))
        case .csv:
            Reply(
                200, headers: [Header("Content-Type", "text/csv; charset=utf-8")],
                body: Self.table(account.rows()))
        case .ndjson:
            Reply(
                200, headers: [Header("Content-Type", "application/x-ndjson")],
                body: account.rows().flatMap { $0.json.bytes + [UInt8(ascii: "\n")] })
        }
    }

    private static func table(_ rows: [ExportRow]) -> [UInt8] {
        var writer = CSV.Writer(lineEnd: .lf)
        writer.row(ExportRow.columns)
        for row in rows { writer.row(row.fields) }
        return writer.take()
    }
}

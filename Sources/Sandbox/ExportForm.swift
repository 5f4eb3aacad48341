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
            Reply(200, text: Self.table(account.rows()), type: "text/csv; charset=utf-8")
        case .ndjson:
            Reply(
                200, headers: [Header("Content-Type", "application/x-ndjson")],
                body: account.rows().flatMap { $0.json.bytes + [UInt8(ascii: "\n")] })
        }
    }

    private static func table(_ rows: [ExportRow]) -> String {
        ([ExportRow.columns] + rows.map(\.fields))
            .map { $0.map(quoted).joined(separator: ",") + "\n" }.joined()
    }

    private static func quoted(_ field: String) -> String {
        let isPlain = field.utf8.allSatisfy { ![0x22, 0x2C, 0x0A, 0x0D].contains($0) }
        guard !isPlain else { return field }
        return "\""
            + field.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }
}

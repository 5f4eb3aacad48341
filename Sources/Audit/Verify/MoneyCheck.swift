// SPDX-License-Identifier: MIT

import Formats
import Proof
import SQLite

/// Holds the rows that reconciling left against the digest in their act.
struct MoneyCheck {
    private let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    private struct Sum {
        var state = SHA256()
        var count = 0
    }

    func firstFault() throws -> AuditFault? {
        for table in MoneyTables.names {
            for (act, sum) in try sums(table).sorted(by: { $0.key < $1.key }) {
                if let what = try fault(act, sum) { return AuditFault(record: act, table, what) }
            }
        }
        return try firstWithoutRows()
    }

    private func sums(_ table: String) throws -> [Int64: Sum] {
        var sums: [Int64: Sum] = [:]
        var encoder = LeafEncoder()
        try connection.each("SELECT * FROM \(table) ORDER BY act, no") { row in
            encoder.begin(type: RowsDigest.rowType)
            encoder.columns(0..<row.columnCount, of: row)
            sums[row.int(0), default: Sum()].state.update(encoder.hash)
            sums[row.int(0), default: Sum()].count += 1
        }
        return sums
    }

    private func fault(_ act: Int64, _ sum: Sum) throws -> String? {
        let detail = try connection.first("SELECT detail FROM act WHERE seq = ?", act) {
            try? JSON.parse($0.bytes(0))
        }
        guard let detail = detail ?? nil else { return "it has rows of an act that does not exist" }
        let isRight =
            detail["rows"]?.int == sum.count
            && detail["rows_sha256"]?.string == sum.state.digest.hex
        return isRight ? nil : "its rows are not those of their act (rows_sha256)"
    }

    /// An act that counts rows and has none.
    private func firstWithoutRows() throws -> AuditFault? {
        let acts = try connection.all(
            "SELECT seq, detail FROM act WHERE act IN ('reconcile', 'statement') ORDER BY seq"
        ) { (seq: $0.int(0), rows: (try? JSON.parse($0.bytes(1)))?["rows"]?.int ?? 0) }
        for act in acts where act.rows > 0 {
            let found = try MoneyTables.names.contains { table in
                try connection.first("SELECT 1 FROM \(table) WHERE act = ?", act.seq) {
                    $0.int(0)
                } != nil
            }
            if !found { return AuditFault(record: act.seq, "act", "its rows are missing") }
        }
        return nil
    }
}

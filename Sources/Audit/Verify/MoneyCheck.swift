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
        for (table, name) in MoneyTables.kept {
            for (act, sum) in try sums(table).sorted(by: { $0.key < $1.key }) {
                if let what = try fault(act, sum, name) {
                    return AuditFault(record: act, table, what)
                }
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

    private func fault(_ act: Int64, _ sum: Sum, _ name: String) throws -> String? {
        let detail = try connection.first("SELECT detail FROM act WHERE seq = ?", act) {
            try? JSON.parse($0.bytes(0))
        }
        guard let detail = detail ?? nil else { return "it has rows of an act that does not exist" }
        let isRight =
            detail[name]?.int == sum.count
            && detail["\(name)_sha256"]?.string == sum.state.digest.hex
        return isRight ? nil : "its rows are not those of their act (\(name)_sha256)"
    }

    /// An act that counts rows and has none.
    private func firstWithoutRows() throws -> AuditFault? {
        let names = Set(MoneyTables.kept.map(\.detail))
        let acts = try connection.all(
            """
            SELECT seq, detail FROM act
            WHERE act IN ('reconcile', 'apply_ended') AND detail LIKE '%rows_sha256%' ORDER BY seq
            """
        ) { (seq: $0.int(0), detail: try? JSON.parse($0.bytes(1))) }
        for act in acts {
            for name in names where act.detail?[name]?.int ?? 0 > 0 {
                guard try hasRows(act.seq, name) else {
                    return AuditFault(record: act.seq, "act", "its \(name) are missing")
                }
            }
        }
        return nil
    }

    private func hasRows(_ act: Int64, _ name: String) throws -> Bool {
        try MoneyTables.kept.contains { table, detail in
            guard detail == name else { return false }
            return try connection.first("SELECT 1 FROM \(table) WHERE act = ?", act) {
                $0.int(0)
            } != nil
        }
    }
}

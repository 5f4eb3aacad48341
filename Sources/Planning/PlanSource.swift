// SPDX-License-Identifier: MIT

package import Exports
package import Formats
package import Model

/// One export of a plan: which bytes, how they were read, when they were made.
package struct PlanSource: Sendable {
    package let path: String
    package let sha256: String
    package let byteCount: Int64
    package let rows: Int
    package let madeAt: Timestamp
    /// Neither the export nor a person says when it was made: it is the file's own time.
    package let isFileTime: Bool
    package let form: String
    package let header: [String]
    package let notes: [String]
    /// Why it cannot be the whole list; such a plan is blocked.
    package let shortfall: String?
    /// Where its bytes are kept; nil where the job keeps none.
    package internal(set) var kept: String?
    /// The account of rows that name none.
    package let account: String
    /// Rows of other accounts stand in the same file and were read by others.
    package let isShared: Bool
    /// Canonical field → header, where somebody said so.
    package let columns: [String: String]
    /// The rules its rows were judged by.
    package let rules: RuleSet

    init(
        _ table: ExportTable, path: String, sha256: String, madeAt: Timestamp,
        isFileTime: Bool, rows: Int, rules: RuleSet, isShared: Bool
    ) {
        self.path = path
        self.sha256 = sha256
        self.madeAt = madeAt
        self.isFileTime = isFileTime
        self.rows = rows
        self.rules = rules
        self.isShared = isShared
        byteCount = table.facts.byteCount
        form = "\(table.form)" + (table.isGzip ? ", gzip" : "")
        header = table.columns.names
        notes = table.notes
        shortfall = table.shortfall
        account = table.options.account
        columns = table.options.columns
    }

    package var json: JSON.Value {
        [
            "path": .string(path), "sha256": .string(sha256),
            "bytes": .number(String(byteCount)), "rows": .number(String(rows)),
            "made_at": .string(madeAt.description), "form": .string(form),
            "header": .array(header.map(JSON.Value.string)),
            "notes": .array(notes.map(JSON.Value.string)),
            "kept": kept.map(JSON.Value.string) ?? .null,
            "account": .string(account), "shared": .bool(isShared),
            "columns": .object(
                columns.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }),
            "rules": rules.stored,
        ]
    }
}

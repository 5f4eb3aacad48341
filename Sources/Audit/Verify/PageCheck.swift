// SPDX-License-Identifier: MIT

import SQLite

/// SQLite's own checks: that the pages are whole, and that the small indexes say what their tables say.
///
/// The record's rows are proven by their leaves; a query may still go through an index. For the
/// large tables `IndexCheck` shows that at a third of what `PRAGMA integrity_check` takes.
enum PageCheck {
    static func firstFault(_ connection: Connection) throws -> AuditFault? {
        try fault("PRAGMA quick_check(1)", connection)
    }

    static func firstFaultOfIndexes(_ connection: Connection) throws -> AuditFault? {
        let tables = try connection.all(
            "SELECT DISTINCT tbl_name FROM sqlite_schema WHERE type = 'index' ORDER BY tbl_name"
        ) { $0.text(0) }
        for table in tables where !IndexCheck.tables.contains(table) {
            let name = table.split(separator: "'", omittingEmptySubsequences: false)
                .joined(separator: "''")
            if let fault = try fault("PRAGMA integrity_check('\(name)')", connection) {
                return fault
            }
        }
        return nil
    }

    private static func fault(_ pragma: String, _ connection: Connection) throws -> AuditFault? {
        let word = try connection.first(pragma) { $0.text(0) }
        return word == "ok" ? nil : AuditFault("database", "it is damaged (\(word ?? ""))")
    }
}

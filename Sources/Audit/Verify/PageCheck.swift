// SPDX-License-Identifier: MIT

import SQLite

/// SQLite's own check of the pages: above all that every index says what its table says.
///
/// The record's rows are proven by their leaves; a query may still go through an index.
enum PageCheck {
    static func firstFault(_ connection: Connection) throws -> AuditFault? {
        let word = try connection.first("PRAGMA integrity_check(1)") { $0.text(0) }
        return word == "ok" ? nil : AuditFault("database", "it is damaged (\(word ?? ""))")
    }
}

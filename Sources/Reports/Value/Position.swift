// SPDX-License-Identifier: MIT

import Audit
import Model
package import SQLite

/// A position of the log: a report tells what stands before it.
package enum Position {
    /// Behind the newest entry that is news, and the anchor of the checkpoint that covers it.
    ///
    /// That a report was made is an entry too, and so is what anchored it, but they change nothing:
    /// a report made again is then the same to the byte.
    package static func newest(_ connection: Connection) throws -> Int64 {
        let act = try connection.statement("SELECT act FROM act WHERE seq = ?")
        func kind(_ seq: Int64) throws -> String? { try act.first(seq) { $0.text(0) } }
        var position = try Log.size(connection)
        while position > 0, try kind(position - 1).map(silent.contains) ?? false { position -= 1 }
        return try kind(position) == Act.Kind.anchor.rawValue ? position + 1 : position
    }

    /// The acts that are no news of any run.
    private static let silent = [Act.Kind.report.rawValue, Act.Kind.anchor.rawValue]

    /// Whether nothing from an earlier position to this one is news.
    static func isQuiet(
        from earlier: Int64, to position: Int64, _ connection: Connection
    ) throws -> Bool {
        let count = try connection.first(
            "SELECT count(*) FROM act WHERE seq >= ? AND seq < ? AND act IN (?, ?)", earlier,
            position, silent[0], silent[1]
        ) { $0.int(0) }
        return count == position - earlier
    }

    /// Throws unless the log reaches that far and knows the run by then.
    static func check(
        _ position: Int64, run: Int64, _ connection: Connection
    ) throws {
        let size = try Log.size(connection)
        guard position <= size else {
            throw Problem(
                .usage, "the record has \(size) entries, not \(position)", at: connection.path,
                next: "rescind report \(run) --at \(size)")
        }
        let planned = try connection.first("SELECT seq FROM run WHERE run = ?", run) { $0.int(0) }
        guard let planned, planned < position else {
            throw Problem(
                .usage, "the record had no run \(run) when it had \(position) entries",
                at: connection.path, next: planned.map { "rescind report \(run) --at \($0 + 1)" })
        }
    }

    /// When the newest entry before the position was made.
    static func moment(_ position: Int64, _ connection: Connection) throws -> Timestamp {
        let tables = [
            ("run", "created_at"), ("request", "sent_at"), ("answer", "received_at"),
            ("verdict", "at"), ("act", "at"),
        ]
        var newest: (seq: Int64, at: Int64) = (-1, 0)
        for (table, column) in tables {
            let found = try connection.first(
                "SELECT seq, \(column) FROM \(table) WHERE seq < ? ORDER BY seq DESC LIMIT 1",
                position
            ) { ($0.int(0), $0.int(1)) }
            if let found, found.0 > newest.seq { newest = (found.0, found.1) }
        }
        return Timestamp(milliseconds: newest.at)
    }
}

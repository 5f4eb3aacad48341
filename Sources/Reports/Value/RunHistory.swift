// SPDX-License-Identifier: MIT

import Audit
package import Formats
package import Model
import SQLite

/// What people and timers did with a run, up to a position of the log.
package struct RunHistory: Sendable {
    package struct Entry: Sendable, Equatable {
        package var at: Timestamp
        package var actor: String
        package var act: String
        package var reason: String?
        package var ticket: String?
        package var detail: JSON.Value
    }

    package var entries: [Entry]
    /// Acts about single items are counted, not listed.
    package static let entriesMax = 500

    init(_ connection: Connection, run: Int64, at position: Int64) throws {
        entries = try connection.all(
            """
            SELECT at, actor, act, reason, ticket, detail FROM act
            WHERE run = ? AND no IS NULL AND act <> 'report' AND seq < ? ORDER BY seq LIMIT ?
            """, run, position, Int64(Self.entriesMax)
        ) { row in
            Entry(
                at: Timestamp(milliseconds: row.int(0)), actor: row.text(1), act: row.text(2),
                reason: row.textOrNil(3), ticket: row.textOrNil(4),
                detail: (try? JSON.parse(row.bytes(5))) ?? .null)
        }
    }

    package func last(_ act: String) -> Entry? { entries.last { $0.act == act } }
    package func first(_ act: String) -> Entry? { entries.first { $0.act == act } }

    /// The end of the newest apply; nil while it goes on.
    package var ending: Entry? {
        guard let end = entries.lastIndex(where: { $0.act == "apply_ended" }),
            end > entries.lastIndex(where: { $0.act == "apply" }) ?? -1
        else { return nil }
        return entries[end]
    }

    package var isAbandoned: Bool {
        entries.contains { entry in
            let whole = entry.detail["whole"]
            return entry.act == "abandon" && (whole?.bool == true || whole?.int == 1)
        }
    }

    /// The words of the view `runs`.
    func status(_ run: RunRecord) -> String {
        if isAbandoned { return "abandoned" }
        if !run.blockedBy.isEmpty, last("approve") == nil { return "blocked" }
        if first("apply") == nil { return run.counts.planned == 0 ? "finished" : "planned" }
        return ending.map { $0.detail["status"]?.string ?? "finished" } ?? "applying"
    }
}

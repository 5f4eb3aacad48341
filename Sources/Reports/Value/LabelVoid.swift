// SPDX-License-Identifier: MIT

import Audit
import Model
import SQLite

/// What became of the void of one label, up to a position of the log.
struct LabelVoid {
    var no: Int64
    var label: String
    var state: String
    var code: String
    var at: Timestamp

    var isVoided: Bool { state == VoidState.voided.rawValue }

    /// The newest verdict on each label of a run, in the order of items and labels.
    ///
    /// Few items of a run have labels to void: they fit in memory.
    static func all(
        _ connection: Connection, run: Int64, at position: Int64
    ) throws -> [LabelVoid] {
        var voids: [LabelVoid] = []
        try connection.each(
            """
            SELECT no, label, state, code, at FROM verdict
            WHERE run = ?1 AND label IS NOT NULL AND seq < ?2
                AND seq > (SELECT seq FROM run WHERE run.run = ?1)
            ORDER BY no, label, seq
            """, run, position
        ) { row in
            let void = LabelVoid(
                no: row.int(0), label: row.text(1), state: row.text(2), code: row.text(3),
                at: Timestamp(milliseconds: row.int(4)))
            if let last = voids.last, last.no == void.no, last.label == void.label {
                voids.removeLast()
            }
            voids.append(void)
        }
        return voids
    }
}

// SPDX-License-Identifier: MIT

import Model
import SQLite

/// Requests for one thing that ended with the process that was about to send them.
package struct CutOffs: Sendable, Equatable {
    /// How many of them have no answer on record.
    package var count = 0
    /// The newest of all is among them.
    package var isNewest = false

    package init(count: Int = 0, isNewest: Bool = false) {
        (self.count, self.isNewest) = (count, isNewest)
    }

    /// Reads those of an item, or of one of its labels.
    init(
        _ run: Int64, _ no: Int64, _ purpose: Purpose, label: String? = nil,
        _ connection: Connection
    ) throws {
        let answered = try connection.all(
            """
            SELECT answer.seq IS NOT NULL
            FROM request LEFT JOIN answer ON answer.request = request.seq
            WHERE request.run = ? AND request.no = ? AND request.purpose = ?
                AND request.label IS ? ORDER BY request.seq
            """, run, no, purpose.rawValue, label
        ) { $0.int(0) == 1 }
        self.init(count: answered.count { !$0 }, isNewest: answered.last == false)
    }
}

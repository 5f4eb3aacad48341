// SPDX-License-Identifier: MIT

import Audit
import Model
import SQLite

/// Whether an earlier run has a shipment already.
enum Settled {
    /// The reason in words, naming the run; nil when no run has it.
    static func reason(
        _ account: String, _ id: String, madeAt: Timestamp, _ connection: Connection
    ) throws -> String? {
        let found = try connection.first(
            """
            SELECT run, state, settled_at FROM item_state
            WHERE account = ? AND shipment_id = ?
            AND state IN ('accepted', 'already_cancelled', 'cancelled', 'in_doubt', 'sending')
            """, account, id
        ) { ($0.int(0), $0.text(1), $0.intOrNil(2)) }
        guard let (run, state, settledAt) = found else { return nil }
        let isCancelled = state == "cancelled" || state == "already_cancelled"
        if isCancelled, let settledAt, settledAt < madeAt.milliseconds {
            return "contradiction: cancelled by run \(run) before this export was made"
        }
        return "by run \(run), \(state.replacing("_", with: " "))"
    }
}

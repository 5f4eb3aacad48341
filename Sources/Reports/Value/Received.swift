// SPDX-License-Identifier: MIT

import Audit
import Model
import Reconciliation
import SQLite

/// What came back for the items of a run, as the books have it at a position of the log.
struct Received {
    let connection: Connection
    let position: Int64

    /// The books need every claim of the record; they are opened only where a credit was read.
    func totals(run: Int64, zone: Zone) throws -> Totals {
        var totals = Totals()
        guard try hasCredits() else { return totals }
        let ledger = Ledger(try BooksReader(connection, zone: zone).events(before: position))
        for entry in ledger.positions where entry.claim.id.run == run && entry.received > .zero {
            guard totals.add(entry.received, entry.claim.currency) else {
                throw StateSum.tooLarge(entry.claim.currency)
            }
        }
        return totals
    }

    private func hasCredits() throws -> Bool {
        try connection.first("SELECT 1 FROM credit WHERE act < ? LIMIT 1", position) {
            $0.int(0)
        } != nil
    }
}

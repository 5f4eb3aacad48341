// SPDX-License-Identifier: MIT

import Formats
package import Model
package import SQLite

/// What an earlier run did not get done and is to be planned again.
///
/// Shipments are told by account and canonical id, so a row is found again wherever it stands.
package struct Retry: Sendable {
    private struct Shipment: Hashable {
        let account: String
        let id: String
    }

    package let run: Int64
    package let states: [ItemState]
    private var shipments: Set<Shipment> = []

    /// Items of `run` that ended in one of `states`, but none that a person has closed; and those in
    /// doubt that a person found not cancelled.
    package init(of run: Int64, ended states: [ItemState], _ connection: Connection) throws {
        self.run = run
        self.states = states
        let names = states.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        try connection.each(
            """
            SELECT account, shipment_id FROM items WHERE run = ? AND (state IN (\(names))
                AND coalesce(resolution, '') NOT IN ('cancelled', 'written-off')
                OR state = 'in_doubt' AND resolution = 'not-cancelled')
            """, run
        ) { shipments.insert(Shipment(account: $0.text(0), id: $0.text(1))) }
    }

    package var count: Int { shipments.count }

    func holds(_ id: String, of account: String) -> Bool {
        shipments.contains(Shipment(account: account, id: id))
    }

    var json: JSON.Value {
        [
            "run": .number(String(run)),
            "states": .array(states.map { .string($0.rawValue) }),
            "items": .number(String(count)),
        ]
    }
}

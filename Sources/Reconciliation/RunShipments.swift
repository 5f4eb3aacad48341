// SPDX-License-Identifier: MIT

import Model
import Planning
import SQLite

/// Whose shipments a run has, and which rows of an export may be of them.
struct RunShipments {
    let run: Int64
    let accounts: RunAccounts
    /// Most rows of an export are not the run's, and need not be kept to learn it.
    private let filter: RepeatFilter

    /// Items that are no shipments of their own.
    static let noShipment = "('duplicate', 'unreadable')"

    /// Reads the run's items once.
    init(of run: Int64, _ connection: Connection) throws {
        self.run = run
        let last = try connection.first("SELECT max(no) FROM item WHERE run = ?", run) { $0.int(0) }
        var filter = RepeatFilter(expecting: last ?? 0)
        var found = FoundAccounts()
        try connection.each(
            """
            SELECT account, shipment_id, provider, state NOT IN \(Self.noShipment)
            FROM item WHERE run = ?
            """, run
        ) { row in
            row.withBytes(0) { account in
                found.take(account, row)
                guard row.bool(3) else { return }
                row.withBytes(1) { filter.insert(IdentityHash.of(account, $0)) }
            }
        }
        self.filter = filter
        accounts = RunAccounts(found.known)
    }

    func mayHave(_ identity: UInt64) -> Bool { filter.mayHold(identity) }
}

/// The accounts of items with their providers.
private struct FoundAccounts {
    private(set) var known: [[UInt8]: ProviderName] = [:]
    private var last: [UInt8] = []

    mutating func take(_ account: UnsafeRawBufferPointer, _ row: borrowing Row) {
        if !known.isEmpty, account.equal(last) { return }
        let name = [UInt8](account)
        guard let provider = ProviderName(rawValue: row.text(2)) else { return }
        last = name
        if known[name] == nil { known[name] = provider }
    }
}

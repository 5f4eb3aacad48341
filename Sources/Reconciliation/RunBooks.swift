// SPDX-License-Identifier: MIT

package import Model
package import SQLite

/// What the books say of one run, at a position of the log: the sums of its claims.
package struct RunBooks: Sendable {
    /// What is to come back; zero stands where something was voided that nobody charged.
    package private(set) var expected = Totals()
    package private(set) var received = Totals()
    /// Claims whose cost the record does not state: what comes back for them is not known.
    package private(set) var unstated: Int64 = 0

    /// The claims of so many items are in memory at a time.
    private static let itemsAtOnce: Int64 = 10_000

    package init(
        _ connection: Connection, run: Int64, zone: Zone, before position: Int64
    ) throws {
        let reader = BooksReader(connection, zone: zone)
        // A credit may be for a claim of any run. Without one each claim stands for itself, and
        // the books of the run can be read in parts.
        if try Self.hasCredits(connection, before: position) {
            try add(Ledger(reader.events(before: position)), of: run)
            return
        }
        let end = try Self.itemsEnd(connection, run)
        for first in stride(from: 0, to: end, by: Int(Self.itemsAtOnce)) {
            let part = BookedItems.part(of: run, first..<first + Self.itemsAtOnce)
            try add(Ledger(reader.events(of: part, before: position)), of: run)
        }
    }

    private mutating func add(_ ledger: Ledger, of run: Int64) throws(Problem) {
        for entry in ledger.positions where entry.claim.id.run == run {
            guard let amount = entry.expected else {
                unstated += 1
                continue
            }
            try Self.add(amount, entry.claim, to: &expected)
            if entry.received > .zero { try Self.add(entry.received, entry.claim, to: &received) }
        }
    }

    private static func add(
        _ amount: Amount, _ claim: Claim, to totals: inout Totals
    ) throws(Problem) {
        guard totals.add(amount, claim.currency) else {
            throw Problem(
                .internal, "the sum of \(claim.currency) is larger than exact numbers go",
                next: "split the export into smaller runs")
        }
    }

    private static func hasCredits(
        _ connection: Connection, before position: Int64
    ) throws -> Bool {
        try connection.first("SELECT 1 FROM credit WHERE act < ? LIMIT 1", position) { _ in true }
            ?? false
    }

    private static func itemsEnd(_ connection: Connection, _ run: Int64) throws -> Int64 {
        try connection.first("SELECT coalesce(max(no) + 1, 0) FROM item WHERE run = ?", run) {
            $0.int(0)
        } ?? 0
    }
}

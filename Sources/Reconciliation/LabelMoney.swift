// SPDX-License-Identifier: MIT

import Audit
package import Formats
package import Model
package import SQLite

/// Puts on record what the books say of labels, for those who read the database itself.
///
/// The rows are evidence of the act they were written with: what was known then, not what is.
package struct LabelMoney {
    private let connection: Connection
    private let act: Int64
    private var digest = RowsDigest()

    /// - Parameter act: the position of the act that the rows will belong to.
    package init(act: Int64, _ connection: Connection) {
        self.act = act
        self.connection = connection
    }

    /// After an apply: what the voids of its run make us expect.
    ///
    /// A label whose credits are known already keeps what the books said of it.
    package mutating func expect(run: Int64, zone: Zone) throws {
        // Most runs void nothing, and to find that out all their verdicts would be read.
        guard try LabelReader(connection).hasVoids(run: run) else { return }
        var claims: [Claim] = []
        try BooksReader(connection, zone: zone).eachLabel(of: .run(run)) { claims.append($1) }
        for claim in claims where try !isKnown(claim.id) {
            try LabelMoneyRow(claim.id, expected: claim.isCharged ? claim.amount : .zero)
                .insert(act: act, into: &digest, connection)
        }
    }

    private func isKnown(_ id: ClaimID) throws -> Bool {
        try connection.first(
            "SELECT 1 FROM label_money WHERE run = ? AND item = ? AND label_id = ?", id.run,
            id.no, id.label
        ) { $0.int(0) } != nil
    }

    /// After credits were read: how every label stands.
    package mutating func stand(_ ledger: Ledger) throws {
        var newest: [ClaimID: Posting] = [:]
        for posting in ledger.postings where posting.kind == .credited {
            if let claim = posting.claim { newest[claim] = posting }
        }
        for position in ledger.positions where !position.claim.id.label.isEmpty {
            var row = LabelMoneyRow(position.claim.id, expected: position.expected)
            if let credit = newest[position.claim.id] {
                row.credited = position.received.text()
                row.creditedOn = credit.day.description
                row.invoice = credit.invoice.isEmpty ? nil : credit.invoice
            }
            try row.insert(act: act, into: &digest, connection)
        }
    }

    /// What the act's detail says of the rows; nothing where there are none.
    package var members: [JSON.Member] {
        guard digest.count > 0 else { return [] }
        return [
            JSON.Member("label_rows", .number(String(digest.count))),
            JSON.Member("label_rows_sha256", .string(digest.hex)),
        ]
    }
}

extension LabelMoneyRow {
    fileprivate init(_ id: ClaimID, expected: Amount?) {
        self.init(run: id.run, item: id.no, labelID: id.label, expected: expected?.text())
    }
}

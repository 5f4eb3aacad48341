// SPDX-License-Identifier: MIT

import Proof
package import SQLite

/// What the books say of one label: what is expected for it, and what came back so far.
///
/// The newest row of a label holds; the view `labels` shows it.
package struct LabelMoneyRow: Sendable, Equatable {
    package var run: Int64
    package var item: Int64
    package var labelID: String
    /// Plain decimal text; nil where the record states no cost.
    package var expected: String?
    package var credited: String?
    /// The day of the newest credit, as `2026-11-20`.
    package var creditedOn: String?
    package var invoice: String?

    package init(
        run: Int64, item: Int64, labelID: String, expected: String?, credited: String? = nil,
        creditedOn: String? = nil, invoice: String? = nil
    ) {
        self.run = run
        self.item = item
        self.labelID = labelID
        self.expected = expected
        self.credited = credited
        self.creditedOn = creditedOn
        self.invoice = invoice
    }

    /// Writes the row as evidence of the act at that position, unless the newest says the same.
    package func insert(
        act: Int64, into digest: inout RowsDigest, _ connection: Connection
    ) throws {
        guard try Self.newest(run: run, item: item, labelID, connection) != self else { return }
        let no = digest.count + 1
        digest.add { leaf in
            leaf.integer(act)
            leaf.integer(no)
            leaf.integer(run)
            leaf.integer(item)
            leaf.text(labelID)
            for text in [expected, credited, creditedOn, invoice] { leaf.text(text) }
        }
        try connection.run(
            """
            INSERT INTO label_money
                (act, no, run, item, label_id, expected, credited, credited_on, invoice)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, act, no, run, item, labelID, expected, credited, creditedOn, invoice)
    }

    private static func newest(
        run: Int64, item: Int64, _ label: String, _ connection: Connection
    ) throws -> LabelMoneyRow? {
        try connection.first(
            """
            SELECT expected, credited, credited_on, invoice FROM label_money
            WHERE run = ? AND item = ? AND label_id = ? ORDER BY act DESC LIMIT 1
            """, run, item, label
        ) { row in
            LabelMoneyRow(
                run: run, item: item, labelID: label, expected: row.textOrNil(0),
                credited: row.textOrNil(1), creditedOn: row.textOrNil(2),
                invoice: row.textOrNil(3))
        }
    }
}

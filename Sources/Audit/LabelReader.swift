// SPDX-License-Identifier: MIT

package import Model
package import SQLite

/// A label of an item with what became of its void.
package struct LabelOnRecord: Sendable, Equatable {
    package var planned: PlannedLabel
    /// Nil while no void of it was ever about to leave.
    package var state: VoidState?
    package var attempts = 0
    package var doubtedAt: Timestamp?
    /// The answer of its newest void, where one is recorded and the label still `voiding`.
    package var unjudged: Outcome?
    package var cutOffs = CutOffs()

    package init(
        planned: PlannedLabel, state: VoidState? = nil, attempts: Int = 0,
        doubtedAt: Timestamp? = nil, unjudged: Outcome? = nil, cutOffs: CutOffs = CutOffs()
    ) {
        self.planned = planned
        self.state = state
        self.attempts = attempts
        self.doubtedAt = doubtedAt
        self.unjudged = unjudged
        self.cutOffs = cutOffs
    }
}

/// A label that was voided although its shipment is not cancelled: money moved.
package struct VoidedAlone: Sendable, Equatable {
    package var run: Int64
    package var account: String
    package var shipmentID: String
    package var label: String
    package var state: ItemState
}

/// Reads labels back from the record.
package struct LabelReader {
    let connection: Connection

    package init(_ connection: Connection) { self.connection = connection }

    /// Whether a run has any label at all.
    package func exist(run: Int64) throws -> Bool {
        try connection.first("SELECT 1 FROM label WHERE run = ? LIMIT 1", run) { _ in true }
            ?? false
    }

    /// Whether a void of any of its labels was ever about to leave.
    package func hasVoids(run: Int64) throws -> Bool {
        try connection.first("SELECT 1 FROM label_state WHERE run = ? LIMIT 1", run) { _ in true }
            ?? false
    }

    /// The labels of one item, as planned and as they stand.
    package func labels(run: Int64, no: Int64) throws -> [LabelOnRecord] {
        try connection.all(
            """
            SELECT label.label_id, label.tracking_number, label.status, label.cost,
                label.insurance, label.currency, void.state, void.attempts, void.doubted_at
            FROM label LEFT JOIN label_state void
                ON void.run = label.run AND void.no = label.no AND void.label_id = label.label_id
            WHERE label.run = ? AND label.no = ? ORDER BY label.label_id
            """, run, no
        ) { row in
            let planned = PlannedLabel(
                id: row.text(0), trackingNumber: row.text(1), status: row.text(2),
                cost: row.textOrNil(3), insurance: row.textOrNil(4), currency: row.text(5))
            let state = row.textOrNil(6).flatMap(VoidState.init(rawValue:))
            return LabelOnRecord(
                planned: planned, state: state, attempts: Int(row.int(7)),
                doubtedAt: row.intOrNil(8).map(Timestamp.init(milliseconds:)),
                unjudged: state == .voiding
                    ? try answer(run: run, no: no, label: planned.id) : nil,
                cutOffs: state == .voiding || state == .inDoubt
                    ? try CutOffs(run, no, .void, label: planned.id, connection) : CutOffs())
        }
    }

    private func answer(run: Int64, no: Int64, label: String) throws -> Outcome? {
        let outcome = try connection.first(
            """
            SELECT answer.status, answer.headers, answer.body, answer.error, answer.reach
            FROM request LEFT JOIN answer ON answer.request = request.seq
            WHERE request.run = ? AND request.no = ? AND request.label = ?
                AND request.purpose = 'void'
            ORDER BY request.seq DESC LIMIT 1
            """, run, no, label, row: Outcome.init(recorded:))
        return outcome ?? nil
    }

    /// Every label of a run that was voided while its shipment is not, or not yet, cancelled.
    package func voidedAlone(run: Int64) throws -> [VoidedAlone] {
        try connection.all(
            """
            SELECT void.run, item.account, item.shipment_id, void.label_id,
                coalesce(now.state, item.state)
            FROM label_state void
            JOIN item ON item.run = void.run AND item.no = void.no
            LEFT JOIN item_state now ON now.run = void.run AND now.no = void.no
            WHERE void.run = ? AND void.state = 'voided'
                AND coalesce(now.state, item.state)
                    NOT IN ('cancelled', 'already_cancelled', 'accepted')
            ORDER BY void.no, void.label_id
            """, run
        ) { row in
            VoidedAlone(
                run: row.int(0), account: row.text(1), shipmentID: row.text(2),
                label: row.text(3), state: ItemState(rawValue: row.text(4)) ?? .inDoubt)
        }
    }
}

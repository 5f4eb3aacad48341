// SPDX-License-Identifier: MIT

import Model
import SQLite

/// Recomputes where every item stands from its intents and verdicts, item by item in step.
///
/// Cursors walk the same order, so that it needs no memory for the items.
final class StateCheck {
    private let states: Cursor
    private var reader = StoredStateReader()
    private let labels: Cursor
    private var label: ItemPlace?
    private let events: ItemEvents

    /// Of every run, or of one.
    init(_ connection: Connection, run: Int64? = nil) throws {
        let whole = run.map { "WHERE run = \($0)" } ?? ""
        states = try connection.cursor(
            """
            SELECT now.run, now.no, now.account, now.shipment_id, now.state, now.reason,
                now.code, now.attempts, now.requested_at, now.settled_at, now.confirmed_at,
                now.doubted_at, item.account, item.shipment_id, item.state, now.looks,
                now.looked_at
            FROM item_state now
            LEFT JOIN item ON item.run = now.run AND item.no = now.no
            \(run.map { "WHERE now.run = \($0)" } ?? "") ORDER BY now.run, now.no
            """)
        labels = try connection.cursor(
            """
            SELECT run, no, label_id, state, code, attempts, voided_at, doubted_at
            FROM label_state \(whole) ORDER BY run, no, label_id
            """)
        events = try ItemEvents(connection, whole)
        try advance()
    }

    private func advance() throws {
        label =
            try labels.next()
            ? ItemPlace(run: labels.row.int(0), no: labels.row.int(1)) : nil
    }

    /// What the entries of the indexes it went through add up to, and what others must.
    var requestIndex: IndexSum { events.requestIndex }
    var verdictIndex: IndexSum { events.verdictIndex }
    var claimed: RowSum { reader.claimed }

    func firstFault() throws -> AuditFault? {
        while try states.next() {
            let place = ItemPlace(run: states.row.int(0), no: states.row.int(1))
            if let next = events.place, next < place { return missing(next) }
            let stored = reader.standing(states.row)
            if let what = reader.faultAgainstPlan(states.row) { return fault(at: place, what) }
            var standing = Standing()
            var voids: [String: LabelStanding] = [:]
            while let event = try events.take(of: place) {
                if let what = Self.fault(of: event, &standing, &voids) {
                    return AuditFault(record: event.seq, event.table, what)
                }
            }
            guard standing == stored else {
                return fault(
                    at: place, "it does not follow from the item's requests and verdicts")
            }
            if let fault = try labelFault(at: place, voids) { return fault }
        }
        return events.place.map(missing) ?? label.map { fault(ofLabelAt: $0) }
    }

    /// What is about a label moves the item only when it is about to leave.
    private static func fault(
        of event: ItemEvent, _ standing: inout Standing, _ voids: inout [String: LabelStanding]
    ) -> String? {
        if let label = event.label,
            let what = voids[label, default: LabelStanding()].fault(of: event)
        {
            return what
        }
        return event.label == nil || event.isIntent ? standing.fault(of: event) : nil
    }

    private func labelFault(
        at place: ItemPlace, _ expected: [String: LabelStanding]
    ) throws -> AuditFault? {
        var found: [String: LabelStanding] = [:]
        while let label, label <= place {
            if label < place { return fault(ofLabelAt: label) }
            found[labels.row.text(2)] = LabelStanding(
                state: VoidState(rawValue: labels.row.text(3)), code: labels.row.text(4),
                attempts: labels.row.int(5), voidedAt: labels.row.intOrNil(6),
                doubtedAt: labels.row.intOrNil(7))
            try advance()
        }
        return found == expected ? nil : fault(ofLabelAt: place)
    }

    private func fault(ofLabelAt place: ItemPlace) -> AuditFault {
        AuditFault(
            "label_state",
            "run \(place.run), item \(place.no): it does not follow from requests and verdicts")
    }

    private func missing(_ place: ItemPlace) -> AuditFault {
        fault(at: place, "it has requests or verdicts, but no state")
    }

    private func fault(at place: ItemPlace, _ what: String) -> AuditFault {
        AuditFault("item_state", "run \(place.run), item \(place.no): \(what)")
    }
}

/// Reads the rows of `item_state`, each with what the plan says of the same item.
private struct StoredStateReader {
    private(set) var claimed = RowSum()
    private var state = RepeatedText(ItemState.init(rawValue:))
    private var planned = RepeatedText(ItemState.init(rawValue:))
    private var reason = RepeatedText(\.self)
    private var code = RepeatedText(\.self)

    mutating func standing(_ row: borrowing Row) -> Standing {
        let state = state.value(row, 4)
        if state?.claims ?? false { claimed.add(row, Self.claimColumns) }
        return Standing(
            state: state, reason: reason.value(row, 5), code: code.value(row, 6),
            attempts: row.int(7), requestedAt: row.intOrNil(8), settledAt: row.intOrNil(9),
            confirmedAt: row.intOrNil(10), doubtedAt: row.intOrNil(11), looks: row.int(15),
            lookedAt: row.intOrNil(16))
    }

    /// Account, shipment, run, number of the item.
    private static let claimColumns = [2, 3, 0, 1]

    mutating func faultAgainstPlan(_ row: borrowing Row) -> String? {
        guard !row.isNull(12) else { return "the plan has no such item" }
        guard Self.isSame(row, 2, 12), Self.isSame(row, 3, 13) else {
            return "it is not the shipment that was planned"
        }
        guard planned.value(row, 14) == .planned else {
            return "it was not planned, but \(row.text(14))"
        }
        return nil
    }

    private static func isSame(_ row: borrowing Row, _ left: Int, _ right: Int) -> Bool {
        row.withBytes(left) { bytes in row.withBytes(right) { bytes.equal($0) } }
    }
}

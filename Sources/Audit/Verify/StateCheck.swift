// SPDX-License-Identifier: MIT

import Model
import SQLite

/// Recomputes where every item stands from its intents and verdicts, item by item in step.
///
/// Cursors walk the same order, so that it needs no memory for the items.
final class StateCheck {
    private let states: Cursor
    private var reader = StoredStateReader()
    private let planned: PlannedItems
    private let labels: Cursor
    private var label: ItemPlace?
    private let events: ItemEvents

    /// Of every run, or of one.
    init(_ connection: Connection, run: Int64? = nil) throws {
        let whole = run.map { "WHERE run = \($0)" } ?? ""
        states = try connection.cursor(
            """
            SELECT run, no, account, shipment_id, state, reason, code, attempts, requested_at,
                settled_at, confirmed_at, doubted_at, looks, looked_at, claims
            FROM item_state \(whole) ORDER BY run, no
            """)
        planned = try PlannedItems(connection, whole)
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
            if let what = try planned.fault(of: states.row, at: place) {
                return fault(at: place, what)
            }
            var standing = Standing()
            var voids: [String: LabelStanding] = [:]
            while let event = try events.take(of: place) {
                if let what = Self.fault(of: event, &standing, &voids) {
                    return AuditFault(record: event.seq, event.table, what)
                }
            }
            guard standing == stored, states.row.int(14) == (standing.claims ? 1 : 0) else {
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
    private var reason = RepeatedText(\.self)
    private var code = RepeatedText(\.self)

    mutating func standing(_ row: borrowing Row) -> Standing {
        let standing = Standing(
            state: state.value(row, 4), reason: reason.value(row, 5), code: code.value(row, 6),
            attempts: row.int(7), requestedAt: row.intOrNil(8), settledAt: row.intOrNil(9),
            confirmedAt: row.intOrNil(10), doubtedAt: row.intOrNil(11), looks: row.int(12),
            lookedAt: row.intOrNil(13))
        if standing.claims { claimed.add(row, Self.claimColumns) }
        return standing
    }

    /// Account, shipment, run, number of the item.
    private static let claimColumns = [2, 3, 0, 1]
}

/// What the plans say of the items that have a state.
///
/// The rows of both tables come in one order, so that none has to be looked up.
private final class PlannedItems {
    private let items: Cursor
    private var place: ItemPlace?
    private var state = RepeatedText(ItemState.init(rawValue:))

    init(_ connection: Connection, _ whole: String) throws {
        items = try connection.cursor(
            "SELECT run, no, account, shipment_id, state FROM item \(whole) ORDER BY run, no")
        try advance()
    }

    private func advance() throws {
        place =
            try items.next() ? ItemPlace(run: items.row.int(0), no: items.row.int(1)) : nil
    }

    /// What is wrong with a state whose account and shipment are in the same columns.
    func fault(of stored: borrowing Row, at wanted: ItemPlace) throws -> String? {
        while let place, place < wanted { try advance() }
        guard place == wanted else { return "the plan has no such item" }
        guard Self.isSame(stored, items.row, 2), Self.isSame(stored, items.row, 3) else {
            return "it is not the shipment that was planned"
        }
        guard state.value(items.row, 4) == .planned else {
            return "it was not planned, but \(items.row.text(4))"
        }
        return nil
    }

    private static func isSame(
        _ left: borrowing Row, _ right: borrowing Row, _ column: Int
    ) -> Bool {
        left.withBytes(column) { bytes in right.withBytes(column) { bytes.equal($0) } }
    }
}

// SPDX-License-Identifier: MIT

import Model
import SQLite

/// What two comparisons of a run kept of one shipment.
struct ComparedTwice {
    let account: [UInt8]
    let shipmentID: [UInt8]
    fileprivate(set) var before: String?
    fileprivate(set) var now: String?
    /// It is an item of the run; else it is foreign.
    fileprivate(set) var isOurs = false
}

/// The rows of two comparisons side by side, as they were stored.
///
/// Each was stored by account and shipment, the run's own first and then the others: four lists
/// that need no sorting. Nothing on record promises it, so it is looked at row by row.
struct ComparedLists {
    private let lists: [ComparedList]

    init(_ before: Int64, _ now: Int64, _ connection: Connection) throws {
        lists = try [before, now].flatMap { act in
            try [true, false].map { isOurs in
                try ComparedList(connection, act: act, isBefore: act == before, isOurs: isOurs)
            }
        }
    }

    /// Hands over every shipment by account and id; false where the lists are not in that order.
    func each(_ body: (ComparedTwice) -> Void) throws -> Bool {
        while let first = first() {
            var both = ComparedTwice(account: first.account, shipmentID: first.id)
            for list in lists where list.isAt(both) {
                guard list.add(to: &both) else { return false }
                try list.advance()
                if list.isDisordered { return false }
            }
            body(both)
        }
        return true
    }

    private func first() -> ComparedList? {
        var first: ComparedList?
        for list in lists where !list.isAtEnd {
            if let known = first, list.order(to: known.account, known.id) >= 0 { continue }
            first = list
        }
        return first
    }
}

/// The run's own rows of one comparison, or its others.
private final class ComparedList {
    private let isBefore: Bool
    private let isOurs: Bool
    private let cursor: Cursor
    private(set) var isAtEnd = false
    private(set) var isDisordered = false
    private(set) var account: [UInt8] = []
    private(set) var id: [UInt8] = []

    init(_ connection: Connection, act: Int64, isBefore: Bool, isOurs: Bool) throws {
        self.isBefore = isBefore
        self.isOurs = isOurs
        cursor = try connection.cursor(
            """
            SELECT account, shipment_id, class FROM compared
            WHERE act = ? AND (item IS NOT NULL) = ? AND shipment_id <> '' ORDER BY no
            """, act, isOurs)
        try advance()
    }

    func advance() throws {
        guard try cursor.next() else {
            isAtEnd = true
            return
        }
        let (account, id) = (cursor.row.bytes(0), cursor.row.bytes(1))
        isDisordered = order(to: account, id) >= 0
        (self.account, self.id) = (account, id)
    }

    /// Below 0 where the list's row comes before that shipment, 0 where it is of it.
    func order(to account: [UInt8], _ id: [UInt8]) -> Int {
        let order = Self.order(self.account, account)
        return order == 0 ? Self.order(self.id, id) : order
    }

    private static func order(_ left: [UInt8], _ right: [UInt8]) -> Int {
        left.withUnsafeBytes { left in right.withUnsafeBytes { left.order(to: $0) } }
    }

    func isAt(_ shipment: ComparedTwice) -> Bool {
        !isAtEnd && order(to: shipment.account, shipment.shipmentID) == 0
    }

    /// False where the same comparison has it in its other list, too.
    func add(to shipment: inout ComparedTwice) -> Bool {
        let kept = isBefore ? shipment.before : shipment.now
        guard kept == nil else { return false }
        let word = cursor.row.text(2)
        if isBefore { shipment.before = word } else { shipment.now = word }
        if isOurs { shipment.isOurs = true }
        return true
    }
}

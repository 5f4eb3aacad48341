// SPDX-License-Identifier: MIT

package import Model
package import SQLite

/// The planned items of a run: in each account how many stand where, and in which order they go.
///
/// An apply asks for all of it before its first request, so it is read in one pass. The record keeps
/// no index for the order: every plan would pay for one with a third of its time, and every
/// verification would have to hold it against its table.
package struct SendPlan: Sendable {
    /// One item, for whoever counts more than this does.
    package struct Item {
        package let account: String
        package let state: ItemState
        package let cost: String?
        package let currency: String
    }

    private struct Account {
        let name: String
        var states: [ItemState: Int64] = [:]
        var order = SendOrder()
    }

    private let run: Int64
    private var found: [Account] = []
    /// How long the log was: what an item became since stands behind it.
    private let logSize: Int64

    package init(
        run: Int64, _ connection: Connection, each body: (Item) throws -> Void = { _ in }
    ) throws {
        self.run = run
        logSize = try Log.size(connection)
        try read(connection, body)
        found.sort { $0.name < $1.name }
        if found.contains(where: { !$0.order.isAsRead }) { try sort(connection) }
    }

    /// The accounts that have any.
    package var accounts: [String] { found.map(\.name) }

    package var statesByAccount: [(account: String, states: [ItemState: Int64])] {
        found.map { ($0.name, $0.states) }
    }

    /// The numbers of what an account still has to send, first what goes first.
    package func order(of account: String) -> [Int64] {
        found.first { $0.name == account }?.order.numbers ?? []
    }

    /// The same as of now.
    package func upToDate(_ connection: Connection) throws -> SendPlan {
        try Log.size(connection) == logSize ? self : SendPlan(run: run, connection)
    }
}

// MARK: Reading
extension SendPlan {
    /// Both tables lie in the order of the numbers: walked side by side, neither is searched.
    private mutating func read(_ connection: Connection, _ body: (Item) throws -> Void) throws {
        let items = try connection.cursor(
            """
            SELECT no, account, sort, cost, currency FROM item
            WHERE run = ? AND state = 'planned' ORDER BY no
            """, run)
        let moved = try connection.cursor(
            "SELECT no, state FROM item_state WHERE run = ? ORDER BY no", run)
        var hasMoved = try moved.next()
        var name = RepeatedText(\.self)
        var word = RepeatedText(ItemState.init(rawValue:))
        while try items.next() {
            let no = items.row.int(0)
            while hasMoved, moved.row.int(0) < no { hasMoved = try moved.next() }
            let isMoved = hasMoved && moved.row.int(0) == no
            guard let state = isMoved ? word.value(moved.row, 1) : .planned else { continue }
            let account = name.value(items.row, 1)
            let place = place(of: account)
            found[place].states[state, default: 0] += 1
            if state == .planned { items.row.withBytes(2) { found[place].order.add(no, $0) } }
            try body(
                Item(
                    account: account, state: state, cost: items.row.textOrNil(3),
                    currency: items.row.text(4)))
        }
    }

    /// Mostly the last one's: rows of an account stand together.
    private mutating func place(of account: String) -> Int {
        if let place = found.lastIndex(where: { $0.name == account }) { return place }
        found.append(Account(name: account))
        return found.count - 1
    }

    private mutating func sort(_ connection: Connection) throws {
        for place in found.indices { found[place].order = SendOrder() }
        try connection.sortingInFile {
            try connection.each(
                """
                SELECT item.account, item.no, item.sort
                FROM item LEFT JOIN item_state now ON now.run = item.run AND now.no = item.no
                WHERE item.run = ? AND item.state = 'planned'
                    AND coalesce(now.state, 'planned') = 'planned'
                ORDER BY item.account, item.sort, item.no
                """, run
            ) { row in
                let place = place(of: row.text(0))
                row.withBytes(2) { found[place].order.add(row.int(1), $0) }
            }
        }
    }
}

/// The numbers of an account's items as they go, and whether the rows came in that order.
private struct SendOrder {
    private(set) var numbers: [Int64] = []
    private(set) var isAsRead = true
    private var last: [UInt8] = []

    mutating func add(_ no: Int64, _ key: UnsafeRawBufferPointer) {
        numbers.append(no)
        if key.equal(last) { return }
        if key.lexicographicallyPrecedes(last) { isAsRead = false }
        last = [UInt8](key)
    }
}

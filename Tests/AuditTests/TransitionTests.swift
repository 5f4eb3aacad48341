// SPDX-License-Identifier: MIT

import Audit
import Model
import SQLite
import Testing

@Suite struct TransitionTests {
    /// The shortest legal way from `planned` to each state.
    static func way(to state: ItemState) -> [ItemState]? {
        var ways: [ItemState: [ItemState]] = [.planned: []]
        var open: [ItemState] = [.planned]
        while !open.isEmpty {
            let from = open.removeFirst()
            for next in from.mayBecome where ways[next] == nil {
                ways[next] = (ways[from] ?? []) + [next]
                open.append(next)
            }
        }
        return ways[state]
    }

    static let reachable = ItemState.allCases.filter { way(to: $0) != nil && $0 != .planned }

    @Test(arguments: reachable)
    func `the database lets an item go exactly where the table says`(from: ItemState) throws {
        for to in ItemState.allCases where to != from {
            let connection = try AuditFile.inMemory()
            try bring(connection, along: Self.way(to: from) ?? [])
            let isLegal = from.mayBecome.contains(to)
            let wasTaken = succeeds {
                try move(to, on: connection)
            }
            #expect(wasTaken == isLegal, "\(from) to \(to)")
        }
    }

    @Test(arguments: ItemState.allCases)
    func `an item leaves the plan only as the table says`(state: ItemState) throws {
        let connection = try AuditFile.inMemory()
        let wasTaken = succeeds { try insert(state, on: connection) }
        #expect(wasTaken == ItemState.planned.mayBecome.contains(state))
    }

    @Test(arguments: ["run", "item", "label", "request", "answer", "verdict", "act", "checkpoint"])
    func `evidence can be neither changed nor deleted`(table: String) throws {
        let night = try Night.eventful()
        let column =
            table == "checkpoint" ? "size" : table == "item" || table == "label" ? "no" : "seq"
        #expect(!succeeds { try night.connection.run("DELETE FROM \(table)") })
        #expect(!succeeds { try night.connection.run("UPDATE \(table) SET \(column) = \(column)") })
    }

    private func bring(_ connection: Connection, along way: [ItemState]) throws {
        for (place, state) in way.enumerated() {
            if place == 0 {
                try insert(state, on: connection)
            } else {
                try move(state, on: connection)
            }
        }
    }

    private func insert(_ state: ItemState, on connection: Connection) throws {
        try connection.run(
            """
            INSERT INTO item_state
                (run, no, account, shipment_id, state, reason, code, attempts, claims)
            VALUES (1, 1, 'a', 's', ?, '', '', 1, ?)
            """, state.rawValue, Int64(state.claims ? 1 : 0))
    }

    private func move(_ state: ItemState, on connection: Connection) throws {
        try connection.run(
            "UPDATE item_state SET state = ?, claims = ?", state.rawValue,
            Int64(state.claims ? 1 : 0))
    }

    private func succeeds(_ work: () throws -> Void) -> Bool {
        do {
            try work()
            return true
        } catch {
            return false
        }
    }
}

// SPDX-License-Identifier: MIT

import Model
import Proof
package import SQLite

/// The one log: every evidence row is its next leaf, hashed in the transaction that writes the row.
///
/// Two processes may write at a time (one sends, another plans), so the head is read inside the
/// transaction and never kept across it.
package struct Log {
    let connection: Connection
    private(set) var frontier: MerkleFrontier
    private var encoder = LeafEncoder()
    /// What waits for its INSERT, by table.
    private var waiting = [LeafList](repeating: LeafList(), count: EvidenceTable.allCases.count)
    /// Where the next record will stand.
    private(set) var position: Int64
    private let isHashing: Bool

    /// Opens the log for one transaction; call `close` before it ends.
    package init(_ connection: Connection) throws { try self.init(connection, isHashing: true) }

    /// Without hashing there is a record but no log, which no verifier takes; it is for measuring
    /// what the log costs, and only tests can ask for it.
    init(_ connection: Connection, isHashing: Bool) throws {
        self.connection = connection
        self.isHashing = isHashing
        frontier = isHashing ? try Self.head(connection) : MerkleFrontier()
        position = isHashing ? Int64(frontier.size) : try Self.size(connection)
    }

    /// Adds one row of evidence and gives its position; `values` are its columns after `seq`.
    ///
    /// The row is read out of its leaf, so they cannot differ. It stands in its table at the latest
    /// after `close`.
    @discardableResult
    mutating func append<each V: EvidenceValue>(
        _ table: EvidenceTable, _ values: repeat each V
    ) throws -> Int64 {
        encoder.begin(type: table.type)
        encoder.integer(position)
        for value in repeat each values { value.encode(into: &encoder) }
        if isHashing {
            let leaf = encoder.hash
            frontier.append(leaf)
            encoder.digest(leaf)
        } else {
            encoder.bytes([])
        }
        waiting[table.place].append(encoder)
        if waiting[table.place].count == EvidenceTable.rowsTogether {
            try write(table.insertTogether, waiting[table.place])
            waiting[table.place].removeAll()
        }
        defer { position += 1 }
        return position
    }

    private func write(_ insert: String, _ rows: LeafList) throws {
        let statement = try connection.statement(insert)
        try rows.read(0..<rows.count) { try statement.run($0) }
    }

    private func writeWaiting() throws {
        for table in EvidenceTable.allCases {
            let rows = waiting[table.place]
            guard rows.count > 0 else { continue }
            let insert = try connection.statement(table.insert)
            for place in 0..<rows.count { try rows.read(at: place) { try insert.run(&$0) } }
        }
    }

    /// Whether it can have grown out of what was its head before.
    func continues(_ head: MerkleFrontier) -> Bool {
        frontier.size == head.size ? frontier == head : frontier.size > head.size
    }

    /// Writes what waits and stores the head back.
    package func close() throws {
        try writeWaiting()
        guard isHashing else {
            return try connection.run("UPDATE log_head SET size = ?", position)
        }
        try connection.run(
            "UPDATE log_head SET size = ?, frontier = ?", position, frontier.serialized)
    }

    /// The number of evidence rows there are.
    package static func size(_ connection: Connection) throws -> Int64 {
        try connection.first("SELECT size FROM log_head") { $0.int(0) } ?? 0
    }

    /// The name of this log, which every checkpoint of it carries.
    package static func origin(_ connection: Connection) throws -> String {
        try connection.first("SELECT origin FROM log_head") { $0.text(0) } ?? ""
    }

    /// The tree's right edge as it is stored.
    static func head(_ connection: Connection) throws -> MerkleFrontier {
        let stored = try connection.first("SELECT size, frontier FROM log_head") {
            (size: $0.int(0), frontier: MerkleFrontier(serialized: $0.bytes(1)))
        }
        guard let stored, let frontier = stored.frontier, frontier.size == stored.size else {
            throw Problem(
                .auditInvalid, "the head of the log cannot be read", at: connection.path,
                next: "rescind audit verify")
        }
        return frontier
    }
}

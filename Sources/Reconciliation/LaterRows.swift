// SPDX-License-Identifier: MIT

import Audit
import Proof
import SQLite

/// The rows of a later export that matter to a run, kept until all of it was read.
///
/// They are in a temporary database: memory does not grow with them. They come in any order and
/// are appended on a thread of their own while more are read; SQLite sorts them when they are
/// asked for, which reads and writes in order what an index of so many would seek.
final class LaterRows {
    /// Appending needs little, and each sort takes as much again.
    private static let cacheBytesMax = 2 << 20

    let scratch: Connection
    private let storing: Conveyor<LaterLoad>
    // Written for every row, on one thread and never from within itself: see RowReader.
    @exclusivity(unchecked) private var load = LaterLoad()

    init() throws {
        let scratch = try Connection.scratch()
        self.scratch = scratch
        try scratch.execute("PRAGMA cache_size = -\(Self.cacheBytesMax / 1024)")
        // The transaction never ends, and nothing of it outlives the connection.
        try scratch.execute(
            """
            CREATE TABLE met (
                account INTEGER, shipment_id TEXT, standing TEXT, status TEXT, cost TEXT,
                currency TEXT, line INTEGER);
            CREATE TABLE theirs (
                account INTEGER, shipment_id TEXT, standing TEXT, status TEXT, cost TEXT,
                currency TEXT, line INTEGER);
            CREATE TABLE unread (account TEXT, line INTEGER, reason TEXT);
            CREATE TABLE asked (
                account INTEGER, shipment_id TEXT, PRIMARY KEY (account, shipment_id)
            ) WITHOUT ROWID;
            BEGIN
            """)
        let inserts = try LaterTable.allCases.map { try scratch.statement($0.insert) }
        storing = Conveyor { load in
            for place in 0..<load.leaves.count {
                try load.leaves.read(at: place) { try inserts[Int($0.type) - 1].run(&$0) }
            }
        }
    }

    func add(_ row: LaterRow, to table: LaterTable) throws {
        load.append(row, to: table)
        if load.isFull { try send() }
    }

    func add(unread account: UnsafeRawBufferPointer, line: Int, _ reason: String) throws {
        load.append(unread: account, line: line, reason)
        if load.isFull { try send() }
    }

    private func send() throws {
        try storing.add(load)
        load = LaterLoad()
    }

    /// Returns when every row is kept; until then the database belongs to the thread that keeps.
    func finish() throws {
        if !load.isEmpty { try send() }
        try storing.finish()
    }

    /// Returns when nothing is being kept any more, after a failure.
    func stop() { storing.stop() }
}

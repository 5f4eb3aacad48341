// SPDX-License-Identifier: MIT

import Glibc
import SQLite
import Synchronization
import Testing

/// Figures for people, asserted nowhere; printed when RESCIND_BENCHMARK is set.
@Suite(.serialized, .enabled(if: getenv("RESCIND_BENCHMARK") != nil))
struct WriterBenchmark {
    static let rows = 100_000
    static let insert = "INSERT INTO t (run, id, body, at) VALUES (?, ?, ?, ?)"
    private let folder = TemporaryFolder()

    private func database() throws -> sending Connection {
        let database = try Connection.writer(folder.file("bench.db"))
        try database.execute(
            """
            CREATE TABLE t (key INTEGER PRIMARY KEY, run INTEGER NOT NULL, id TEXT NOT NULL,
                body BLOB, at TEXT NOT NULL) STRICT
            """)
        return database
    }

    private func report(_ what: String, _ count: Int, _ time: Duration) {
        let each = time / count
        let perSecond = Int(Double(count) / (time / .seconds(1)))
        print("benchmark: \(what): \(perSecond) a second, \(each) each")
    }

    static let body = [UInt8](repeating: 7, count: 300)

    @Test(arguments: [false, true])
    func `inserts in one transaction`(savepoints: Bool) throws {
        let database = try database()
        let time = try ContinuousClock().measure {
            try database.transaction {
                for row in 0..<Self.rows {
                    let insert = {
                        try database.run(
                            Self.insert, 1, "shipment-\(row)", Self.body,
                            "2026-11-20T01:58:00.000Z")
                    }
                    if savepoints { try database.savepoint(insert) } else { try insert() }
                }
            }
        }
        report("inserts in one transaction, savepoints \(savepoints)", Self.rows, time)
    }

    @Test func `binding alone`() throws {
        let database = try Connection.memory()
        let count = 1_000_000
        let time = try ContinuousClock().measure {
            for row in 0..<count {
                try database.run("SELECT ?, ?, ?, ?", row, "shipment", Self.body, 2)
            }
        }
        report("SELECT of four bound values", count, time)
        let statement = try database.statement("SELECT ?, ?, ?, ? -- held")
        let held = try ContinuousClock().measure {
            for row in 0..<count { try statement.run(row, "shipment", Self.body, 2) }
        }
        report("the same with the statement held", count, held)
    }

    @Test(arguments: [1, 8, 32, 256])
    func `group commits`(inFlight: Int) async throws {
        let writer = Writer(owning: try database())
        let rows = min(Self.rows, inFlight * 5000)
        let clock = ContinuousClock()
        let start = clock.now
        try await withThrowingTaskGroup { group in
            for lane in 0..<inFlight {
                group.addTask {
                    for row in 0..<(rows / inFlight) {
                        try await writer.write {
                            try $0.run(
                                Self.insert, lane, "shipment-\(row)", Self.body,
                                "2026-11-20T01:58:00.000Z")
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        report("write, \(inFlight) tasks", rows, clock.now - start)
        try writer.close()
    }

    @Test func `submitted without waiting`() async throws {
        let writer = Writer(owning: try database())
        let clock = ContinuousClock()
        let start = clock.now
        for row in 0..<Self.rows {
            writer.submit(
                {
                    try $0.run(
                        Self.insert, 1, "shipment-\(row)", Self.body, "2026-11-20T01:58:00.000Z")
                }, done: { _ in })
        }
        try writer.close()
        report("submit, as many as the inbox holds", Self.rows, clock.now - start)
    }
}

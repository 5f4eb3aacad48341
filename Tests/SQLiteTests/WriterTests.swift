// SPDX-License-Identifier: MIT

import Glibc
import Synchronization
import Testing

@testable import SQLite

@Suite struct WriterTests {
    struct Stop: Error {}
    private let folder = TemporaryFolder()

    private func table(_ name: String = "audit.db") throws -> sending Connection {
        let database = try Connection.writer(folder.file(name))
        try database.execute("CREATE TABLE t (x INTEGER UNIQUE) STRICT")
        return database
    }

    private func count() throws -> Int64? {
        try Connection.reader(folder.file("audit.db"))
            .first("SELECT count(*) FROM t") { $0.int(0) }
    }

    @Test func `a write is visible to a reader when it returns`() async throws {
        let writer = Writer(owning: try table())
        let reader = try Connection.reader(folder.file("audit.db"))
        for number in 1...20 {
            let row = try await writer.write {
                try $0.run("INSERT INTO t VALUES (?)", number)
                return $0.lastInsertedRow
            }
            #expect(row == Int64(number))
            #expect(try reader.first("SELECT count(*) FROM t") { $0.int(0) } == Int64(number))
        }
        try writer.close()
    }

    @Test func `many tasks write at once and none is lost`() async throws {
        let writer = Writer(owning: try table())
        await withTaskGroup { group in
            for number in 0..<500 {
                group.addTask {
                    try? await writer.write {
                        try $0.run("INSERT INTO t VALUES (?)", number)
                        if number % 5 == 0 { throw Stop() }
                    }
                }
            }
        }
        try writer.close()
        #expect(try count() == 400)
    }

    @Test func `closing writes what is queued and leaves one file`() throws {
        let writer = Writer(owning: try table())
        let box = Shared(Atomic(0))
        for number in 0..<10_000 {
            writer.submit({ try $0.run("INSERT INTO t VALUES (?)", number) }) {
                if case .success = $0 { box.value.add(1, ordering: .relaxed) }
            }
        }
        try writer.close()
        #expect(box.value.load(ordering: .relaxed) == 10_000)
        #expect(!exists(folder.file("audit.db-wal")) && !exists(folder.file("audit.db-shm")))
        #expect(try count() == 10_000)
    }

    @Test func `a closed writer refuses and closing twice does nothing`() async throws {
        let writer = Writer(owning: try table())
        try writer.close()
        try writer.close()
        await #expect(throws: WriterClosed.self) { try await writer.write { _ in } }
    }

    @Test func `done may submit more`() async throws {
        let writer = Writer(owning: try table())
        await withCheckedContinuation { (finished: CheckedContinuation<Void, Never>) in
            Self.chain(writer, from: 0, finished)
        }
        try writer.close()
        #expect(try count() == 100)
    }

    private static func chain(
        _ writer: Writer, from number: Int, _ finished: CheckedContinuation<Void, Never>
    ) {
        writer.submit({ try $0.run("INSERT INTO t VALUES (?)", number) }) { _ in
            if number == 99 { finished.resume() } else { chain(writer, from: number + 1, finished) }
        }
    }

    @Test func `the actor runs on the writer's thread, outside transactions`() async throws {
        let writer = Writer(owning: try table())
        let here = pthread_self()
        let (there, open) = await writer.use { (pthread_self(), $0.isInTransaction) }
        let again = try await writer.write { _ in pthread_self() }
        #expect(there != here && there == again && !open)
        await writer.prove()
        try writer.close()
    }

    @Test func `touching the connection from another thread traps`() async {
        await #expect(processExitsWith: .failure) {
            let writer = Writer(owning: try Connection.memory())
            writer.proveFromOutside()
        }
    }

    @Test func `a writer that is let go of still writes what is queued`() async throws {
        try await submitAndLetGo()
        #expect(try count() == 1)
    }

    private func submitAndLetGo() async throws {
        let writer = Writer(owning: try table())
        await withCheckedContinuation { (finished: CheckedContinuation<Void, Never>) in
            writer.submit({ try $0.run("INSERT INTO t VALUES (1)") }) { _ in finished.resume() }
        }
    }

    @Test func `signals are left to the other threads`() async throws {
        let writer = Writer(owning: try table())
        let blocked = await writer.use { _ in
            var mask = sigset_t()
            pthread_sigmask(SIG_BLOCK, nil, &mask)
            return sigismember(&mask, SIGINT) == 1 && sigismember(&mask, SIGTERM) == 1
        }
        #expect(blocked)
        try writer.close()
    }
}

extension Writer {
    /// Traps unless the executor recognises its own thread.
    fileprivate func prove() { assertIsolated() }

    fileprivate nonisolated func proveFromOutside() { assumeIsolated { _ in } }
}

/// Lets closures share something that cannot be copied.
final class Shared<Value: ~Copyable & Sendable>: Sendable {
    let value: Value
    init(_ value: consuming Value) { self.value = value }
}

// SPDX-License-Identifier: MIT

import Audit
import HTTP
import Model
import Providers
import SQLite
import Synchronization
import Testing

@testable import Execution

struct SealingTests {
    /// A clock that a minute passes on whenever it is read.
    private final class HurriedClock: Clock {
        private let minutes = Atomic<Int64>(0)
        let now = Bench.start.wall
        var monotonicMilliseconds: Int64 {
            minutes.wrappingAdd(1, ordering: .relaxed).newValue * 60_000
        }
    }

    /// One item in doubt whose next look is as late as looks get.
    private struct OneItem: LaneQueue {
        mutating func items(
            _ limit: Int, _ connection: Connection
        ) throws -> (items: [LoadedItem], isLast: Bool) {
            var work = Work(no: 1, id: "1000", state: .inDoubt, isOnRecord: true, attempts: 1)
            work.run = 1
            work.requestedAt = Bench.start.wall
            return ([LoadedItem(work)], true)
        }
    }

    @Test func `a record that grows for hours is signed every ten minutes`() throws {
        let hours: Int64 = 2
        let setup = Bench.setup(.sendcloudReturns) {
            $0.lookEveryMilliseconds = 2 * hours * 3_600_000
            $0.lookOnly = LookOnly(waitMilliseconds: 4 * hours * 3_600_000)
        }
        let clock = HurriedClock()
        let engine = Engine(
            [(setup, try SimulatedAccounts.authorizer())], until: nil,
            failures: FailureLimit(nil), seed: 1, at: Moment(clock))
        let http = try HTTPLoop(clock: clock)
        defer { http.shutdown() }
        let seals = Atomic<Int>(0)
        let writer = Writer(owning: try AuditFile.inMemory())
        let driver = Driver(
            engine, queues: [OneItem()], options: [.init()], http: http, writer: writer,
            recorder: Recorder(), reader: try AuditFile.inMemory(), clock: clock,
            seal: { _ in seals.wrappingAdd(1, ordering: .relaxed) })
        let start = clock.monotonicMilliseconds
        _ = try driver.run { _, moment in
            moment.monotonic - start > hours * 3_600_000 ? [.stop(.command("enough"))] : []
        }
        try writer.close()
        #expect((11...13).contains(seals.load(ordering: .relaxed)))
    }
}

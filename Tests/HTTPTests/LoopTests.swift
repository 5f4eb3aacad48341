// SPDX-License-Identifier: MIT

import Glibc
import HTTP
import Model
import Synchronization
import Testing

/// libcurl on the thread that calls it.
@Suite(.timeLimit(.minutes(1))) struct LoopTests {
    @Test func `its caller moves the requests, and hears of them on its own thread`() throws {
        let server = ScriptedServer { _ in [ScriptedServer.answer(200)] }
        defer { server.stop() }
        let loop = try HTTPLoop(clock: TestClock(), inFlightMax: 3)
        let ends = Ends()
        let me = pthread_self()
        let elsewhere = Mutex(0)
        loop.submit(
            (0..<10).map { number in
                (
                    Request(.put, "\(server.url)/\(number)"), HTTPEngine.Options(),
                    { exchange in
                        ends.note(exchange)
                        if pthread_equal(me, pthread_self()) == 0 {
                            elsewhere.withLock { $0 += 1 }
                        }
                    }
                )
            })
        #expect(ends.total == 0, "nothing happens before it is asked to")
        loop.turn()
        while ends.total < 10 {
            loop.rest()
            loop.turn()
        }
        #expect(ends.counts == ["answer": 10])
        #expect(elsewhere.withLock { $0 } == 0)
        loop.shutdown()
    }

    @Test func `whoever rings ends its rest, or keeps it from resting`() throws {
        let loop = try HTTPLoop(clock: TestClock())
        loop.bell.ring()
        loop.rest(milliseconds: 600_000)
        let bell = loop.bell
        let ringing = TestThread {
            usleep(20_000)
            bell.ring()
        }
        loop.rest(milliseconds: 600_000)
        ringing.join()
        // What was rung for was heard: it rests again, until its time is over.
        loop.rest(milliseconds: 1)
    }

    @Test func `once it is gone, ringing does nothing`() throws {
        let bell = try HTTPLoop(clock: TestClock()).bell
        bell.ring()
    }

    @Test func `its end answers all that is outstanding, and later requests at once`() throws {
        let server = ScriptedServer { _ in [.hold] }
        defer { server.stop() }
        let loop = try HTTPLoop(clock: TestClock(), inFlightMax: 2)
        let ends = Ends()
        func submit(_ count: Int) {
            loop.submit(
                (0..<count).map { _ in
                    (Request(.put, server.url), HTTPEngine.Options(), { ends.note($0) })
                })
        }
        submit(5)
        while server.received.count < 2 {
            loop.turn()
            loop.rest(milliseconds: 5)
        }
        loop.shutdown()
        #expect(ends.counts == ["cancelled may_have_arrived": 2, "cancelled not_sent": 3])
        submit(1)
        #expect(ends.counts["cancelled not_sent"] == 4)
    }

    @Test func `one request more than may wait is refused`() throws {
        let loop = try HTTPLoop(clock: TestClock())
        let ends = Ends()
        loop.submit(
            (0...Limits.waitingRequestsMax).map { _ in
                (Request(.put, "http://127.0.0.1:1/"), HTTPEngine.Options(), { ends.note($0) })
            })
        #expect(ends.counts == ["other not_sent": 1])
        loop.shutdown()
        #expect(ends.total == Limits.waitingRequestsMax + 1)
    }
}

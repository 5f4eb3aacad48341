// SPDX-License-Identifier: MIT

import HTTP
import Model
import Testing

/// Nothing is answered twice, nothing never.
@Suite(.timeLimit(.minutes(1))) struct ManyTests {
    @Test func `1,000 requests at once are each answered once, with their own answer`() async throws
    {
        try await withServer { request in
            [ScriptedServer.answer(200, request.requestLine)]
        } _: { engine, server in
            let own = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<1000 {
                    group.addTask { await isOwnAnswer(number, engine, server.url) }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(own == 1000)
            #expect(server.received.count == 1000)
        }
    }

    private func isOwnAnswer(
        _ number: Int, _ engine: HTTPEngine, _ url: String
    ) async -> Bool {
        let exchange = await engine.send(Request(.put, "\(url)/\(number)"))
        return exchange.answer?.body == Array("PUT /\(number) HTTP/1.1".utf8)
    }

    @Test func `a completion may send the next request`() async throws {
        try await withServer { _ in
            [ScriptedServer.answer(204)]
        } _: { engine, server in
            await withCheckedContinuation { continuation in
                submit(50, to: engine, server.url) { continuation.resume() }
            }
            #expect(server.received.count == 50)
            #expect(server.connections == 1)
        }
    }

    private func submit(
        _ left: Int, to engine: HTTPEngine, _ url: String, then done: @escaping @Sendable () -> Void
    ) {
        if left == 0 { return done() }
        engine.submit(Request(.put, url)) { _ in submit(left - 1, to: engine, url, then: done) }
    }

    @Test func `one request more than may wait is refused, and all are answered`() throws {
        let (socket, port) = listenOnLoopback(backlog: 8)
        defer { closeSocket(socket) }
        let engine = try HTTPEngine(clock: TestClock(), inFlightMax: 1)
        let ends = Ends()
        let count = Limits.waitingRequestsMax + 10
        for _ in 0..<count {
            engine.submit(Request(.put, "http://127.0.0.1:\(port)/")) { ends.note($0) }
        }
        engine.shutdown()
        let counts = ends.counts
        #expect(counts.values.reduce(0, +) == count)
        // One may be at work already, and then one more may wait.
        #expect((9...10).contains(counts["other not_sent"] ?? 0), "\(counts)")
    }
}

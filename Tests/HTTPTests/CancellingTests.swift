// SPDX-License-Identifier: MIT

import HTTP
import Model
import Testing

/// A request that is given up says how far it came.
@Suite(.timeLimit(.minutes(1))) struct CancellingTests {
    @Test func `given up after it was sent is doubt`() async throws {
        try await withServer { _ in
            [.hold]
        } _: { engine, server in
            let task = Task { await engine.send(Request(.put, server.url)).end }
            try await until { !server.received.isEmpty }
            task.cancel()
            #expect(await task.value == "cancelled may_have_arrived")
        }
    }

    @Test func `given up while connecting is not sent`() async throws {
        let (socket, port) = listenOnLoopback(backlog: 8)
        defer { closeSocket(socket) }
        let engine = try HTTPEngine(clock: TestClock())
        defer { engine.shutdown() }
        let task = Task { await engine.send(Request(.put, "https://127.0.0.1:\(port)/")).end }
        // The handshake's first bytes are proof that the engine is at it.
        waitForBytes(on: socket)
        task.cancel()
        #expect(await task.value == "cancelled not_sent")
    }

    @Test func `given up while it waits is not sent`() async throws {
        let server = ScriptedServer { _ in [.waitForRelease, ScriptedServer.answer(200)] }
        defer { server.stop() }
        let engine = try HTTPEngine(clock: TestClock(), inFlightMax: 1)
        defer { engine.shutdown() }
        let first = Task { await engine.send(Request(.put, server.url)).end }
        try await until { !server.received.isEmpty }
        let second = Task { await engine.send(Request(.put, server.url)).end }
        second.cancel()
        #expect(await second.value == "cancelled not_sent")
        server.release()
        #expect(await first.value == "answer")
        #expect(server.received.count == 1)
    }

    @Test func `a task that was cancelled before is given up at once`() async throws {
        try await withServer { _ in
            [.hold]
        } _: { engine, server in
            // Many times, for the engine may hear of the cancelling before it hears of the request.
            for _ in 0..<500 {
                let task = Task {
                    while !Task.isCancelled { await Task.yield() }
                    return await engine.send(
                        Request(.put, server.url),
                        options: .init { $0.firstByteTimeoutMilliseconds = 2000 })
                }
                task.cancel()
                #expect(await task.value.failure?.kind == .cancelled)
            }
        }
    }

    @Test func `100 tasks cancelled at once all end`() async throws {
        try await withServer { _ in
            [.hold]
        } _: { engine, server in
            let tasks = (0..<100).map { _ in
                Task { await engine.send(Request(.put, server.url)).failure?.kind }
            }
            try await until { server.received.count >= 50 }
            for task in tasks { task.cancel() }
            for task in tasks { #expect(await task.value == .cancelled) }
        }
    }

    @Test func `giving up what was answered changes nothing`() async throws {
        try await withServer { _ in
            [ScriptedServer.answer(200)]
        } _: { engine, server in
            let ends = Ends()
            let id = engine.submit(Request(.put, server.url)) { ends.note($0) }
            try await until { ends.total > 0 }
            engine.cancel(id)
            #expect(await engine.send(Request(.put, server.url)).end == "answer")
            #expect(ends.counts == ["answer": 1])
        }
    }
}

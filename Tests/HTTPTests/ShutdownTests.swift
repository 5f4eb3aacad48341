// SPDX-License-Identifier: MIT

import HTTP
import Model
import Testing

/// The engine's end answers everything that is outstanding.
@Suite(.timeLimit(.minutes(1))) struct ShutdownTests {
    @Test func `in the middle, each request is answered with how far it came`() async throws {
        let server = ScriptedServer { _ in [.hold] }
        defer { server.stop() }
        let engine = try HTTPEngine(clock: TestClock(), inFlightMax: 4)
        let ends = Ends()
        for _ in 0..<20 { engine.submit(Request(.put, server.url)) { ends.note($0) } }
        try await until { server.received.count >= 4 }
        engine.shutdown()
        #expect(ends.counts == ["cancelled may_have_arrived": 4, "cancelled not_sent": 16])
        #expect(server.received.count == 4)
    }

    @Test func `afterwards nothing is sent, and the caller hears so`() async throws {
        try await withServer { _ in
            [ScriptedServer.answer(200)]
        } _: { engine, server in
            engine.shutdown()
            engine.shutdown()
            #expect(await engine.send(Request(.put, server.url)).end == "cancelled not_sent")
            #expect(server.connections == 0)
        }
    }

    @Test func `a completion may ask for it`() async throws {
        try await withServer { _ in
            [ScriptedServer.answer(200)]
        } _: { engine, server in
            let ends = Ends()
            engine.submit(Request(.put, server.url)) { exchange in
                engine.shutdown()
                ends.note(exchange)
            }
            try await until { ends.total > 0 }
            #expect(await engine.send(Request(.put, server.url)).failure?.kind == .cancelled)
        }
    }

    @Test func `many threads may ask for it at once while others submit`() async throws {
        for _ in 0..<20 {
            let server = ScriptedServer { _ in [ScriptedServer.answer(200)] }
            defer { server.stop() }
            let engine = try HTTPEngine(clock: TestClock())
            let ends = Ends()
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        engine.submit(Request(.put, server.url)) { ends.note($0) }
                        if number % 10 == 9 { engine.shutdown() }
                    }
                }
            }
            #expect(ends.total == 40)
        }
    }

    @Test func `an engine nobody holds any more ends by itself`() async throws {
        let (socket, port) = listenOnLoopback(backlog: 8)
        defer { closeSocket(socket) }
        let ends = Ends()
        do {
            let engine = try HTTPEngine(clock: TestClock())
            engine.submit(Request(.put, "https://127.0.0.1:\(port)/")) { ends.note($0) }
        }
        #expect(ends.counts == ["cancelled not_sent": 1])
    }
}

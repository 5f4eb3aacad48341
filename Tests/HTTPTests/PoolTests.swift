// SPDX-License-Identifier: MIT

import HTTP
import Model
import Testing

/// Connections are kept and used again, within limits.
@Suite(.timeLimit(.minutes(1))) struct PoolTests {
    @Test func `requests one after another share one connection`() async throws {
        try await withServer { _ in
            [ScriptedServer.answer(200, "x")]
        } _: { engine, server in
            for method in Request.Method.allCases + Request.Method.allCases {
                #expect(await engine.send(Request(method, server.url)).end == "answer")
            }
            #expect(server.connections == 1)
        }
    }

    @Test func `requests at once use no more connections than are at work at once`() async throws {
        try await withServer { _ in
            [ScriptedServer.answer(200)]
        } _: { engine, server in
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        for _ in 0..<25 { _ = await engine.send(Request(.put, server.url)) }
                    }
                }
            }
            #expect(server.received.count == 200)
            #expect(server.connections <= 8)
        }
    }

    @Test func `no more requests are at work than the engine may have`() async throws {
        let server = ScriptedServer { _ in [.waitForRelease, ScriptedServer.answer(200)] }
        defer { server.stop() }
        let engine = try HTTPEngine(clock: TestClock(), inFlightMax: 3)
        defer { engine.shutdown() }
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<30 { group.addTask { await engine.send(Request(.put, server.url)).end } }
            try await until { server.received.count >= 3 }
            #expect(server.connections == 3)
            server.release()
            for try await end in group { #expect(end == "answer") }
        }
        #expect(server.connections == 3)
    }

    @Test func `a connection the server wants closed is not used again`() async throws {
        try await withServer { _ in
            [ScriptedServer.answer(200, headers: "Connection: close\r\n"), .hold]
        } _: { engine, server in
            for _ in 0..<3 { _ = await engine.send(Request(.get, server.url)) }
            #expect(server.connections == 3)
        }
    }

    @Test func `a connection the server closed while idle costs no request`() async throws {
        try await withServer { _ in
            [ScriptedServer.answer(200), .waitForRelease, .close]
        } _: {
            engine, server in
            #expect(await engine.send(Request(.put, server.url)).end == "answer")
            server.release()
            try await until { server.openConnections == 0 }
            #expect(await engine.send(Request(.put, server.url)).end == "answer")
            #expect(server.connections == 2)
        }
    }
}

// SPDX-License-Identifier: MIT

import HTTP
import Model
import Testing

/// Each of the three times ends an exchange, and says how far it came.
@Suite(.timeLimit(.minutes(1))) struct TimeoutTests {
    @Test func `a connection that does not come about is not sent`() async throws {
        // TCP connects, for the kernel does that; the TLS handshake is never answered.
        let (socket, port) = listenOnLoopback(backlog: 8)
        defer { closeSocket(socket) }
        let engine = try HTTPEngine(clock: TestClock())
        defer { engine.shutdown() }
        let exchange = await engine.send(
            Request(.put, "https://127.0.0.1:\(port)/"),
            options: .init { $0.connectTimeoutMilliseconds = 50 })
        #expect(exchange.end == "connect_timeout not_sent")
    }

    @Test func `the whole time can run out before anything is sent`() async throws {
        let (socket, port) = listenOnLoopback(backlog: 8)
        defer { closeSocket(socket) }
        let engine = try HTTPEngine(clock: TestClock())
        defer { engine.shutdown() }
        let exchange = await engine.send(
            Request(.put, "https://127.0.0.1:\(port)/"),
            options: .init { $0.timeoutMilliseconds = 50 })
        #expect(exchange.end == "connect_timeout not_sent")
    }

    @Test func `an answer that does not begin is doubt`() async throws {
        try await withServer { _ in
            [.hold]
        } _: { engine, server in
            let exchange = await engine.send(
                Request(.put, server.url), options: .init { $0.firstByteTimeoutMilliseconds = 50 })
            #expect(exchange.end == "timeout may_have_arrived")
            #expect(exchange.failure?.message == "no byte of an answer in time")
        }
    }

    @Test func `an answer that began is not held to the first byte's time`() async throws {
        try await withServer { _ in
            [.send("HTTP/1.1 200 OK\r\n"), .waitForRelease, .send("Content-Length: 0\r\n\r\n")]
        } _: { engine, server in
            // The second request's timeout proves that the first one's time has passed.
            async let slow = engine.send(
                Request(.get, server.url), options: .init { $0.firstByteTimeoutMilliseconds = 500 })
            try await until { !server.received.isEmpty }
            let late = await engine.send(
                Request(.get, server.url), options: .init { $0.timeoutMilliseconds = 1000 })
            #expect(late.end == "timeout may_have_arrived")
            server.release()
            #expect(await slow.answer?.status == 200)
        }
    }

    @Test func `an answer that does not end is doubt`() async throws {
        try await withServer { _ in
            [.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1"), .hold]
        } _: { engine, server in
            let exchange = await engine.send(
                Request(.put, server.url), options: .init { $0.timeoutMilliseconds = 100 })
            #expect(exchange.end == "timeout may_have_arrived")
        }
    }

    @Test(arguments: [0, -5, Int.min]) func `no time means no time, not for ever`(time: Int)
        async throws
    {
        try await withServer { _ in
            [.hold]
        } _: { engine, server in
            let exchange = await engine.send(
                Request(.put, server.url), options: .init { $0.timeoutMilliseconds = time })
            #expect(
                ["connect_timeout not_sent", "timeout may_have_arrived"].contains(exchange.end))
        }
    }
}

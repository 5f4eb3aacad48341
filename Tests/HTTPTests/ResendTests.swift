// SPDX-License-Identifier: MIT

import HTTP
import Model
import Testing

/// Nothing leaves twice: the promise that the rest of the house is built on.
@Suite(.timeLimit(.minutes(1))) struct ResendTests {
    typealias Step = ScriptedServer.Step

    /// Sends one request that is answered and a second on the same connection.
    private func second(
        _ method: Request.Method, body: String = "", _ steps: [Step]
    ) async throws -> (exchange: Exchange, seen: Int) {
        var result: (Exchange, Int)?
        try await withServer {
            $0.turn == 0 ? [ScriptedServer.answer(200)] : steps
        } _: {
            engine, server in
            let first = await engine.send(Request(.get, server.url + "/first"))
            #expect(first.answer?.status == 200)
            let second = await engine.send(
                Request(method, server.url + "/second", body: Array(body.utf8)))
            result = (second, server.received.filter { $0.head.contains("/second") }.count)
        }
        return try #require(result)
    }

    @Test(arguments: Request.Method.allCases)
    func `a request whose kept connection dies is seen once`(method: Request.Method) async throws {
        let (exchange, seen) = try await second(method, [.close])
        #expect(exchange.end == "resend_prevented may_have_arrived")
        #expect(seen == 1)
    }

    @Test(arguments: [0, 2, 200_000])
    func `a body is not sent again either`(bytes: Int) async throws {
        let body = String(repeating: "x", count: bytes)
        let (exchange, seen) = try await second(.post, body: body, [.reset])
        // A reset may be seen as a dead connection or as a failed read: both end it.
        #expect(exchange.failure?.reach == .mayHaveArrived)
        #expect(seen == 1)
    }

    @Test(arguments: [
        // libcurl counts whole lines only: for it, half a status line is nothing.
        ("HTTP/1.1 2", "resend_prevented may_have_arrived"),
        ("HTTP/1.1 204 No Content\r\n", "connection_lost may_have_arrived"),
    ])
    func `a kept connection that dies within the answer is not tried again`(
        says: String, end: String
    ) async throws {
        let (exchange, seen) = try await second(.put, [.send(says), .close])
        #expect(exchange.end == end)
        #expect(seen == 1)
    }

    @Test func `a refused second connection does not make the first attempt unsent`() async throws {
        let (exchange, seen) = try await second(.put, [.stopListening, .close])
        #expect(exchange.end == "connection_lost may_have_arrived")
        #expect(seen == 1)
    }

    @Test func `the next request after a prevented one goes out as usual`() async throws {
        try await withServer { request in
            request.turn == 1 && request.connection == 0 ? [.close] : [ScriptedServer.answer(204)]
        } _: { engine, server in
            var ends: [String] = []
            for _ in 0..<4 { ends.append(await engine.send(Request(.put, server.url)).end) }
            #expect(
                ends == ["answer", "resend_prevented may_have_arrived", "answer", "answer"])
            #expect(server.received.count == 4)
        }
    }
}

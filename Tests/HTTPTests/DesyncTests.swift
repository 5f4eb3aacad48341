// SPDX-License-Identifier: MIT

import HTTP
import Model
import Testing

/// An answer belongs to the request it was given to, whatever else a server says.
@Suite(.timeLimit(.minutes(1))) struct DesyncTests {
    static let stale = "HTTP/1.1 200 Stale\r\nContent-Length: 5\r\n\r\nstale"

    @Test(arguments: [
        "HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        "HTTP/1.1 409 No\r\nContent-Length: 0\r\n\r\n",
    ])
    func `a second answer in one breath is not the next request's`(first: String) async throws {
        try await withServer { request in
            request.connection == 0 && request.turn == 0
                ? [.send(first + Self.stale)] : [ScriptedServer.answer(202, "own")]
        } _: { engine, server in
            #expect(await engine.send(Request(.put, server.url + "/1")).end == "answer")
            let second = await engine.send(Request(.put, server.url + "/2"))
            #expect(second.answer?.status == 202, "\(second.outcome)")
        }
    }

    @Test func `a second answer that comes later is not the next request's`() async throws {
        try await withServer { request in
            request.connection == 0 && request.turn == 0
                ? [ScriptedServer.answer(204), .waitForRelease, .send(Self.stale), .said]
                : [ScriptedServer.answer(202, "own")]
        } _: { engine, server in
            #expect(await engine.send(Request(.put, server.url + "/1")).end == "answer")
            server.release()
            try await until { server.hasSaid }
            let second = await engine.send(Request(.put, server.url + "/2"))
            #expect(second.answer?.status == 202, "\(second.outcome)")
        }
    }

    @Test func `an answer too late for its request is nobody's`() async throws {
        try await withServer { request in
            request.connection == 0
                ? [.waitForRelease, .send(Self.stale), .said] : [ScriptedServer.answer(202)]
        } _: { engine, server in
            let late = await engine.send(
                Request(.put, server.url), options: .init { $0.firstByteTimeoutMilliseconds = 50 })
            #expect(late.end == "timeout may_have_arrived")
            server.release()
            let second = await engine.send(Request(.put, server.url))
            #expect(second.answer?.status == 202)
            #expect(server.connections == 2)
        }
    }
}

// SPDX-License-Identifier: MIT

import HTTP
import Model
import Testing

/// Servers that lie about what they say: whatever is not plainly an answer is doubt, and nothing
/// of it reaches the next request.
@Suite(.timeLimit(.minutes(1))) struct LyingServerTests {
    struct Lie: Sendable, CustomTestStringConvertible {
        var name: String
        var says: String
        /// How the exchange ends: `answer` with its status, or the failure.
        var end: String

        var testDescription: String { name }
    }

    static let lies: [Lie] = [
        Lie(
            name: "two lengths",
            says: ok("Content-Length: 9\r\nContent-Length: 2\r\n", "okSTOLEN!"),
            end: other),
        Lie(
            name: "the same length twice",
            says: ok("Content-Length: 2\r\nContent-Length: 2\r\n", "ok"), end: "answer 200"),
        Lie(name: "a negative length", says: ok("Content-Length: -2\r\n", "ok"), end: other),
        Lie(
            name: "a length beyond all numbers",
            says: ok("Content-Length: 99999999999999999999999\r\n", "ok"), end: other),
        Lie(
            name: "a length nobody will send", says: ok("Content-Length: 9000000000000\r\n", "ok"),
            end: lost),
        Lie(name: "a list of lengths", says: ok("Content-Length: 2, 2\r\n", "ok"), end: other),
        Lie(name: "a length in words", says: ok("Content-Length: two\r\n", "ok"), end: other),
        Lie(
            name: "chunks and a length",
            says: ok("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "2\r\nok\r\n0\r\n\r\n"),
            end: "answer 200"),
        Lie(
            name: "a chunk beyond all numbers",
            says: ok("Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\nok"), end: lost),
        Lie(
            name: "a chunk that is no number",
            says: ok("Transfer-Encoding: chunked\r\n", "zz\r\nok"),
            end: lost),
        Lie(
            name: "trailers without end",
            says: ok(
                "Transfer-Encoding: chunked\r\n",
                "2\r\nok\r\n0\r\n" + String(repeating: "X-Pad: \(pad)\r\n", count: 2000)),
            end: "body_too_large may_have_arrived"),
        Lie(
            name: "switching protocols", says: "HTTP/1.1 101 Switch\r\n\r\nHTTP/1.1 204 No\r\n\r\n",
            end: lost),
        Lie(name: "a status below all", says: "HTTP/1.1 000 No\r\n\r\n", end: other),
        Lie(name: "a status of one digit", says: "HTTP/1.1 2 No\r\n\r\n", end: other),
        Lie(name: "a status of four digits", says: "HTTP/1.1 2040 No\r\n\r\n", end: other),
        Lie(name: "a status in words", says: "HTTP/1.1 OK\r\n\r\n", end: other),
        Lie(name: "a negative status", says: "HTTP/1.1 -204 No\r\n\r\n", end: other),
        Lie(name: "HTTP/0.9", says: "cancelled", end: other),
        Lie(name: "HTTP/2 in the clear", says: "HTTP/2 204\r\n\r\n", end: other),
        Lie(name: "HTTP/3", says: "HTTP/3 204\r\n\r\n", end: other),
        Lie(name: "ICY", says: "ICY 200 OK\r\n\r\nok", end: other),
        Lie(name: "a header without a colon", says: ok("Content-Length 2\r\n", "ok"), end: other),
        Lie(
            name: "a header without a name", says: ok(": x\r\nContent-Length: 2\r\n", "ok"),
            end: "answer 200"),
        Lie(
            name: "a NUL in a header", says: ok("X-A: a\u{0}b\r\nContent-Length: 2\r\n", "ok"),
            end: other),
        Lie(
            name: "a body after 204", says: "HTTP/1.1 204 No\r\nContent-Length: 6\r\n\r\nSTOLEN",
            end: "answer 204"),
        Lie(
            name: "a body after 304", says: "HTTP/1.1 304 No\r\nContent-Length: 6\r\n\r\nSTOLEN",
            end: "answer 304"),
        Lie(
            name: "packed in transfer",
            says: ok("Transfer-Encoding: gzip, chunked\r\n", "2\r\nok\r\n0\r\n\r\n"), end: other),
        Lie(
            name: "an encoding nobody knows", says: ok("Transfer-Encoding: rot13\r\n", "ok"),
            end: other),
    ]

    private static let lost = "connection_lost may_have_arrived"
    private static let other = "other may_have_arrived"
    private static let pad = String(repeating: "x", count: 40)

    private static func ok(_ fields: String, _ body: String) -> String {
        "HTTP/1.1 200 OK\r\n\(fields)\r\n\(body)"
    }

    @Test(arguments: lies)
    func `a lie is doubt, and none of it is the next request's answer`(lie: Lie) async throws {
        try await withServer { request in
            request.connection == 0
                ? [.send(lie.says), .close] : [ScriptedServer.answer(202, "own")]
        } _: { engine, server in
            let first = await engine.send(Request(.put, server.url + "/1"))
            let end = first.answer.map { "answer \($0.status)" } ?? first.end
            #expect(end == lie.end, "\(first.outcome)")
            let second = await engine.send(Request(.put, server.url + "/2"))
            #expect(second.answer?.status == 202, "\(second.outcome)")
            #expect(server.received.count == 2)
        }
    }

    /// As above, but the server keeps its side of the connection open and lets what it said lie.
    @Test(arguments: lies.filter { $0.end.hasPrefix("answer") })
    func `what lies on a connection that was kept is nobody's`(lie: Lie) async throws {
        try await withServer { request in
            request.connection == 0 && request.turn == 0
                ? [.send(lie.says)] : [ScriptedServer.answer(202, "own")]
        } _: { engine, server in
            let first = await engine.send(Request(.put, server.url + "/1"))
            #expect(first.answer != nil, "\(first.outcome)")
            let second = await engine.send(Request(.put, server.url + "/2"))
            #expect(second.answer?.status == 202, "\(second.outcome)")
            #expect(second.answer?.body == Array("own".utf8))
        }
    }

    /// 64 KiB of zeros in 100 bytes: unpacked, they would be a thousand times what was sent.
    @Test func `a packed body is not unpacked, neither as content nor in transfer`() async throws {
        let packed = "\u{1f}not unpacked"
        for field in ["Content-Encoding: gzip", "Content-Encoding: br, gzip, deflate"] {
            try await withServer { _ in
                [ScriptedServer.answer(200, packed, headers: field + "\r\n")]
            } _: { engine, server in
                let exchange = await engine.send(Request(.get, server.url))
                #expect(exchange.answer?.body == Array(packed.utf8))
            }
        }
    }

    @Test func `a status line that drips is held to the first byte's time`() async throws {
        try await withServer { _ in
            "HTTP/1.1 204 No Content".map { .send(String($0)) } + [.hold]
        } _: { engine, server in
            let exchange = await engine.send(
                Request(.put, server.url), options: .init { $0.firstByteTimeoutMilliseconds = 100 })
            #expect(exchange.end == "timeout may_have_arrived")
        }
    }

    @Test func `headers that drip are held to the whole time`() async throws {
        try await withServer { _ in
            [.send("HTTP/1.1 200 OK\r\n")]
                + (0..<200).flatMap { _ in [.send("X-A: b\r\n"), .pause(milliseconds: 20)] } + [
                    .hold
                ]
        } _: { engine, server in
            let exchange = await engine.send(
                Request(.put, server.url), options: .init { $0.timeoutMilliseconds = 150 })
            #expect(exchange.end == "timeout may_have_arrived")
        }
    }

    @Test func `no cookie, password or address of an answer is used for the next request`()
        async throws
    {
        let fields =
            "Set-Cookie: a=b; Path=/\r\nWWW-Authenticate: Basic realm=x\r\nLocation: /elsewhere\r\n"
            + "Alt-Svc: h2=\":1\"; persist=1\r\nRefresh: 0; url=/elsewhere\r\n"
            + "Strict-Transport-Security: max-age=1000\r\n"
        try await withServer { _ in
            [ScriptedServer.answer(401, headers: fields)]
        } _: { engine, server in
            for _ in 0..<3 { _ = await engine.send(Request(.put, server.url + "/x")) }
            #expect(
                server.received.map(\.requestLine) == Array(repeating: "PUT /x HTTP/1.1", count: 3))
            let sent = server.received.flatMap(\.headerLines).map { $0.lowercased() }
            #expect(!sent.contains { $0.hasPrefix("cookie:") || $0.hasPrefix("authorization:") })
            #expect(server.connections == 1)
        }
    }
}

// SPDX-License-Identifier: MIT

import HTTP
import Model
import Testing

/// How an exchange ends when the server behaves, and when it does not.
@Suite(.timeLimit(.minutes(1))) struct EndingTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var says: String
        var end: String
        var body = ""

        var testDescription: String { name }
    }

    static let whole: [Case] = [
        Case(name: "no content", says: "HTTP/1.1 204 No Content\r\n\r\n", end: "204"),
        Case(
            name: "a redirect is an answer", end: "302",
            says: "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"),
        Case(
            name: "a demand for a password", end: "401",
            says: "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n"),
        Case(
            name: "an expectation failed", end: "417",
            says: "HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n"),
        Case(
            name: "continue first", end: "204",
            says: "HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"),
        Case(
            name: "HTTP/1.0 without a length", end: "200", body: "old",
            says: "HTTP/1.0 200 OK\r\n\r\nold"),
        Case(
            name: "connection: close", end: "200", body: "bye",
            says: "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nbye"),
        Case(
            name: "chunks and a trailer", end: "200", body: "abcd",
            says: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "2\r\nab\r\n2\r\ncd\r\n0\r\nRetry-After: 9\r\n\r\n"),
        Case(
            name: "a packed body is left packed", end: "200", body: "packed",
            says: "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 6\r\n\r\npacked"),
        Case(
            name: "bare line feeds", end: "200", body: "x",
            says: "HTTP/1.1 200 OK\nContent-Length: 1\n\nx"),
    ]

    @Test(arguments: whole)
    func `a whole answer is an answer`(given: Case) async throws {
        try await withServer { _ in
            [.send(given.says), .close]
        } _: { engine, server in
            let exchange = await engine.send(Request(.put, server.url + "/shipments/1/cancel"))
            let answer = try #require(exchange.answer, "\(exchange.end)")
            #expect(String(answer.status) == given.end)
            #expect(String(decoding: answer.body, as: UTF8.self) == given.body)
            #expect(answer.header("X-Interim") == nil)
            #expect(answer.header("Retry-After") == nil)
            #expect(server.received.count == 1)
        }
    }

    static let lost = "connection_lost may_have_arrived"

    static let broken: [Case] = [
        Case(name: "nothing", says: "", end: lost),
        Case(name: "half a status line", says: "HTTP/1.1 20", end: lost),
        Case(name: "a status line alone", says: "HTTP/1.1 204 No Content\r\n", end: lost),
        Case(
            name: "cut within the headers", says: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Re",
            end: lost),
        Case(
            name: "cut between headers", says: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n",
            end: lost),
        Case(name: "continue and no more", says: "HTTP/1.1 100 Continue\r\n\r\n", end: lost),
        Case(
            name: "cut body", says: "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345",
            end: lost),
        Case(
            name: "cut chunk", end: lost,
            says: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n12345"),
        Case(
            name: "no last chunk", end: lost,
            says: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n12\r\n"),
        Case(name: "not HTTP", says: "220 mail ready\r\n\r\n", end: "other may_have_arrived"),
        Case(
            name: "a body over the cap", end: "body_too_large may_have_arrived",
            says: "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n"
                + String(repeating: "x", count: 1001)),
        Case(
            name: "an endless body over the cap", end: "body_too_large may_have_arrived",
            says: "HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 100_000)),
        Case(
            name: "headers over the cap", end: "body_too_large may_have_arrived",
            says: "HTTP/1.1 200 OK\r\n"
                + String(
                    repeating: "X-Pad: 0123456789012345678901234567890123456789\r\n", count: 2000)
                + "\r\n"),
        Case(
            name: "a header without end", end: "other may_have_arrived",
            says: "HTTP/1.1 200 OK\r\nX-Pad: " + String(repeating: "x", count: 300_000)),
        Case(
            name: "endless interim answers", end: "body_too_large may_have_arrived",
            says: String(repeating: "HTTP/1.1 102 Processing\r\n\r\n", count: 4000)),
    ]

    @Test(arguments: broken)
    func `a broken answer is doubt`(given: Case) async throws {
        try await withServer { _ in
            [.send(given.says), .close]
        } _: { engine, server in
            let exchange = await engine.send(
                Request(.put, server.url), options: .init { $0.bodyBytesMax = 1000 })
            #expect(exchange.end == given.end, "\(exchange.outcome)")
            #expect(server.received.count == 1)
        }
    }

    @Test func `a body as long as the cap is an answer`() async throws {
        let body = String(repeating: "x", count: 1000)
        try await withServer { _ in
            [ScriptedServer.answer(200, body)]
        } _: { engine, server in
            let exchange = await engine.send(
                Request(.get, server.url), options: .init { $0.bodyBytesMax = 1000 })
            #expect(exchange.answer?.body.count == 1000)
        }
    }
}

extension EndingTests.Case {
    init(name: String, end: String, body: String = "", says: String) {
        self.init(name: name, says: says, end: end, body: body)
    }
}

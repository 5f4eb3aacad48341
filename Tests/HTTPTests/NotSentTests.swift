// SPDX-License-Identifier: MIT

import HTTP
import Model
import Testing

/// What never leaves, and says so.
@Suite(.timeLimit(.minutes(1))) struct NotSentTests {
    private func end(_ request: Request) async throws -> String {
        let engine = try HTTPEngine(clock: TestClock())
        defer { engine.shutdown() }
        return await engine.send(request).end
    }

    @Test func `a refused connection`() async throws {
        let (socket, port) = listenOnLoopback(backlog: 1)
        closeSocket(socket)
        let end = try await end(Request(.put, "http://127.0.0.1:\(port)/"))
        #expect(end == "connection_refused not_sent")
    }

    @Test func `a name that does not exist`() async throws {
        let end = try await end(Request(.put, "https://no-such-host.invalid/"))
        #expect(end == "name_not_resolved not_sent")
    }

    @Test(arguments: [
        "http://example.com/", "http://127.0.0.1@example.com/", "http://localhost@example.com/",
        "http://user:word@127.0.0.1/", "https://user@example.com/", "http://127.0.0.1.example.com/",
        "http://localhost.example.com/", "http://[::ffff:10.0.0.1]/", "http://128.0.0.1/",
        "http://0.0.0.0/", "http://[::]/", "http://2130706434.example/", "http://0x0a000001/",
        "http://126.255.255.255/", "http://127.0.0.1\\@example.com/",
        "http://example.com#@127.0.0.1/",
        "ftp://127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1/", "127.0.0.1/",
        "//127.0.0.1/",
        "/path", "", "https://", "http://", "https://exa mple.com/", "https://example.com/a b",
        "https://example.com/a#b", "https://example.com/\n", "https://example.com/\0",
        "https://münchen.example/", "https://example.com/v2/../admin", "https://example.com/..",
        "https://example.com/v2/%2e%2E/cancel", "https://example.com/v2/.%2e/cancel",
        "https://example.com/./x", "https://example.com:99999/",
        "https://example.com/" + String(repeating: "x", count: 9000),
    ])
    func `a URL that could lead elsewhere`(url: String) async throws {
        let end = try await end(Request(.put, url))
        #expect(end == "other not_sent", "\(url)")
    }

    @Test(arguments: [
        "http://127.0.0.1:", "http://localhost:", "http://127.1:", "HTTP://LOCALHOST:",
    ])
    func `plain http reaches this machine`(start: String) async throws {
        try await withServer { _ in
            [ScriptedServer.answer(200)]
        } _: { engine, server in
            let exchange = await engine.send(
                Request(.get, start + "\(server.port)/a..b/...?a=/../b"))
            #expect(exchange.answer?.status == 200, "\(exchange.outcome)")
        }
    }

    @Test(arguments: [
        Header("X-Key", "a\r\nX-Other: b"), Header("X-Key", "a\nb"), Header("X-Key", "a\0b"),
        Header("X-Key", "a\tb"), Header("X-Key", "a\u{7F}"), Header("X-Key", "a\r"),
        Header("X-Key\r\nX-Other", "b"), Header("X Key", "b"), Header("X-Key:", "b"),
        Header("", "b"), Header("Schlüssel", "b"), Header("X-Key;", ""),
        Header("Content-Length", "5"), Header("transfer-encoding", "chunked"),
        Header("HOST", "example.com"), Header("Connection", "close"),
        Header("Expect", "100-continue"),
        Header("Accept-Encoding", "gzip"), Header("Proxy-Authorization", "Basic x"),
        Header("X-Long", String(repeating: "x", count: Limits.requestHeaderBytesMax)),
    ])
    func `a header that could become another`(header: Header) async throws {
        try await withServer { _ in
            [ScriptedServer.answer(200)]
        } _: { engine, server in
            let exchange = await engine.send(Request(.put, server.url, headers: [header]))
            #expect(exchange.end == "other not_sent")
            #expect(server.connections == 0)
        }
    }

    @Test func `no complaint quotes a header's value`() async throws {
        let engine = try HTTPEngine(clock: TestClock())
        defer { engine.shutdown() }
        let header = Header("Authorization", "hush\n")
        let exchange = await engine.send(Request(.get, "https://127.0.0.1:1/", headers: [header]))
        #expect(exchange.failure?.message.contains("Authorization") == true)
        #expect(exchange.failure?.message.contains("hush") == false)
    }

    @Test func `too many headers, and too long a body`() async throws {
        let many = (0...Limits.requestHeadersMax).map { Header("X-\($0)", "x") }
        let first = try await end(Request(.get, "https://127.0.0.1:1/", headers: many))
        #expect(first == "other not_sent")
        let long = [UInt8](repeating: 0, count: Limits.requestBodyBytesMax + 1)
        let second = try await end(Request(.put, "https://127.0.0.1:1/", body: long))
        #expect(second == "other not_sent")
    }
}

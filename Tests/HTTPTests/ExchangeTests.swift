// SPDX-License-Identifier: MIT

import Glibc
import HTTP
import Model
import Testing

/// What leaves and what comes back, byte for byte.
@Suite(.timeLimit(.minutes(1))) struct ExchangeTests {
    @Test func `status, headers and body come back as they are`() async throws {
        let headers = "X-One: a\r\nx-one:  b \r\nEmpty:\r\nFolded: c\r\n  d\r\n"
        try await withServer { _ in
            [ScriptedServer.answer(409, #"{"no":1}"#, headers: headers)]
        } _: { engine, server in
            let exchange = await engine.send(Request(.patch, server.url + "/returns/1/cancel"))
            let answer = try #require(exchange.answer)
            #expect(answer.status == 409)
            #expect(answer.body == Array(#"{"no":1}"#.utf8))
            #expect(
                answer.headers == [
                    Header("X-One", "a"), Header("x-one", "b"), Header("Empty", ""),
                    Header("Folded", "c d"), Header("Content-Length", "8"),
                ])
            #expect(exchange.sentAt == TestClock.moment)
            #expect(exchange.receivedAt == TestClock.moment)
        }
    }

    enum Shape: CaseIterable {
        case bare, accepting, oddHeaders, json, large
    }

    private func request(_ method: Request.Method, _ shape: Shape, _ url: String) -> Request {
        switch shape {
        case .bare: Request(method, url)
        case .accepting: Request(method, url, headers: [Header("Accept", "application/json")])
        case .oddHeaders:
            Request(method, url, headers: [Header("X-Empty", ""), Header("user-agent", "me")])
        case .json:
            Request(
                method, url, headers: [Header("Content-Type", "application/json")],
                body: Array(#"{"a":"ü"}"#.utf8))
        case .large: Request(method, url, body: Array(repeating: 0x61, count: 1_500_000))
        }
    }

    @Test(arguments: Request.Method.allCases, Shape.allCases)
    func `what leaves is what the record says`(method: Request.Method, shape: Shape) async throws {
        try await withServer { _ in
            [ScriptedServer.answer(200)]
        } _: { engine, server in
            let path = "/a?b=c%2Fd"
            let request = request(method, shape, server.url + path)
            #expect(await engine.send(request).end == "answer")
            let seen = try #require(server.received.first)
            #expect(seen.requestLine == "\(request.method.rawValue) \(path) HTTP/1.1")
            expect(seen, is: request, at: server)
        }
    }

    private func expect(
        _ seen: ScriptedServer.Received, is request: Request, at server: ScriptedServer
    ) {
        #expect(seen.body == String(decoding: request.body, as: UTF8.self))
        let lines = request.headersAsSent.map {
            $0.value.isEmpty ? "\($0.name):" : "\($0.name): \($0.value)"
        }
        #expect(seen.headerLines.sorted() == (lines + ["Host: 127.0.0.1:\(server.port)"]).sorted())
    }

    @Test func `what leaves is what the record says, whatever left before it`() async throws {
        try await withServer { _ in
            [ScriptedServer.answer(200)]
        } _: { engine, server in
            let shapes: [Shape] = [.bare, .accepting, .oddHeaders, .json]
            var kinds = [Request.Method.get, .put].flatMap { method in
                shapes.map { request(method, $0, server.url) }
            }
            kinds += ["one key", "another"].map {
                Request(.put, server.url, headers: [Header("Api-Key", $0)])
            }
            let refused = Request(.put, server.url, headers: [Header("Api-Key", "one\nkey")])
            var sent: [Request] = []
            for first in kinds {
                for second in kinds {
                    for request in [first, refused, second] {
                        let ended = await engine.send(request).end
                        if ended == "answer" { sent.append(request) }
                    }
                }
            }
            #expect(sent.count == 2 * kinds.count * kinds.count)
            #expect(server.received.count == sent.count)
            for (seen, request) in zip(server.received, sent) {
                expect(seen, is: request, at: server)
            }
        }
    }

    @Test(arguments: [Request.Method.put, .post, .patch])
    func `a request that could have a body says that it has none`(method: Request.Method)
        async throws
    {
        #expect(Request(method, "").headersAsSent.contains(Header("Content-Length", "0")))
    }

    @Test func `one request leaves nothing behind for the next`() async throws {
        try await withServer { request in
            [ScriptedServer.answer(200, headers: "Set-Cookie: a=b\r\n")]
        } _: { engine, server in
            let full = Request(
                .put, server.url + "/1", headers: [Header("X-Key", "secret")], body: [0x61])
            _ = await engine.send(full)
            _ = await engine.send(Request(.delete, server.url + "/2"))
            _ = await engine.send(Request(.get, server.url + "/3"))
            _ = await engine.send(full)
            let seen = server.received
            #expect(seen.map(\.body) == ["a", "", "", "a"])
            for bare in seen[1...2] {
                let names = bare.headerLines.map { $0.prefix { $0 != ":" } }
                #expect(names.sorted() == ["Host", "User-Agent"], "\(bare.head)")
            }
            #expect(seen[3].headerLines == seen[0].headerLines)
        }
    }

    @Test func `times say whether the connection was kept`() async throws {
        try await withServer { _ in
            [ScriptedServer.answer(200)]
        } _: { engine, server in
            let first = await engine.send(Request(.get, server.url)).timings
            let second = await engine.send(Request(.get, server.url)).timings
            #expect(!first.reusedConnection)
            #expect(first.connectMicroseconds > 0)
            #expect(second.reusedConnection)
            #expect(second.connectMicroseconds == 0)
            #expect(second.firstByteMicroseconds > 0)
            #expect(second.durationMicroseconds >= second.firstByteMicroseconds)
        }
    }

    @Test func `no child process inherits a connection`() async throws {
        try await withServer { _ in
            [ScriptedServer.answer(200)]
        } _: { engine, server in
            _ = await engine.send(Request(.get, server.url))
            let ours = (0..<1024).filter { peerPort(of: $0) == server.port }
            #expect(ours.count == 1)
            for socket in ours { #expect(fcntl(socket, F_GETFD) & FD_CLOEXEC != 0) }
        }
    }

    private func peerPort(of socket: Int32) -> UInt16? {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getpeername(socket, $0, &size)
            }
        }
        return code == 0 ? UInt16(bigEndian: address.sin_port) : nil
    }
}

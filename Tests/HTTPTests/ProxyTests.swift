// SPDX-License-Identifier: MIT

import Glibc
import HTTP
import Model
import Testing

/// Proxies come from the environment, so each test runs in a process of its own.
@Suite(.timeLimit(.minutes(1))) struct ProxyTests {
    @Test func `https goes through the proxy, which does not see the request`() async {
        await #expect(processExitsWith: .success) {
            let openSSL = try OpenSSL()
            let server = try openSSL.serve(as: "DNS:localhost")
            defer { server.stop() }
            let proxy = ScriptedServer { _ in
                [.send("HTTP/1.1 200 Connected\r\nX-Proxy: 1\r\n\r\n"), .tunnel(port: server.port)]
            }
            let exchange = try await send(through: proxy, port: server.port, openSSL)
            #expect(exchange.answer?.status == 200)
            #expect(exchange.answer?.header("X-Proxy") == nil)
            #expect(
                proxy.received.map(\.requestLine) == [
                    "CONNECT localhost:\(server.port) HTTP/1.1"
                ])
            #expect(!proxy.received.contains { $0.head.contains("hush") })
        }
    }

    @Test func `a proxy that says no sent nothing`() async {
        await #expect(processExitsWith: .success) {
            let openSSL = try OpenSSL()
            let proxy = ScriptedServer { _ in [ScriptedServer.answer(403, "no")] }
            let exchange = try await send(through: proxy, port: 1, openSSL)
            #expect(exchange.end == "proxy not_sent", "\(exchange.outcome)")
        }
    }

    @Test func `a proxy that hangs up, or stays silent, sent nothing`() async {
        await #expect(processExitsWith: .success) {
            let openSSL = try OpenSSL()
            let rude = ScriptedServer { _ in [.close] }
            #expect(try await send(through: rude, port: 1, openSSL).failure?.reach == .notSent)
            let silent = ScriptedServer { _ in [.hold] }
            let exchange = try await send(through: silent, port: 1, openSSL)
            #expect(exchange.end == "connect_timeout not_sent")
        }
    }

    @Test func `whatever a proxy lies, nothing was sent and no answer is its own`() async {
        await #expect(processExitsWith: .success) {
            let openSSL = try OpenSSL()
            let forged = "HTTP/1.1 204 No Content\r\n\r\n"
            let pad = String(repeating: "x", count: 300_000)
            for lie in [
                "HTTP/1.1 200 OK\r\n\r\n" + forged, forged, forged + forged, "220 mail\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: \(forged.utf8.count)\r\n\r\n" + forged,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n"
                    + forged,
                "HTTP/1.1 100 Continue\r\n\r\n" + forged, "HTTP/1.1 200 OK\r\nX: " + pad,
                "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n" + String(repeating: "X-Pad: x\r\n", count: 20_000),
            ] {
                let proxy = ScriptedServer { _ in [.send(lie), .close] }
                let exchange = try await send(through: proxy, port: 1, openSSL)
                #expect(
                    exchange.failure?.reach == .notSent, "\(lie.prefix(60)): \(exchange.outcome)")
                #expect(!proxy.received.contains { $0.head.contains("hush") })
            }
        }
    }

    @Test func `plain http to this machine is never given to a proxy`() async {
        await #expect(processExitsWith: .success) {
            let proxy = ScriptedServer { _ in [ScriptedServer.answer(502)] }
            for name in ["http_proxy", "all_proxy", "ALL_PROXY"] { setenv(name, proxy.url, 1) }
            try await withServer { _ in
                [ScriptedServer.answer(200)]
            } _: { engine, server in
                let exchange = await engine.send(Request(.get, server.url))
                #expect(exchange.answer?.status == 200)
                #expect(proxy.connections == 0)
            }
        }
    }
}

/// Sends a request with a secret to `localhost` by way of the proxy.
private func send(
    through proxy: ScriptedServer, port: UInt16, _ openSSL: OpenSSL
) async throws -> Exchange {
    defer { proxy.stop() }
    setenv("https_proxy", proxy.url, 1)
    setenv("no_proxy", "", 1)
    let engine = try HTTPEngine(clock: TestClock())
    defer { engine.shutdown() }
    let options = HTTPEngine.Options {
        $0.caFile = openSSL.file("authority")
        $0.connectTimeoutMilliseconds = 1000
    }
    let request = Request(
        .get, "https://localhost:\(port)/", headers: [Header("Authorization", "hush")])
    return await engine.send(request, options: options)
}

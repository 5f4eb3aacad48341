// SPDX-License-Identifier: MIT

import Glibc
import HTTP
import Model
import Testing

/// Whom the engine speaks to; there is no way to make it less careful.
@Suite(.timeLimit(.minutes(1))) struct TLSTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        /// What the server's certificate says it is.
        var certificate: String
        /// The file of certificates the request trusts.
        var trusts: String
        var url = "https://localhost"
        var end: String

        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(
            name: "own authority, right name", certificate: "DNS:localhost", trusts: "authority",
            end: "answer"),
        Case(
            name: "own authority, right address", certificate: "IP:127.0.0.1", trusts: "authority",
            url: "https://127.0.0.1", end: "answer"),
        Case(
            name: "wrong name", certificate: "DNS:example.com", trusts: "authority",
            end: "tls not_sent"),
        Case(
            name: "a name that only ends alike", certificate: "DNS:not-localhost",
            trusts: "authority", end: "tls not_sent"),
        Case(
            name: "wrong address", certificate: "IP:127.0.0.2", trusts: "authority",
            url: "https://127.0.0.1", end: "tls not_sent"),
        Case(
            name: "another authority", certificate: "DNS:localhost", trusts: "other",
            end: "tls not_sent"),
        Case(
            name: "an authority file that cannot be read", certificate: "DNS:localhost",
            trusts: "missing", end: "tls not_sent"),
    ]

    @Test(arguments: cases)
    func `a server is who it should be, or nothing is sent`(given: Case) async throws {
        let openSSL = try OpenSSL()
        let server = try openSSL.serve(as: given.certificate)
        defer { server.stop() }
        let engine = try HTTPEngine(clock: TestClock())
        defer { engine.shutdown() }
        let exchange = await engine.send(
            Request(.get, "\(given.url):\(server.port)/"),
            options: .init { $0.caFile = openSSL.file(given.trusts) })
        #expect(exchange.end == given.end, "\(exchange.outcome)")
    }

    @Test func `an authority nobody knows is refused`() async throws {
        let openSSL = try OpenSSL()
        let server = try openSSL.serve(as: "DNS:localhost")
        defer { server.stop() }
        let engine = try HTTPEngine(clock: TestClock())
        defer { engine.shutdown() }
        let request = Request(.get, "https://localhost:\(server.port)/")
        let own = HTTPEngine.Options { $0.caFile = openSSL.file("authority") }
        // Trust belongs to the request: one that has it lends it to no other, kept connection or not.
        #expect(await engine.send(request).end == "tls not_sent")
        #expect(await engine.send(request, options: own).end == "answer")
        #expect(await engine.send(request).end == "tls not_sent")
    }

    @Test func `a server that speaks no TLS is not sent anything`() async throws {
        try await withServer { _ in
            [ScriptedServer.answer(200)]
        } _: { engine, server in
            let port = server.port
            let exchange = await engine.send(
                Request(.get, "https://127.0.0.1:\(port)/"),
                options: .init { $0.connectTimeoutMilliseconds = 500 })
            #expect(exchange.failure?.reach == .notSent)
            #expect(server.received.isEmpty)
        }
    }

    @Test func `the keys of a connection are not written down, whatever the environment says`()
        async
    {
        await #expect(processExitsWith: .success) {
            let openSSL = try OpenSSL()
            let server = try openSSL.serve(as: "DNS:localhost")
            defer { server.stop() }
            let log = openSSL.directory + "/keys.log"
            setenv("SSLKEYLOGFILE", log, 1)
            let engine = try HTTPEngine(clock: TestClock())
            defer { engine.shutdown() }
            let exchange = await engine.send(
                Request(.get, "https://localhost:\(server.port)/"),
                options: .init { $0.caFile = openSSL.file("authority") })
            #expect(exchange.end == "answer")
            #expect(unlink(log) == -1)
        }
    }
}

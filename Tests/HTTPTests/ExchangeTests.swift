// SPDX-License-Identifier: MIT

import HTTP
import Model
import Testing

/// What leaves and what comes back, byte for byte.
@Suite(.timeLimit(.minutes(1))) struct ExchangeTests {
    @Test func `status, headers and body come back as they are`() async throws {
        try await withServer { _ in
            [
                ScriptedServer.answer(
                    409, #"{"no":1}"#, headers: "X-One: a\r\nx-one:  b \r\nEmpty:\r\n")
            ]
        } _: { engine, server in
            let exchange = await engine.send(Request(.patch, server.url + "/returns/1/cancel"))
            let answer = try #require(exchange.answer)
            #expect(answer.status == 409)
            #expect(answer.body == Array(#"{"no":1}"#.utf8))
            #expect(
                answer.headers == [
                    Header("X-One", "a"), Header("x-one", "b"), Header("Empty", ""),
                    Header("Content-Length", "8"),
                ])
            #expect(exchange.sentAt == TestClock.moment)
            #expect(exchange.receivedAt == TestClock.moment)
        }
    }
}

// SPDX-License-Identifier: MIT

import HTTP
import Model
import Testing

/// Nothing leaves twice: the promise that the rest of the house is built on.
@Suite(.timeLimit(.minutes(1))) struct ResendTests {
    @Test(arguments: Request.Method.allCases)
    func `a request whose kept connection dies is seen once`(method: Request.Method) async throws {
        try await withServer { request in
            request.turn == 0 ? [ScriptedServer.answer(200)] : [.close]
        } _: { engine, server in
            let first = await engine.send(Request(.get, server.url + "/first"))
            #expect(first.answer?.status == 200)
            let second = await engine.send(Request(method, server.url + "/second"))
            #expect(second.end == "resend_prevented may_have_arrived")
            #expect(server.received.filter { $0.head.contains("/second") }.count == 1)
        }
    }
}

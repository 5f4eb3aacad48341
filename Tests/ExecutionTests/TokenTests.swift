// SPDX-License-Identifier: MIT

import Audit
import Credentials
import Model
import Providers
import Testing

@testable import Execution

struct TokenTests {
    private func authorizer() -> Authorizer {
        let grant = TokenGrant(
            tokenURL: "https://token.example", form: [], header: "Authorization",
            prefix: "Bearer ")
        return Authorizer(
            account: "shop", authentication: .token(grant), credentials: [],
            reader: SecretReader(environment: { _ in nil }),
            redactor: Redactor(fingerprint: Fingerprint(keyed: { _ in "fingerprint" })))
    }

    private func bench(_ count: Int64) throws -> Bench {
        let items = (0..<count).map { LoadedItem(Work(no: $0, id: "se-\($0)")) }
        return try Bench(items: items, authorizer: authorizer())
    }

    private func token(_ name: String) -> Answer {
        .json(200, #"{"access_token":"\#(name)","token_type":"bearer","expires_in":3600}"#)
    }

    private func bearer(_ bench: Bench) -> String? {
        bench.sent.first?.request.headers.first { $0.name == "Authorization" }?.value
    }

    @Test func `one token is asked for first and serves all`() throws {
        var bench = try bench(5)
        #expect(bench.sent.map(\.request.url) == ["https://token.example"])
        bench.answer(token("one"))
        bench.pass(milliseconds: 10)
        #expect(bearer(bench) == "Bearer one")
        bench.answer(.cancelled)
        bench.pass(milliseconds: 100)
        #expect(bench.sent.allSatisfy { $0.request.url != "https://token.example" })
    }

    @Test func `a refused token is renewed once and uses up no attempt`() throws {
        var bench = try bench(1)
        bench.answer(token("one"))
        bench.pass(milliseconds: 10)
        bench.answer(.unauthorized)
        #expect(bench.last?.state == .planned)
        bench.pass(milliseconds: 10)
        bench.answer(token("two"))
        bench.pass(milliseconds: 10)
        #expect(bearer(bench) == "Bearer two")
        bench.answer(.cancelled)
        #expect(bench.last?.state == .cancelled)
        #expect(bench.last?.attempts == 1)
    }

    @Test func `refused twice, the lane ends`() throws {
        var bench = try bench(1)
        bench.answer(token("one"))
        bench.pass(milliseconds: 10)
        bench.answer(.unauthorized)
        bench.pass(milliseconds: 10)
        bench.answer(token("two"))
        bench.pass(milliseconds: 10)
        bench.answer(.unauthorized)
        #expect(bench.end == .unauthorized)
        #expect(bench.engine.isFinished)
    }
}

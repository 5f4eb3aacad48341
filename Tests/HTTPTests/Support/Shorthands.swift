// SPDX-License-Identifier: MIT

import HTTP
import Model

extension Exchange {
    var answer: Answer? {
        if case .answer(let answer) = outcome { answer } else { nil }
    }

    var failure: NoAnswer? {
        if case .noAnswer(let failure) = outcome { failure } else { nil }
    }

    /// How it failed and how far it came, as one word to compare.
    var end: String {
        failure.map { "\($0.kind.rawValue) \($0.reach.rawValue)" } ?? "answer"
    }
}

extension HTTPEngine.Options {
    init(_ change: (inout Self) -> Void) {
        self.init()
        change(&self)
    }
}

/// Runs a test's body with an engine and a server, and ends both.
func withServer(
    _ script: @escaping @Sendable (ScriptedServer.Received) -> [ScriptedServer.Step],
    _ body: (HTTPEngine, ScriptedServer) async throws -> Void
) async throws {
    let server = ScriptedServer(script)
    defer { server.stop() }
    let engine = try HTTPEngine(clock: TestClock())
    defer { engine.shutdown() }
    try await body(engine, server)
}

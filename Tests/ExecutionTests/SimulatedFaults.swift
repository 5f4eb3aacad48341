// SPDX-License-Identifier: MIT

import Execution
import Model

/// What can go wrong with one request on a bad night.
enum SimulatedFault: CaseIterable {
    case none
    case refusedConnection, resetBefore, resetAfter, timeoutAfter
    case throttled, throttledWithTime, unavailable, error, errorAfterEffect
    case garbage, garbageAfterEffect, html, redirectNever

    /// Whether the request reaches the provider's own logic.
    var isProcessed: Bool {
        switch self {
        case .none, .resetAfter, .timeoutAfter, .errorAfterEffect, .garbageAfterEffect: true
        default: false
        }
    }

    /// Whether the server sees it at all.
    var reaches: Bool { self != .refusedConnection && self != .resetBefore }

    /// What comes back, given what the provider answered.
    func outcome(_ answer: Answer?) -> Outcome {
        switch self {
        case .none: .answer(answer ?? Answer(status: 500))
        case .refusedConnection:
            .noAnswer(NoAnswer(.connectionRefused, .notSent, "connection refused"))
        case .resetBefore, .resetAfter:
            .noAnswer(NoAnswer(.connectionLost, .mayHaveArrived, "connection reset"))
        case .timeoutAfter: .noAnswer(NoAnswer(.timeout, .mayHaveArrived, "timed out"))
        case .throttled: .answer(Answer(status: 429))
        case .throttledWithTime:
            .answer(Answer(status: 429, headers: [Header("Retry-After", "2")]))
        case .unavailable:
            .answer(Answer(status: 503, headers: [Header("Retry-After", "1")]))
        case .error, .errorAfterEffect: .answer(Answer(status: 500))
        case .garbage, .garbageAfterEffect:
            .answer(Answer(status: 200, body: Array("{\"x".utf8)))
        case .html: .answer(Answer(status: 502, body: Array("<html>bad gateway</html>".utf8)))
        case .redirectNever: .answer(Answer(status: 500))
        }
    }
}

extension Outcome {
    /// Whether the server may have seen it.
    var isFromServer: Bool {
        switch self {
        case .answer: true
        case .noAnswer(let failure): failure.reach == .mayHaveArrived
        }
    }
}

/// How bad one night is, drawn from its seed.
struct SimulatedWeather {
    var faultsPerMille: Int
    var kinds: [SimulatedFault]
    var killsPerMille: Int
    var diskFailuresPerMille: Int
    /// Jumps of the wall clock by an hour, either way.
    var jumpsPerMille: Int
    var stopsPerMille: Int
    var jumps: Bool { jumpsPerMille > 0 }
    var latencyMilliseconds: ClosedRange<Int64>
    var commitMilliseconds: ClosedRange<Int64>

    init(_ random: inout RandomSource) {
        faultsPerMille = [0, 20, 100, 300, 600].randomElement(using: &random) ?? 0
        kinds = SimulatedFault.allCases.filter { _ in Bool.random(using: &random) }
        if kinds.isEmpty { kinds = [.resetAfter] }
        killsPerMille = [0, 0, 2, 10].randomElement(using: &random) ?? 0
        diskFailuresPerMille = [0, 0, 0, 5].randomElement(using: &random) ?? 0
        jumpsPerMille = [0, 0, 0, 3].randomElement(using: &random) ?? 0
        stopsPerMille = [0, 0, 3].randomElement(using: &random) ?? 0
        // Bunched arrivals: less than the margin the pace keeps of its ten seconds.
        latencyMilliseconds = 1...Int64.random(in: 2...350, using: &random)
        commitMilliseconds = 0...Int64.random(in: 1...50, using: &random)
    }
}

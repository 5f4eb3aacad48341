// SPDX-License-Identifier: MIT

import Model
import Providers
import Testing

@testable import Credentials

/// What a keeper asked for, without the secret, so that it can be compared.
enum Step: Equatable {
    case use(Int)
    case ask
    case wait(Double?)
    case ended(String)

    init(_ need: TokenKeeper.Need) {
        switch need {
        case .use(let token): self = .use(token.number)
        case .ask: self = .ask
        case .wait(let until): self = .wait(until.map { $0.seconds(since: .at(0)) })
        case .ended(let refusal): self = .ended(refusal.code)
        }
    }
}

extension TokenKeeper {
    mutating func step(at seconds: Double) -> Step { Step(need(at: .at(seconds))) }

    mutating func grant(_ life: Double, at seconds: Double) {
        answered(.granted(accessToken: "canary-token", expiresInSeconds: life), at: .at(seconds))
    }

    mutating func reject(_ number: Int, again: Bool = false) {
        rejected(number, again: again, refusal: TokenRefusal(code: "401", message: ""))
    }

    /// A keeper that has its first token.
    static func holding(_ life: Double = 3600) -> TokenKeeper {
        var keeper = TokenKeeper()
        _ = keeper.step(at: 0)
        keeper.grant(life, at: 0)
        return keeper
    }
}

struct TokenKeeperTests {
    @Test func `one request for the token, however many wait`() {
        var keeper = TokenKeeper()
        #expect(keeper.step(at: 0) == .ask)
        for _ in 0..<32 { #expect(keeper.step(at: 0) == .wait(nil)) }
        keeper.grant(3600, at: 1)
        for _ in 0..<32 { #expect(keeper.step(at: 1) == .use(1)) }
    }

    @Test(arguments: [
        (3600.0, 3569.999, 3570.0), (300, 269.999, 270), (100, 89.999, 90), (10, 8.999, 9),
        (299, 269.099, 269.1),
    ])
    func `a token is renewed 30 s or a tenth of its life before the end`(
        life: Double, good: Double, late: Double
    ) {
        var keeper = TokenKeeper.holding(life)
        #expect(keeper.step(at: good) == .use(1))
        #expect(keeper.step(at: late) == .ask)
        #expect(keeper.step(at: late) == .wait(nil))
    }

    @Test(arguments: [0.0, -5, 0.5, .nan, .infinity, 1e300])
    func `a token is used at least once, whatever life is stated`(life: Double) {
        var keeper = TokenKeeper.holding(life)
        #expect(keeper.step(at: 1) == .use(1))
    }

    @Test func `a token without life is used once and no more`() {
        var keeper = TokenKeeper.holding(0)
        #expect(keeper.step(at: 0) == .use(1))
        #expect(keeper.step(at: 0) == .ask)
        keeper.grant(0, at: 0)
        // Nobody came for it: after half a minute it is no longer believed.
        #expect(keeper.step(at: 31) == .ask)
    }

    @Test func `a refusal ends the lane`() {
        var keeper = TokenKeeper()
        _ = keeper.step(at: 0)
        keeper.answered(.refused(code: "invalid_client", message: ""), at: .at(1))
        #expect(keeper.step(at: 1) == .ended("invalid_client"))
        #expect(keeper.step(at: 99_999) == .ended("invalid_client"))
    }

    @Test func `a failing service is asked again after growing pauses, for a quarter of an hour`() {
        var keeper = TokenKeeper()
        var now = 0.0
        var pauses: [Double] = []
        while keeper.step(at: now) == .ask {
            keeper.answered(
                .temporary(code: "http_503", message: "", retryAfterSeconds: nil), at: .at(now))
            guard case .wait(let until?) = keeper.step(at: now) else { break }
            pauses.append(until - now)
            now = until
        }
        #expect(pauses.prefix(8) == [1, 2, 4, 8, 16, 32, 60, 60])
        #expect(pauses.reduce(0, +) <= 900)
        #expect(keeper.step(at: now) == .ended("http_503"))
    }

    @Test func `a success forgets the failures before it`() {
        var keeper = TokenKeeper()
        for now in [0.0, 1, 3] {
            #expect(keeper.step(at: now) == .ask)
            keeper.failed(
                TokenRefusal(code: "timeout", message: ""), retryAfter: nil, at: .at(now))
        }
        #expect(keeper.step(at: 7) == .ask)
        keeper.grant(100, at: 7)
        #expect(keeper.step(at: 2000) == .ask)
        keeper.failed(TokenRefusal(code: "timeout", message: ""), retryAfter: nil, at: .at(2000))
        #expect(keeper.step(at: 2000) == .wait(2001))
    }

    @Test(arguments: [
        (30.0, 30.0), (0, 1), (0.2, 1), (1.2, 2), (-1, 1), (.nan, 1),
    ])
    func `a stated pause is kept, and a pause of nothing is our own`(
        retryAfter: Double, pause: Double
    ) {
        var keeper = TokenKeeper()
        _ = keeper.step(at: 0)
        keeper.answered(
            .temporary(code: "slow_down", message: "", retryAfterSeconds: retryAfter), at: .at(0))
        #expect(keeper.step(at: 0) == .wait(pause))
    }

    @Test func `a service that says to come back at once is not asked without end`() {
        var keeper = TokenKeeper()
        var requests = 0
        for now in 0..<3600 where keeper.step(at: Double(now)) == .ask {
            requests += 1
            keeper.answered(
                .temporary(code: "slow_down", message: "", retryAfterSeconds: 0),
                at: .at(Double(now)))
        }
        #expect(requests < 30)
    }

    @Test(arguments: [901.0, 1e300, .infinity])
    func `a stated pause beyond a quarter of an hour ends the lane at once`(retryAfter: Double) {
        var keeper = TokenKeeper()
        _ = keeper.step(at: 0)
        keeper.answered(
            .temporary(code: "slow_down", message: "", retryAfterSeconds: retryAfter), at: .at(0))
        #expect(keeper.step(at: 0) == .ended("slow_down"))
    }

    @Test func `a 401 renews the token once, then the lane ends`() {
        var keeper = TokenKeeper.holding()
        keeper.reject(1)
        #expect(keeper.step(at: 1) == .ask)
        keeper.grant(3600, at: 2)
        #expect(keeper.step(at: 2) == .use(2))
        keeper.reject(2)
        #expect(keeper.step(at: 3) == .ended("401"))
    }

    @Test func `a token that worked may be replaced again later`() {
        var keeper = TokenKeeper.holding()
        for number in 1...5 {
            keeper.accepted(number)
            keeper.reject(number)
            #expect(keeper.step(at: 1) == .ask)
            keeper.grant(3600, at: 1)
        }
        #expect(keeper.step(at: 1) == .use(6))
    }

    @Test func `a request that had its renewal ends the lane, though others get through`() {
        var keeper = TokenKeeper.holding()
        keeper.reject(1)
        _ = keeper.step(at: 1)
        keeper.grant(3600, at: 1)
        keeper.accepted(2)
        keeper.reject(2, again: true)
        #expect(keeper.step(at: 2) == .ended("401"))
    }

    @Test func `a late 401 for an older token is not held against the newer one`() {
        var keeper = TokenKeeper.holding()
        keeper.reject(1)
        #expect(keeper.step(at: 1) == .ask)
        keeper.reject(1)
        #expect(keeper.step(at: 1) == .wait(nil))
        keeper.grant(3600, at: 1)
        keeper.reject(1)
        #expect(keeper.step(at: 1) == .use(2))
    }

    @Test func `a clock that jumps costs a renewal at most`() {
        var keeper = TokenKeeper.holding()
        #expect(keeper.step(at: -3600) == .use(1))
        #expect(keeper.step(at: 7200) == .ask)
    }

    @Test func `a whole night needs one token an hour`() {
        var keeper = TokenKeeper()
        var asked = 0
        for second in stride(from: 0.0, to: 8 * 3600, by: 1) {
            if keeper.step(at: second) == .ask {
                asked += 1
                keeper.grant(3600, at: second)
            }
        }
        #expect(asked == 9)
    }
}

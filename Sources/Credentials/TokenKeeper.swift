// SPDX-License-Identifier: MIT

import Model
import Providers

/// Decides when an account's token is asked for, used and renewed; knows no clock of its own.
///
/// However many requests wait, there is one token and one request for it. Wall-clock jumps cost at
/// most one renewal: a token that is believed too long is answered 401 and renewed once.
struct TokenKeeper: Sendable {
    struct Token: Sendable {
        let secret: Secret
        /// Counts the tokens of this account, so that a late 401 is not held against a newer one.
        let number: Int
        let grantedAt: Timestamp
        let lifeMilliseconds: Int64
        /// It replaced a token the provider did not take.
        let isReplacement: Bool
        /// The provider has taken it at least once.
        var isProven = false
        var uses = 0
    }

    enum Need: Sendable {
        case use(Token)
        case ask
        /// Another request for the token is out, or a pause ends then.
        case wait(until: Timestamp?)
        case ended(TokenRefusal)
    }

    private enum State: Sendable {
        case without
        case asking
        case held(Token)
        case pausing(until: Timestamp)
        case ended(TokenRefusal)
    }

    /// A failing token service is asked again this long, the time a lane may be without success.
    static let failingMinutesMax: Int64 = 15
    static let pauseSecondsFirst: Int64 = 1
    static let pauseSecondsMax: Int64 = 60
    static let renewalSecondsMax: Int64 = 30
    /// No token lives longer; a larger number is a mistake of the server.
    static let lifeSecondsMax: Double = 31_536_000
    /// A token whose stated life is shorter is still used once this soon after it came.
    static let firstUseSeconds: Int64 = 30

    private var state = State.without
    private var tokensGranted = 0
    private var failures = 0
    private var failingSince: Timestamp?
    private var isReplacing = false

    /// What the next request has to do.
    mutating func need(at now: Timestamp) -> Need {
        switch state {
        case .ended(let refusal): return .ended(refusal)
        case .asking: return .wait(until: nil)
        case .pausing(let until) where now < until: return .wait(until: until)
        case .held(var token) where Self.isUsable(token, at: now):
            token.uses += 1
            state = .held(token)
            return .use(token)
        case .without, .pausing, .held:
            state = .asking
            return .ask
        }
    }

    /// Renewed at min(30 s, 10 %) of its life before the end, and used at least once.
    static func isUsable(_ token: Token, at now: Timestamp) -> Bool {
        let margin = min(renewalSecondsMax * 1000, token.lifeMilliseconds / 10)
        let renewal = token.grantedAt.adding(milliseconds: token.lifeMilliseconds - margin)
        if now < renewal { return true }
        return token.uses == 0 && now < token.grantedAt.adding(milliseconds: firstUseSeconds * 1000)
    }

    /// Takes what the token service answered; the secret of a granted token comes with it.
    mutating func answered(_ verdict: TokenVerdict, at now: Timestamp) {
        switch verdict {
        case .granted(let text, let seconds):
            granted(Secret(text), seconds: seconds.isFinite ? seconds : 0, at: now)
        case .refused(let code, let message):
            state = .ended(TokenRefusal(code: code, message: message))
        case .temporary(let code, let message, let seconds):
            failed(TokenRefusal(code: code, message: message), retryAfter: seconds, at: now)
        }
    }

    private mutating func granted(_ secret: Secret, seconds: Double, at now: Timestamp) {
        tokensGranted += 1
        (failures, failingSince) = (0, nil)
        let life = Int64(max(0, min(seconds, Self.lifeSecondsMax)) * 1000)
        state = .held(
            Token(
                secret: secret, number: tokensGranted, grantedAt: now, lifeMilliseconds: life,
                isReplacement: isReplacing))
        isReplacing = false
    }

    /// The token request got no answer, or one that says to try again.
    mutating func failed(_ reason: TokenRefusal, retryAfter: Double?, at now: Timestamp) {
        let since = failingSince ?? now
        failingSince = since
        let pause = Self.pauseSeconds(afterFailures: failures, retryAfter: retryAfter)
        failures += 1
        let next = now.adding(milliseconds: pause * 1000)
        let last = since.adding(milliseconds: Self.failingMinutesMax * 60_000)
        state = next > last ? .ended(reason) : .pausing(until: next)
    }

    /// A stated pause is kept; one of no length must not make a service that fails busier still.
    static func pauseSeconds(afterFailures failures: Int, retryAfter: Double?) -> Int64 {
        let own = min(pauseSecondsFirst << Int64(min(failures, 10)), pauseSecondsMax)
        guard let seconds = retryAfter, seconds >= 0 else { return own }
        return max(own, Int64(min(seconds, lifeSecondsMax).rounded(.up)))
    }

    /// A request with token `number` was answered as one whose token is good.
    mutating func accepted(_ number: Int) {
        guard case .held(var token) = state, token.number == number else { return }
        token.isProven = true
        state = .held(token)
    }

    /// A request with token `number` was answered 401 (Amazon: 403).
    ///
    /// One renewal, then the end: `again` says that this very request had its renewal already. A
    /// replacement that never worked is the end too.
    mutating func rejected(_ number: Int, again: Bool, refusal: TokenRefusal) {
        guard !isEnded else { return }
        if again {
            state = .ended(refusal)
        } else if case .held(let token) = state, token.number == number {
            state = token.isReplacement && !token.isProven ? .ended(refusal) : .without
            isReplacing = true
        }
    }

    var isEnded: Bool {
        if case .ended = state { true } else { false }
    }
}

/// Why there is no token: the provider's own code and message.
package struct TokenRefusal: Sendable, Equatable {
    package let code: String
    package let message: String

    package init(code: String, message: String) {
        self.code = code
        self.message = message
    }
}

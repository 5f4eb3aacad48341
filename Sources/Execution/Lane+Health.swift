// SPDX-License-Identifier: MIT

import Audit
import Credentials
import Model
import Providers

/// Whether the provider is there, takes our pace and knows us.
extension Lane {
    mutating func succeed(_ flown: Flown, _ moment: Moment) {
        authorizer.accepted(token: flown.token)
        canaryPassed = true
        awayTries = 0
        throttlesInRow = 0
        aliveAt = moment.monotonic
        budget.succeed()
    }

    /// Each retry is paid for; an account that cannot pay any more has had enough.
    mutating func pay(forTimeout: Bool) {
        guard !budget.pay(forTimeout: forTimeout) else { return }
        finish(.budget, "the retry budget is used up: the provider keeps failing")
    }

    /// A 429 slows all of the lane down; only one in each round trip counts as one more in a row.
    mutating func throttled(_ seconds: Double?, _ flown: Flown, _ moment: Moment) {
        if flown.sentAt >= throttledAt {
            throttlesInRow += 1
            throttledAt = moment.monotonic
            paces.throttle(isRead: flown.step.isRead, at: moment.monotonic)
        }
        pause(seconds ?? 0, moment)
        if throttlesInRow >= Self.throttlesInRowMax {
            finish(.throttled, "throttled \(Self.throttlesInRowMax) times in a row")
        }
    }

    /// The provider is away: one item at a time asks whether it is back.
    mutating func away(_ seconds: Double?, _ flown: Flown, _ moment: Moment) {
        if flown.sentAt >= pausedUntil { awayTries += 1 }
        let backoff = Double(Backoff.pause(tries: awayTries, using: &random)) / 1000
        pause(seconds ?? backoff, moment)
        if !canaryPassed, awayTries >= Self.reachTriesMax {
            finish(.unreachable, "the provider could not be reached")
        }
    }

    private mutating func pause(_ seconds: Double, _ moment: Moment) {
        // A server may ask for years; what is beyond the lane's own patience ends it now.
        let milliseconds = Int64(min(max(seconds, 0), 1_000_000) * 1000)
        pausedUntil = max(pausedUntil, moment.monotonic + milliseconds)
        if let until, moment.wall.adding(milliseconds: milliseconds) > until {
            finish(.retryAfter, "the provider asks to wait until after the deadline")
        } else if milliseconds > Self.withoutSuccessMillisecondsMax {
            finish(.retryAfter, "the provider asks to wait \(milliseconds / 60_000) minutes")
        }
    }

    /// The credentials were refused: a newer token is tried once, a key never changes.
    mutating func unauthorized(
        _ flown: Flown, _ reason: String, _ code: String, _ moment: Moment,
        into effects: inout Effects
    ) {
        var flown = flown
        if flown.step == .cancel {
            flown.work.attempts -= 1
            flown.work = putBack(flown, reason, code, moment, into: &effects)
        }
        let again = flown.work.wasUnauthorized
        flown.work.wasUnauthorized = true
        waiting.insert(Task(work: flown.work, step: flown.step), due: moment.monotonic)
        if !authorizer.rejected(
            token: flown.token, again: again, code: code, message: reason, at: moment.wall)
        {
            finish(.unauthorized, "the credentials were refused: \(reason)")
        }
    }
}

// SPDX-License-Identifier: MIT

import Audit
import Credentials
import Model
import Providers

/// Whether the provider is there, takes our pace and knows us.
extension Lane {
    mutating func succeed(_ flown: Flown, _ moment: Moment) {
        authorizer.accepted(token: flown.token)
        // A look before the first void tells that we are let in, not that a change is.
        if !flown.step.isCheck { canaryPassed = true }
        awayTries = 0
        throttlesInRow = 0
        strugglesSince = nil
        budget.succeed()
    }

    /// Notes a failure; a lane that has had nothing else for a quarter of an hour ends.
    mutating func struggle(_ moment: Moment) {
        // A lane that had nothing to do meanwhile was not failing meanwhile.
        if let struggledAt, flights.isEmpty,
            moment.monotonic - struggledAt > Self.withoutSuccessMillisecondsMax
        {
            strugglesSince = nil
        }
        struggledAt = moment.monotonic
        if strugglesSince == nil { strugglesSince = moment.monotonic }
        endIfHopeless(moment)
    }

    mutating func endIfHopeless(_ moment: Moment) {
        guard let since = strugglesSince,
            moment.monotonic - since > Self.withoutSuccessMillisecondsMax
        else { return }
        finish(.noSuccess, "no success for 15 minutes")
    }

    /// Each retry is paid for; an account that cannot pay any more has had enough.
    mutating func pay(forTimeout: Bool) {
        guard !budget.pay(forTimeout: forTimeout) else { return }
        finish(.budget, "the retry budget is used up: the provider keeps failing")
    }

    /// A 429 slows all of the lane down; only one in each round trip counts as one more in a row.
    mutating func throttled(_ seconds: Double?, _ flown: Flown, _ moment: Moment) {
        struggle(moment)
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
        struggle(moment)
        // What was under way together failed together: it is one try, and paid for once.
        if flown.sentAt >= pausedUntil {
            awayTries += 1
            pay(forTimeout: false)
        }
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
        struggle(moment)
        switch flown.step {
        case .cancel:
            flown.work.attempts -= 1
            flown.work = putBack(flown, reason, code, moment, into: &effects)
        case .void(let place):
            flown.work.labels[place].work.attempts -= 1
            flown.work = putBackVoid(
                FlownLabel(flown, place), reason, code, moment, into: &effects)
        case .look, .checkShipment, .checkLabels, .lookAtLabel, .delete: break
        }
        let again = flown.work.wasUnauthorized
        flown.work.wasUnauthorized = true
        wait(Task(work: flown.work, step: flown.step), until: moment.monotonic)
        if !authorizer.rejected(
            token: flown.token, again: again, code: code, message: reason, at: moment.wall)
        {
            finish(.unauthorized, "the credentials were refused: \(reason)")
        }
    }
}

// SPDX-License-Identifier: MIT

import Audit
import Credentials
import Model
import Providers

/// Carrying out what was decided.
extension Lane {
    mutating func carryOut(
        _ decision: Decision, _ flown: Flown, _ moment: Moment, into effects: inout Effects
    ) {
        var flown = flown
        if !decision.isUnauthorized { flown.work.wasUnauthorized = false }
        switch decision.move {
        case .settle(let state, let reason, let code, let confirmed):
            settle(state, reason, code, confirmed, flown, moment, into: &effects)
        case .again(let reason, let code, let pause):
            sendAgain(flown, reason, code, pause, moment, into: &effects)
        case .doubt(let reason, let code):
            enterDoubt(flown, reason, code, moment, into: &effects)
        case .look(let pause):
            if flown.step == .cancel {
                flown.work.tries = 0
                flown.work.pendingRefusal = decision.refusal
                succeed(flown, moment)
            }
            rest(Task(work: flown.work, step: .look), pause, flown, moment)
        case .later(let reason, let code, let wasAnswered):
            if wasAnswered {
                record(flown.work.state, reason, code, flown, moment, into: &effects)
            }
            later(flown, reason, wasAnswered: wasAnswered, moment)
        case .unauthorized(let code, let reason):
            unauthorized(flown, reason, code, moment, into: &effects)
        }
        if let laneEnd = decision.laneEnd { finish(laneEnd.kind, laneEnd.reason) }
    }

    private mutating func settle(
        _ state: ItemState, _ reason: String, _ code: String, _ confirmed: Bool, _ flown: Flown,
        _ moment: Moment, into effects: inout Effects
    ) {
        noteHealth(after: state, flown, moment)
        if setup.lookOnly == nil { breaker.record(bad: state.isBad, at: moment.monotonic) }
        if confirmed { progress.confirmed += 1 }
        noteContradiction(state, reason, code, flown)
        record(state, reason, code, flown, confirmed: confirmed, moment, into: &effects)
        guard state == .cancelled, setup.deletes else { return }
        var work = flown.work
        (work.state, work.looks, work.tries) = (.cancelled, confirmed ? 1 : 0, 0)
        deleteOrLook(work, moment)
    }

    /// What a look saw not to be what we called it is an exception at once.
    private mutating func noteContradiction(
        _ state: ItemState, _ reason: String, _ code: String, _ flown: Flown
    ) {
        let work = flown.work
        guard setup.lookOnly != nil, work.state == .accepted || work.state == .cancelled,
            state != work.state, state != .cancelled
        else { return }
        progress.contradict(
            Contradiction(
                run: work.run ?? setup.run ?? 0, account: setup.account, shipmentID: work.id,
                reason: reason, code: code))
    }

    /// A look that brought nothing, or attempts used up, is no sign of life.
    private mutating func noteHealth(after state: ItemState, _ flown: Flown, _ moment: Moment) {
        if state != .failed, state != .inDoubt {
            succeed(flown, moment)
        } else {
            struggle(moment)
        }
    }

    /// Known not to have taken effect: back to what it was, then once more.
    private mutating func sendAgain(
        _ flown: Flown, _ reason: String, _ code: String, _ pause: Move.Pause, _ moment: Moment,
        into effects: inout Effects
    ) {
        var flown = flown
        if flown.step == .cancel {
            if !pause.countsAsAttempt(code) { flown.work.attempts -= 1 }
            flown.work = putBack(flown, reason, code, moment, into: &effects)
        } else {
            flown.work.forgiveCutOff()
            record(flown.work.state, reason, code, flown, moment, into: &effects)
            succeed(flown, moment)
        }
        flown.work.tries = 0
        rest(Task(work: flown.work, step: .cancel), pause, flown, moment)
    }

    /// An item that did not leave is planned again; one that was in doubt before still is.
    mutating func putBack(
        _ flown: Flown, _ reason: String, _ code: String, _ moment: Moment,
        into effects: inout Effects
    ) -> Work {
        var work = flown.work
        work.state = work.wasDoubted ? .inDoubt : .planned
        record(work.state, reason, code, flown, moment, into: &effects)
        return work
    }

    private mutating func enterDoubt(
        _ flown: Flown, _ reason: String, _ code: String, _ moment: Moment,
        into effects: inout Effects
    ) {
        var flown = flown
        record(.inDoubt, reason, code, flown, moment, into: &effects)
        if flown.ticket != nil { noteDoubt(code, moment) }
        flown.work.doubtedAt = moment.wall
        flown.work.state = .inDoubt
        flown.work.tries = 0
        flown.work.settledFrom = moment.monotonic + setup.settleMilliseconds
        follow(flown.work, moment)
    }

    /// A doubtful answer of this process counts against the provider.
    mutating func noteDoubt(_ code: String, _ moment: Moment) {
        canaryPassed = true
        breaker.record(bad: true, at: moment.monotonic)
        struggle(moment)
        pay(forTimeout: code == NoAnswer.Kind.timeout.rawValue)
    }

    /// What comes after doubt: a look once it can count, or where there is none, the repeat.
    mutating func follow(_ work: Work, _ moment: Moment) {
        var work = work
        if setup.canLook {
            // The wall clock may have jumped while nobody ran: it decides when a look is worth
            // making, but an open shipment is believed only after a time measured here.
            let gone = work.doubtedAt.map { moment.wall.milliseconds - $0.milliseconds } ?? 0
            let left = setup.settleMilliseconds - min(max(gone, 0), setup.settleMilliseconds)
            if work.settledFrom == .min {
                work.settledFrom = moment.monotonic + setup.settleMilliseconds
            }
            wait(Task(work: work, step: .look), until: moment.monotonic + left)
        } else if work.attempts < Work.attemptsMax {
            let pause = Backoff.pause(tries: work.attempts, using: &random)
            wait(Task(work: work, step: .cancel), until: moment.monotonic + pause)
        }
    }

    /// Puts a task where it waits for its next try, and the lane with it where it must.
    mutating func rest(_ task: Task, _ pause: Move.Pause, _ flown: Flown, _ moment: Moment) {
        var task = task
        var due = moment.monotonic
        switch pause {
        case .none: break
        case .backoff:
            struggle(moment)
            pay(forTimeout: false)
            due += Backoff.pause(tries: task.work.tries, using: &random)
        case .settling:
            succeed(flown, moment)
            due = max(due, (task.label?.work ?? task.work).settledFrom)
        case .throttled(let seconds):
            throttled(seconds, flown, moment)
            // Where others get through meanwhile, it is the item that is turned away.
            if throttlesInRow <= 1 {
                due += Backoff.pause(tries: task.work.throttles, using: &random)
                task.work.throttles += 1
            }
        case .away(let seconds): away(seconds, flown, moment)
        }
        wait(task, until: due)
    }

    mutating func record(
        _ state: ItemState, _ reason: String, _ code: String, _ flown: Flown,
        confirmed: Bool = false, _ moment: Moment, into effects: inout Effects
    ) {
        let (reason, code) = (authorizer.clean(reason), authorizer.clean(code))
        progress.count(state, isRepeated: flown.step != .cancel && state == flown.work.state)
        // What is taken back at the end is no problem of the provider's.
        if isOpen, state.isBad || state == .planned { note(reason, flown.work.id, moment) }
        effects.records.append(
            .verdict(
                Verdict(
                    item: key(of: flown.work), ticket: flown.ticket, at: moment.wall,
                    state: state, reason: reason, code: code, attempts: flown.work.attempts,
                    isConfirmed: confirmed)))
    }
}

extension Lane {
    /// Shows what did not go well to whoever watches.
    mutating func note(_ problem: String, _ id: String, _ moment: Moment) {
        progress.problem = LaneProblem(
            words: authorizer.clean(problem), id: id, at: moment.monotonic)
    }
}

extension Decision {
    var isUnauthorized: Bool {
        if case .unauthorized = move { true } else { false }
    }
}

extension Move.Pause {
    /// A request the server took in uses up an attempt; one that never left, or was turned away
    /// as too fast, does not.
    func countsAsAttempt(_ code: String) -> Bool {
        switch self {
        case .throttled: false
        case .away(let seconds): seconds != nil || NoAnswer.Kind(rawValue: code) == nil
        case .none, .backoff, .settling: true
        }
    }
}

extension ItemState {
    /// What the breaker counts (design.md 6.2, 11).
    var isBad: Bool {
        switch self {
        case .failed, .inDoubt, .refused, .notFound: true
        default: false
        }
    }
}

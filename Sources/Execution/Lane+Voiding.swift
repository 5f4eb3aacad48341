// SPDX-License-Identifier: MIT

import Audit
import Credentials
import Model
import Providers

/// Voids, and looks at labels whose void is in doubt; decided like cancels and their looks.
extension Lane {
    mutating func voided(
        _ outcome: Outcome, _ flown: FlownLabel, _ moment: Moment, into effects: inout Effects
    ) {
        guard let labels = setup.voiding else { return }
        var flown = flown
        flown.takeOff()
        if case .answer(let answer) = outcome {
            let judgement = labels.judgeVoid(answer, of: flown.label.planned.id)
            noteOthers(judgement, &flown, moment, &effects)
        }
        let decision = Decision.afterVoid(outcome, judgedBy: labels, flown.label.work)
        carryOutVoid(decision, flown, moment, into: &effects)
    }

    /// One void may take other labels of the shipment with it.
    private mutating func noteOthers(
        _ judgement: Judgement, _ flown: inout FlownLabel, _ moment: Moment,
        _ effects: inout Effects
    ) {
        guard judgement.verdict == .cancelled else { return }
        let taker = flown.label.planned.id
        for place in flown.item.work.labels.indices where place != flown.place {
            let label = flown.item.work.labels[place]
            guard judgement.voidedLabelIDs.contains(label.planned.id), label.isToBeVoided else {
                continue
            }
            flown.item.work.labels[place].state = .voided
            let other = FlownLabel(flown.item, place)
            record(.voided, "voided with \(taker)", "", other, moment, into: &effects)
        }
    }

    mutating func sawLabel(
        _ outcome: Outcome, _ flown: FlownLabel, _ moment: Moment, into effects: inout Effects
    ) {
        guard let labels = setup.voiding else { return }
        var flown = flown
        flown.label.work.tries += 1
        let label = flown.label.work
        let decision = Decision.afterLabelLook(
            outcome, judgedBy: labels, label,
            isSettled: flown.item.sentAt >= label.settledFrom)
        carryOutVoid(decision, flown, moment, into: &effects)
    }

    mutating func carryOutVoid(
        _ decision: Decision, _ flown: FlownLabel, _ moment: Moment, into effects: inout Effects
    ) {
        var flown = flown
        if !decision.isUnauthorized { flown.item.work.wasUnauthorized = false }
        switch decision.move {
        case .settle(let state, let reason, let code, _):
            settleVoid(state, reason, code, flown, moment, into: &effects)
        case .again(let reason, let code, let pause):
            voidAgain(reason, code, pause, flown, moment, into: &effects)
        case .doubt(let reason, let code):
            doubtVoid(reason, code, flown, moment, into: &effects)
        case .look(let pause):
            if flown.isVoid {
                flown.label.work.tries = 0
                flown.label.work.pendingRefusal = decision.refusal
            }
            let look = Task(work: flown.item.work, step: .lookAtLabel(flown.place))
            rest(look, pause, flown.item, moment)
        case .later: break
        case .unauthorized(let code, let reason):
            unauthorized(flown.item, reason, code, moment, into: &effects)
        }
        if let laneEnd = decision.laneEnd { finish(laneEnd.kind, laneEnd.reason) }
    }
}

// MARK: What a void comes to
extension Lane {
    private mutating func settleVoid(
        _ state: ItemState, _ reason: String, _ code: String, _ flown: FlownLabel,
        _ moment: Moment, into effects: inout Effects
    ) {
        let outcome = VoidState(settled: state)
        record(outcome, reason, code, flown, moment, into: &effects)
        if outcome.isFinal { succeed(flown.item, moment) }
        if outcome == .voided {
            var flown = flown
            flown.label.state = .voided
            return goOn(flown.item.work, moment)
        }
        // A label that stays is the end of its shipment: a cancel would leave it paid for.
        breaker.record(bad: true, at: moment.monotonic)
        record(
            outcome.ofItem, "\(flown.name): \(reason)", code, flown.item, moment, into: &effects)
    }

    /// Known not to have taken effect, or seen not to have.
    private mutating func voidAgain(
        _ reason: String, _ code: String, _ pause: Move.Pause, _ flown: FlownLabel,
        _ moment: Moment, into effects: inout Effects
    ) {
        var flown = flown
        if flown.isVoid {
            if !pause.countsAsAttempt(code) { flown.label.work.attempts -= 1 }
            flown.item.work = putBackVoid(flown, reason, code, moment, into: &effects)
        } else {
            flown.label.work.forgiveCutOff()
            flown.label.state = .open
            record(.open, reason, code, flown, moment, into: &effects)
            succeed(flown.item, moment)
        }
        flown.label.work.tries = 0
        let void = Task(work: flown.item.work, step: .void(flown.place))
        rest(void, pause, flown.item, moment)
    }

    /// A void that did not leave: the label, and the item with it, are what they were before.
    mutating func putBackVoid(
        _ flown: FlownLabel, _ reason: String, _ code: String, _ moment: Moment,
        into effects: inout Effects
    ) -> Work {
        var flown = flown
        let wasDoubted = flown.label.work.wasDoubted
        flown.stand(wasDoubted ? .inDoubt : .open, as: wasDoubted ? .inDoubt : .planned)
        record(wasDoubted ? .inDoubt : .open, reason, code, flown, moment, into: &effects)
        record(flown.item.work.state, reason, code, flown.item, moment, into: &effects)
        return flown.item.work
    }

    private mutating func doubtVoid(
        _ reason: String, _ code: String, _ flown: FlownLabel, _ moment: Moment,
        into effects: inout Effects
    ) {
        var flown = flown
        record(.inDoubt, reason, code, flown, moment, into: &effects)
        record(.inDoubt, "\(flown.name): \(reason)", code, flown.item, moment, into: &effects)
        if flown.item.ticket != nil { noteDoubt(code, moment) }
        flown.stand(.inDoubt, as: .inDoubt)
        flown.label.work.doubtedAt = moment.wall
        flown.label.work.tries = 0
        goOn(flown.item.work, moment)
    }

    private func record(
        _ state: VoidState, _ reason: String, _ code: String, _ flown: FlownLabel,
        _ moment: Moment, into effects: inout Effects
    ) {
        let (reason, code) = (authorizer.clean(reason), authorizer.clean(code))
        effects.records.append(
            .label(
                LabelVerdict(
                    item: key(of: flown.item.work), label: flown.label.planned.id,
                    ticket: flown.item.ticket, at: moment.wall, state: state, reason: reason,
                    code: code, attempts: flown.label.work.attempts)))
    }
}

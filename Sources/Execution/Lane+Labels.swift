// SPDX-License-Identifier: MIT

import Audit
import Model
import Providers

/// Voiding the labels of a shipment before it is cancelled (design.md 6.2, 8).
extension Lane {
    /// What is done first to an item that is planned.
    func firstStep(of work: Work) -> Step {
        guard setup.voiding != nil, work.labels.contains(where: \.isToBeVoided) else {
            return .cancel
        }
        // Once a void was about to leave, the shipment was as exported.
        guard work.labels.allSatisfy({ $0.state == nil }) else { return nextStep(of: work) }
        return .checkShipment
    }

    /// What is done to an item whose labels are being voided.
    private func nextStep(of work: Work) -> Step {
        guard let place = work.labels.firstIndex(where: \.isToBeVoided) else { return .cancel }
        return work.labels[place].state == .inDoubt ? .lookAtLabel(place) : .void(place)
    }

    /// Goes on with an item whose newest change was a void, by this process or an earlier one.
    mutating func takeUpLabels(_ work: Work, _ moment: Moment, into effects: inout Effects) {
        guard let labels = setup.voiding else {
            let why = "the account does not void labels any more"
            return record(
                .inDoubt, why, "", Flown(work, .cancel), moment, into: &effects)
        }
        let voiding = work.labels.firstIndex { $0.state == .voiding }
        guard let place = voiding else { return goOn(work, moment) }
        let lost = Decision(
            .doubt(reason: "the process ended before the answer came", code: "no_answer"))
        let label = work.labels[place]
        let decision = label.unjudged.map {
            Decision.afterVoid($0, judgedBy: labels, label.work)
        }
        carryOutVoid(
            decision ?? lost, place, Flown(work, .void(place)), moment, into: &effects)
    }

    private mutating func goOn(_ work: Work, _ moment: Moment) {
        var work = work
        let step = nextStep(of: work)
        var due = moment.monotonic
        if case .lookAtLabel(let place) = step {
            due += setup.settleMilliseconds
            work.labels[place].work.settledFrom = due
        }
        wait(Task(work: work, step: step), until: due)
    }

    // MARK: Before the first void

    mutating func checked(
        _ outcome: Outcome, _ flown: Flown, _ moment: Moment, into effects: inout Effects
    ) {
        var next: Step?
        let decision = Decision.afterRead(outcome, flown.work) { answer in
            check(answer, flown).map { result in
                next = result.next
                return .later(reason: result.problem ?? "", code: "")
            }
        }
        var flown = flown
        if !decision.isUnauthorized { flown.work.wasUnauthorized = false }
        switch decision.move {
        case .later(let problem, _, _):
            succeed(flown, moment)
            flown.work.tries = 0
            if let next { return wait(Task(work: flown.work, step: next), until: moment.monotonic) }
            hold(flown, problem, moment, into: &effects)
        case .look(let pause):
            rest(Task(work: flown.work, step: flown.step), pause, flown, moment)
        case .unauthorized(let code, let reason):
            unauthorized(flown, reason, code, moment, into: &effects)
        case .settle(_, let reason, _, _), .doubt(let reason, _), .again(let reason, _, _):
            // Nothing was sent for it: it stays planned, and the next process looks again.
            progress.problem = reason
        }
        if let laneEnd = decision.laneEnd { finish(laneEnd.kind, laneEnd.reason) }
    }

    private mutating func hold(
        _ flown: Flown, _ problem: String, _ moment: Moment, into effects: inout Effects
    ) {
        record(
            .held, "changed since the export: \(problem)", "changed_since_export", flown, moment,
            into: &effects)
    }

    /// What follows from a check: the next step, or what is not as exported.
    private func check(
        _ answer: Answer, _ flown: Flown
    ) -> Result<(next: Step?, problem: String?), ReadFailure> {
        let work = flown.work
        guard case .checkLabels(_, let seen) = flown.step, let labels = setup.voiding else {
            return switch setup.provider.judgeLook(answer, of: work.id) {
            case .failed(let failure): .failure(failure)
            case .saw(let sighting): .success(checked(sighting, work))
            }
        }
        switch labels.judgeLabels(answer, of: work.id) {
        case .failed(let failure): return .failure(failure)
        case .saw(let more, let page?):
            return .success((.checkLabels(page: page, seen: seen + more), nil))
        case .saw(let more, nil):
            let problem = LabelCheck.labels(seen + more, planned: work.labels.map(\.planned))
            return .success((problem == nil ? nextStep(of: work) : nil, problem))
        }
    }

    private func checked(_ seen: Sighting, _ work: Work) -> (next: Step?, problem: String?) {
        let problem = LabelCheck.shipment(seen, status: work.status)
        return (problem == nil ? .checkLabels(page: 1, seen: []) : nil, problem)
    }

    // MARK: Voids and looks at labels

    mutating func voided(
        _ place: Int, _ outcome: Outcome, _ flown: Flown, _ moment: Moment,
        into effects: inout Effects
    ) {
        guard let labels = setup.voiding else { return }
        var flown = flown
        flown.work.state = .sending
        flown.work.isOnRecord = true
        flown.work.labels[place].state = .voiding
        flown.work.labels[place].work.attempts += 1
        flown.work.labels[place].work.state = .sending
        let label = flown.work.labels[place].work
        if case .answer(let answer) = outcome {
            noteOthers(labels.judgeVoid(answer, of: label.id), place, &flown, moment, &effects)
        }
        let decision = Decision.afterVoid(outcome, judgedBy: labels, label)
        carryOutVoid(decision, place, flown, moment, into: &effects)
    }

    /// One void may take other labels of the shipment with it.
    private mutating func noteOthers(
        _ judgement: Judgement, _ place: Int, _ flown: inout Flown, _ moment: Moment,
        _ effects: inout Effects
    ) {
        guard judgement.verdict == .cancelled else { return }
        for other in flown.work.labels.indices where other != place {
            let label = flown.work.labels[other]
            guard judgement.voidedLabelIDs.contains(label.planned.id), label.isToBeVoided else {
                continue
            }
            flown.work.labels[other].state = .voided
            let taken = flown.work.labels[place].planned.id
            record(.voided, "voided with \(taken)", "", other, flown, moment, into: &effects)
        }
    }

    mutating func sawLabel(
        _ place: Int, _ outcome: Outcome, _ flown: Flown, _ moment: Moment,
        into effects: inout Effects
    ) {
        guard let labels = setup.voiding else { return }
        var flown = flown
        flown.work.labels[place].work.tries += 1
        let label = flown.work.labels[place].work
        let decision = Decision.afterLabelLook(
            outcome, judgedBy: labels, label, isSettled: flown.sentAt >= label.settledFrom)
        carryOutVoid(decision, place, flown, moment, into: &effects)
    }

    private mutating func carryOutVoid(
        _ decision: Decision, _ place: Int, _ flown: Flown, _ moment: Moment,
        into effects: inout Effects
    ) {
        var flown = flown
        if !decision.isUnauthorized { flown.work.wasUnauthorized = false }
        switch decision.move {
        case .settle(let state, let reason, let code, _):
            settleVoid(state, reason, code, place, flown, moment, into: &effects)
        case .again(let reason, let code, let pause):
            voidAgain(reason, code, pause, place, flown, moment, into: &effects)
        case .doubt(let reason, let code):
            doubtVoid(reason, code, place, flown, moment, into: &effects)
        case .look(let pause):
            if case .void = flown.step {
                flown.work.labels[place].work.tries = 0
                flown.work.labels[place].work.pendingRefusal = decision.refusal
            }
            rest(Task(work: flown.work, step: .lookAtLabel(place)), pause, flown, moment)
        case .later: break
        case .unauthorized(let code, let reason):
            unauthorized(flown, reason, code, moment, into: &effects)
        }
        if let laneEnd = decision.laneEnd { finish(laneEnd.kind, laneEnd.reason) }
    }

    private mutating func settleVoid(
        _ state: ItemState, _ reason: String, _ code: String, _ place: Int, _ flown: Flown,
        _ moment: Moment, into effects: inout Effects
    ) {
        var flown = flown
        let name = "label \(flown.work.labels[place].planned.id)"
        switch state {
        case .cancelled, .alreadyCancelled:
            flown.work.labels[place].state = .voided
            record(.voided, reason, code, place, flown, moment, into: &effects)
            succeed(flown, moment)
            return goOn(flown.work, moment)
        case .refused, .notFound:
            let now: VoidState = state == .refused ? .refused : .notFound
            record(now, reason, code, place, flown, moment, into: &effects)
            succeed(flown, moment)
            settleItem(.refused, "\(name): \(reason)", code, flown, moment, into: &effects)
        case .failed:
            record(.open, reason, code, place, flown, moment, into: &effects)
            settleItem(.failed, "\(name): \(reason)", code, flown, moment, into: &effects)
        default:
            record(.inDoubt, reason, code, place, flown, moment, into: &effects)
            settleItem(.inDoubt, "\(name): \(reason)", code, flown, moment, into: &effects)
        }
    }

    private mutating func settleItem(
        _ state: ItemState, _ reason: String, _ code: String, _ flown: Flown, _ moment: Moment,
        into effects: inout Effects
    ) {
        breaker.record(bad: true, at: moment.monotonic)
        record(state, reason, code, flown, moment, into: &effects)
    }

    private mutating func voidAgain(
        _ reason: String, _ code: String, _ pause: Move.Pause, _ place: Int, _ flown: Flown,
        _ moment: Moment, into effects: inout Effects
    ) {
        var flown = flown
        if case .void = flown.step {
            if !pause.countsAsAttempt(code) { flown.work.labels[place].work.attempts -= 1 }
            flown.work = putBackVoid(place, flown, reason, code, moment, into: &effects)
        } else {
            flown.work.labels[place].state = .open
            record(.open, reason, code, place, flown, moment, into: &effects)
            succeed(flown, moment)
        }
        flown.work.labels[place].work.tries = 0
        rest(Task(work: flown.work, step: .void(place)), pause, flown, moment)
    }

    /// A void that did not leave: the label, and the item with it, are what they were before.
    mutating func putBackVoid(
        _ place: Int, _ flown: Flown, _ reason: String, _ code: String, _ moment: Moment,
        into effects: inout Effects
    ) -> Work {
        var flown = flown
        let wasDoubted = flown.work.labels[place].work.wasDoubted
        flown.work.labels[place].state = wasDoubted ? .inDoubt : .open
        flown.work.labels[place].work.state = wasDoubted ? .inDoubt : .planned
        record(
            wasDoubted ? .inDoubt : .open, reason, code, place, flown, moment, into: &effects)
        flown.work.state = wasDoubted ? .inDoubt : .planned
        record(flown.work.state, reason, code, flown, moment, into: &effects)
        return flown.work
    }

    private mutating func doubtVoid(
        _ reason: String, _ code: String, _ place: Int, _ flown: Flown, _ moment: Moment,
        into effects: inout Effects
    ) {
        var flown = flown
        let name = "label \(flown.work.labels[place].planned.id)"
        record(.inDoubt, reason, code, place, flown, moment, into: &effects)
        record(.inDoubt, "\(name): \(reason)", code, flown, moment, into: &effects)
        if flown.ticket != nil { noteDoubt(code, moment) }
        flown.work.state = .inDoubt
        flown.work.labels[place].state = .inDoubt
        flown.work.labels[place].work.state = .inDoubt
        flown.work.labels[place].work.doubtedAt = moment.wall
        flown.work.labels[place].work.tries = 0
        goOn(flown.work, moment)
    }

    private func record(
        _ state: VoidState, _ reason: String, _ code: String, _ place: Int, _ flown: Flown,
        _ moment: Moment, into effects: inout Effects
    ) {
        let label = flown.work.labels[place]
        effects.records.append(
            .label(
                LabelVerdict(
                    item: key(of: flown.work), label: label.planned.id, ticket: flown.ticket,
                    at: moment.wall, state: state, reason: reason, code: code,
                    attempts: label.work.attempts)))
    }
}

// SPDX-License-Identifier: MIT

import Audit
import Model
import Providers

/// Before the first void: do the shipment and its labels stand as they were exported?
extension Lane {
    /// What a check shows: the next step, or what is not as exported.
    private enum Finding {
        case next(Step)
        case changed(String)
    }

    mutating func checked(
        _ outcome: Outcome, _ flown: Flown, _ moment: Moment, into effects: inout Effects
    ) {
        var finding: Finding?
        let decision = Decision.afterRead(outcome, flown.work) { answer in
            check(answer, flown).map { result in
                finding = result
                return .later(reason: "", code: "")
            }
        }
        var flown = flown
        if !decision.isUnauthorized { flown.work.wasUnauthorized = false }
        switch decision.move {
        case .later:
            if let finding { follow(finding, flown, moment, into: &effects) }
        case .look(let pause):
            rest(Task(work: flown.work, step: flown.step), pause, flown, moment)
        case .unauthorized(let code, let reason):
            unauthorized(flown, reason, code, moment, into: &effects)
        case .settle(_, let reason, _, _), .doubt(let reason, _), .again(let reason, _, _):
            // Nothing was sent for it: it stays planned, and the next process looks again.
            note(reason, flown.work.id, moment)
        }
        if let laneEnd = decision.laneEnd { finish(laneEnd.kind, laneEnd.reason) }
    }

    private mutating func follow(
        _ finding: Finding, _ flown: Flown, _ moment: Moment, into effects: inout Effects
    ) {
        succeed(flown, moment)
        switch finding {
        case .next(let step):
            var work = flown.work
            work.tries = 0
            wait(Task(work: work, step: step), until: moment.monotonic)
        case .changed(let what):
            record(
                .held, "changed since the export: \(what)", "changed_since_export", flown, moment,
                into: &effects)
        }
    }

    private func check(_ answer: Answer, _ flown: Flown) -> Result<Finding, ReadFailure> {
        let work = flown.work
        guard case .checkLabels(_, let seen) = flown.step, let labels = setup.voiding else {
            return switch setup.provider.judgeLook(answer, of: work.id) {
            case .failed(let failure): .failure(failure)
            case .saw(let sighting): .success(afterShipment(sighting, work))
            }
        }
        switch labels.judgeLabels(answer, of: work.id) {
        case .failed(let failure): return .failure(failure)
        case .saw(let more, let page?):
            return .success(.next(.checkLabels(page: page, seen: seen + more)))
        case .saw(let more, nil): return .success(afterLabels(seen + more, work))
        }
    }

    private func afterShipment(_ seen: Sighting, _ work: Work) -> Finding {
        LabelCheck.shipment(seen, status: work.status).map(Finding.changed)
            ?? .next(.checkLabels(page: 1, seen: []))
    }

    private func afterLabels(_ seen: [LabelSighting], _ work: Work) -> Finding {
        LabelCheck.labels(seen, planned: work.labels.map(\.planned)).map(Finding.changed)
            ?? .next(nextStep(of: work))
    }
}

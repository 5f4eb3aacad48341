// SPDX-License-Identifier: MIT

import Audit
import Model
import Providers

/// The order in which the labels of a shipment are voided before it is cancelled (design.md 6.2, 8).
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
    func nextStep(of work: Work) -> Step {
        guard let place = work.labels.firstIndex(where: \.isToBeVoided) else { return .cancel }
        return work.labels[place].state == .inDoubt ? .lookAtLabel(place) : .void(place)
    }

    /// Goes on with the next label, or with the cancel where there is none left.
    mutating func goOn(_ work: Work, _ moment: Moment) {
        var work = work
        let step = nextStep(of: work)
        var due = moment.monotonic
        if case .lookAtLabel(let place) = step {
            due += setup.settleMilliseconds
            work.labels[place].work.settledFrom = due
        }
        wait(Task(work: work, step: step), until: due)
    }

    /// Goes on with an item whose newest change was a void, by this process or an earlier one.
    mutating func takeUpLabels(_ work: Work, _ moment: Moment, into effects: inout Effects) {
        guard let labels = setup.voiding else {
            let why = "the account does not void labels any more"
            return record(.inDoubt, why, "", Flown(work, .cancel), moment, into: &effects)
        }
        guard let place = work.labels.firstIndex(where: { $0.state == .voiding }) else {
            return goOn(work, moment)
        }
        let label = work.labels[place]
        let decision = label.unjudged.map { Decision.afterVoid($0, judgedBy: labels, label.work) }
        carryOutVoid(
            decision ?? .lostAnswer, FlownLabel(Flown(work, .void(place)), place), moment,
            into: &effects)
    }
}

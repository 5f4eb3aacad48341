// SPDX-License-Identifier: MIT

import Audit
import Model
import Providers

/// Deleting what was cancelled, where told twice; never before it was seen cancelled.
extension Lane {
    /// `work.looks` says whether a look has seen it cancelled.
    mutating func deleteOrLook(_ work: Work, _ moment: Moment) {
        guard setup.deletes, setup.provider.deletion != nil else { return }
        if work.looks > 0 {
            wait(Task(work: work, step: .delete), until: moment.monotonic)
        } else {
            wait(
                Task(work: work, step: .look),
                until: moment.monotonic + setup.settleMilliseconds)
        }
    }

    /// A deletion that may have taken effect is not repeated: there is nothing left to look at.
    mutating func deleted(
        _ outcome: Outcome, _ flown: Flown, _ moment: Moment, into effects: inout Effects
    ) {
        guard let deletion = setup.provider.deletion else { return }
        let decision = Decision.afterChange(outcome, flown.work, canLook: false) {
            deletion.judgeDelete($0, of: flown.work.id)
        }
        var reason = "the deletion is in doubt"
        var code = ""
        switch decision.move {
        case .settle(.cancelled, _, let said, _):
            (reason, code) = ("deleted at the provider", said)
            succeed(flown, moment)
        case .settle(_, let words, let said, _):
            (reason, code) = ("the deletion was refused: \(words)", said)
            succeed(flown, moment)
        case .again(_, _, let pause):
            return rest(Task(work: flown.work, step: .delete), pause, flown, moment)
        case .unauthorized(let said, let words):
            return unauthorized(flown, words, said, moment, into: &effects)
        case .doubt(let words, let said):
            (reason, code) = ("the deletion is in doubt: \(words)", said)
            struggle(moment)
        case .look, .later: break
        }
        record(.cancelled, reason, code, flown, moment, into: &effects)
        if let laneEnd = decision.laneEnd { finish(laneEnd.kind, laneEnd.reason) }
    }
}

// SPDX-License-Identifier: MIT

import Model
import Providers

/// After a look that may not lead to a cancel: confirming, or before a deletion.
extension Decision {
    /// `isPastTime` says that the provider's own time for this item is over.
    static func afterConfirmingLook(
        _ outcome: Outcome, judgedBy provider: any Provider, _ work: Work, isPastTime: Bool
    ) -> Decision {
        let decision = afterLook(outcome, judgedBy: provider, work) { sighting in
            confirmed(sighting, work, isPastTime: isPastTime)
        }
        // A look that brought nothing changes nothing: it is made again at its next time.
        guard case .settle(.inDoubt, let reason, let code, _) = decision.move,
            case nil = seen(outcome, provider, work)
        else { return decision }
        return Decision(
            .later(reason: reason, code: code, wasAnswered: false), laneEnd: decision.laneEnd)
    }

    private static func seen(
        _ outcome: Outcome, _ provider: any Provider, _ work: Work
    ) -> Sighting? {
        guard case .answer(let answer) = outcome,
            case .saw(let sighting) = provider.judgeLook(answer, of: work.id)
        else { return nil }
        return sighting
    }

    static func confirmed(_ sighting: Sighting, _ work: Work, isPastTime: Bool) -> Move {
        let code = sighting.state
        switch sighting.kind {
        case .cancelled:
            return .settle(.cancelled, reason: "seen cancelled", code: code, confirmed: true)
        case .cancelling where work.state == .inDoubt:
            return .settle(.accepted, reason: "seen being cancelled", code: code)
        case .cancelling: return .later(reason: "seen being cancelled", code: code)
        case .open where isPastTime: return contradicted(sighting, work)
        case .closed: return contradicted(sighting, work)
        case .missing where work.state == .inDoubt:
            return .settle(.notFound, reason: "not there when looked at", code: code)
        case .open: return .later(reason: "seen open", code: code)
        case .missing: return .later(reason: "not there when looked at", code: code)
        case .unknown:
            return .later(reason: "the look shows a state nobody documented", code: code)
        }
    }

    /// What we call accepted or cancelled is seen not to be: an exception at once.
    private static func contradicted(_ sighting: Sighting, _ work: Work) -> Move {
        let code = sighting.state
        let what =
            sighting.failedCancellation
            ? "the cancellation failed" : "seen \(code), not cancelled"
        switch work.state {
        case .accepted: return .settle(.refused, reason: what, code: code)
        case .cancelled: return .settle(.inDoubt, reason: what, code: code)
        default:
            if sighting.kind == .open { return .later(reason: "seen open", code: code) }
            return .settle(.refused, reason: "seen where it cannot be cancelled", code: code)
        }
    }
}

// SPDX-License-Identifier: MIT

import Model
import Providers

/// After a look at an item whose cancel was sent before; `work.tries` includes it.
extension Decision {
    static let lookTriesMax = 4

    /// `isSettled` says that a look this late may believe what is open (design.md 6.2, 4).
    static func afterLook(
        _ outcome: Outcome, judgedBy provider: any Provider, _ work: Work, isSettled: Bool
    ) -> Decision {
        afterLook(outcome, judgedBy: provider, work) { saw($0, work, isSettled: isSettled) }
    }

    static func afterLook(
        _ outcome: Outcome, judgedBy provider: any Provider, _ work: Work,
        _ move: (Sighting) -> Move
    ) -> Decision {
        afterRead(outcome, work) { answer in
            switch provider.judgeLook(answer, of: work.id) {
            case .saw(let sighting): .success(move(sighting))
            case .failed(let failure): .failure(failure)
            }
        }
    }

    /// What every read has in common: it may always be repeated, and a few times it is.
    static func afterRead(
        _ outcome: Outcome, _ work: Work, _ judge: (Answer) -> Result<Move, ReadFailure>
    ) -> Decision {
        switch outcome {
        case .noAnswer(let failure) where failure.reach == .notSent:
            Decision(.look(.away(seconds: nil)))
        case .noAnswer(let failure):
            Decision(failed(work, reason: failure.message, code: failure.kind.rawValue))
        case .answer(let answer):
            switch judge(answer) {
            case .success(let move): Decision(move)
            case .failure(let failure): afterReadFailure(failure, work)
            }
        }
    }

    private static func afterReadFailure(_ failure: ReadFailure, _ work: Work) -> Decision {
        let seconds = failure.retryAfterSeconds
        switch failure.kind {
        case .throttled: return Decision(.look(.throttled(seconds: seconds)))
        case .unauthorized:
            return Decision(.unauthorized(code: failure.code, reason: failure.message))
        case .unavailable where seconds != nil:
            return Decision(.look(.away(seconds: seconds)))
        case .unavailable, .trouble:
            return Decision(failed(work, reason: failure.message, code: failure.code))
        case .redirected:
            return Decision(
                failed(work, reason: failure.message, code: failure.code),
                laneEnd: LaneEnd(kind: .redirected, reason: "redirected: \(failure.message)"))
        }
    }

    /// A look that brought nothing is repeated a few times; then the item stays what it was.
    private static func failed(_ work: Work, reason: String, code: String) -> Move {
        if work.tries < lookTriesMax { return .look(.backoff) }
        // A refusal whose look failed may hide a shipment that was cancelled before.
        return .settle(.inDoubt, reason: "the look brought nothing: \(reason)", code: code)
    }

    /// The look after a first refusal told nothing new: the provider's word stands.
    private static func keep(_ refusal: Judgement) -> Move {
        .settle(.refused, reason: refusal.words, code: refusal.code)
    }

    static func saw(_ sighting: Sighting, _ work: Work, isSettled: Bool) -> Move {
        if let refusal = work.pendingRefusal {
            return saw(sighting, afterFirst: refusal, wasInDoubt: work.state == .inDoubt)
        }
        let code = sighting.state
        switch sighting.kind {
        case .cancelled:
            return .settle(.cancelled, reason: "seen cancelled", code: code, confirmed: true)
        case .cancelling:
            return .settle(.accepted, reason: "seen being cancelled", code: code)
        case .open where !isSettled: return .look(.settling)
        case .open where work.attemptsSeenOpen < Work.attemptsMax:
            return .again(reason: "seen open after a doubtful attempt", code: code, .none)
        case .open:
            return .settle(.inDoubt, reason: "seen open, attempts used up", code: code)
        case .closed:
            return .settle(.refused, reason: "seen where it cannot be cancelled", code: code)
        case .missing:
            return .settle(.notFound, reason: "not there when looked at", code: code)
        case .unknown:
            return .settle(
                .inDoubt, reason: "the look shows a state nobody documented", code: code)
        }
    }

    /// The look after a first 400 or 409 tells "cancelled already" from "refused".
    ///
    /// What was left in doubt meanwhile is cancelled then, whoever did it.
    private static func saw(
        _ sighting: Sighting, afterFirst refusal: Judgement, wasInDoubt: Bool
    ) -> Move {
        switch sighting.kind {
        case .cancelled where wasInDoubt:
            .settle(
                .cancelled, reason: "seen cancelled", code: sighting.state, confirmed: true)
        case .cancelled:
            .settle(
                .alreadyCancelled, reason: "cancelled before: \(refusal.words)",
                code: refusal.code, confirmed: true)
        case .cancelling:
            .settle(.accepted, reason: "already under way", code: sighting.state)
        default: keep(refusal)
        }
    }
}

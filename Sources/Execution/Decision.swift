// SPDX-License-Identifier: MIT

import Model
import Providers

/// What to do after an exchange: a value, computed by the pure functions below.
struct Decision: Equatable {
    /// What becomes of the item.
    var move: Move
    /// The refusal a look is to explain; it decides where the look shows nothing new.
    var refusal: Judgement?
    /// Set where the answer concerns the account, so that its lane ends.
    var laneEnd: LaneEnd?

    init(_ move: Move, refusal: Judgement? = nil, laneEnd: LaneEnd? = nil) {
        self.move = move
        self.refusal = refusal
        self.laneEnd = laneEnd
    }
}

extension Decision {
    /// For an intent whose process ended before an answer came.
    static let lostAnswer = Decision(
        .doubt(reason: "the process ended before the answer came", code: "no_answer"))
}

/// What becomes of an item.
enum Move: Equatable {
    /// It reached this state; nothing more is sent for it now.
    case settle(ItemState, reason: String, code: String, confirmed: Bool = false)
    /// Known not to have taken effect: send it again when the lane may.
    case again(reason: String, code: String, Pause)
    /// The effect is unknown: go into doubt, then look or, without a look, repeat.
    case doubt(reason: String, code: String)
    /// Nothing is decided yet: look first.
    case look(Pause)
    /// It stays what it is; a look at its next time may tell more.
    case later(reason: String, code: String, wasAnswered: Bool = true)
    /// The credentials were refused: renew the token once, or end the lane.
    case unauthorized(code: String, reason: String)

    /// Who waits before the next try, and for what.
    enum Pause: Equatable {
        case none
        /// The provider is overloaded: all of the lane waits, and slows down.
        case throttled(seconds: Double?)
        /// The provider is away: all of the lane waits.
        case away(seconds: Double?)
        /// Only this item waits, longer with each try.
        case backoff
        /// Only this item waits, until a look may believe what it sees.
        case settling
    }
}

/// After a cancel; `work.attempts` includes it.
extension Decision {
    static func afterCancel(
        _ outcome: Outcome, judgedBy provider: any Provider, _ work: Work, canLook: Bool
    ) -> Decision {
        afterChange(outcome, work, canLook: canLook) {
            provider.judgeCancel($0, of: work.id)
        }
    }

    /// What a cancel and a void have in common.
    static func afterChange(
        _ outcome: Outcome, _ work: Work, canLook: Bool, _ judge: (Answer) -> Judgement
    ) -> Decision {
        switch outcome {
        case .noAnswer(let failure) where failure.reach == .notSent:
            Decision(
                .again(
                    reason: failure.message, code: failure.kind.rawValue, .away(seconds: nil)))
        case .noAnswer(let failure):
            Decision(.doubt(reason: failure.message, code: failure.kind.rawValue))
        case .answer(let answer): afterChange(judge(answer), work, canLook: canLook)
        }
    }

    static func afterChange(_ judgement: Judgement, _ work: Work, canLook: Bool) -> Decision {
        let move = move(afterChange: judgement, work, canLook: canLook)
        let wantsLook = if case .look = move { true } else { false }
        return Decision(
            move, refusal: wantsLook ? judgement : nil, laneEnd: judgement.laneEnd)
    }

    private static func move(
        afterChange judgement: Judgement, _ work: Work, canLook: Bool
    ) -> Move {
        let (reason, code) = (judgement.words, judgement.code)
        let seconds = judgement.retryAfterSeconds
        switch judgement.verdict {
        case .cancelled: return .settle(.cancelled, reason: reason, code: code)
        case .accepted: return .settle(.accepted, reason: reason, code: code)
        case .inDoubt: return .doubt(reason: reason, code: code)
        case .throttled:
            return .again(reason: reason, code: code, .throttled(seconds: seconds))
        case .unavailable where work.attempts < Work.attemptsMax:
            return .again(reason: reason, code: code, .away(seconds: seconds))
        case .unavailable:
            // Where an earlier attempt was in doubt, doubt is all we know.
            return .settle(work.wasDoubted ? .inDoubt : .failed, reason: reason, code: code)
        case .unauthorized: return .unauthorized(code: code, reason: reason)
        case .refused, .notFound, .redirected:
            return move(afterRefusal: judgement, work, canLook: canLook)
        }
    }

    /// A refusal is final only where no earlier attempt may have taken effect.
    private static func move(
        afterRefusal judgement: Judgement, _ work: Work, canLook: Bool
    ) -> Move {
        if work.wasDoubted, canLook {
            return .doubt(reason: judgement.words, code: judgement.code)
        }
        if work.wasDoubted {
            return .settle(
                .inDoubt, reason: "refused after a doubtful attempt: \(judgement.words)",
                code: judgement.code)
        }
        if judgement.wantsLook, canLook { return .look(.none) }
        return .settle(
            judgement.verdict == .notFound ? .notFound : .refused, reason: judgement.words,
            code: judgement.code)
    }
}

extension Judgement {
    /// The provider's words, or the table's where it said none.
    var words: String { message.isEmpty ? reason : message }

    fileprivate var laneEnd: LaneEnd? {
        switch verdict {
        case .redirected: LaneEnd(kind: .redirected, reason: "redirected: \(words)")
        case .unauthorized: nil
        default: endsLane ? LaneEnd(kind: .refused, reason: "\(code): \(words)") : nil
        }
    }
}

// SPDX-License-Identifier: MIT

import Model
import Providers
import Testing

@testable import Execution

struct DecisionTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let verdict: Judgement.Verdict
        let isDoubted: Bool
        let canLook: Bool
        let expected: String
        var wantsLook = false
        var attempts = 1

        var testDescription: String {
            "\(verdict), doubted \(isDoubted), look \(canLook), wanted \(wantsLook), \(attempts)"
        }
    }

    /// Every verdict, once beyond doubt and once not, with a look at the provider and without.
    static let cases: [Case] = {
        let both: [(Judgement.Verdict, String)] = [
            (.cancelled, "cancelled"), (.accepted, "accepted"), (.inDoubt, "doubt"),
            (.throttled, "again throttled"), (.unavailable, "again away"),
            (.unauthorized, "unauthorized"),
        ]
        let refusals: [(Judgement.Verdict, String)] = [
            (.refused, "refused"), (.notFound, "not_found"), (.redirected, "refused"),
        ]
        var cases: [Case] = []
        for canLook in [true, false] {
            for isDoubted in [true, false] {
                cases += both.map {
                    Case(
                        verdict: $0.0, isDoubted: isDoubted, canLook: canLook, expected: $0.1)
                }
                cases += refusals.map {
                    let doubted = canLook ? "doubt" : "in_doubt"
                    return Case(
                        verdict: $0.0, isDoubted: isDoubted, canLook: canLook,
                        expected: isDoubted ? doubted : $0.1)
                }
            }
        }
        return cases + [
            Case(
                verdict: .refused, isDoubted: false, canLook: true, expected: "look",
                wantsLook: true),
            Case(
                verdict: .refused, isDoubted: false, canLook: false, expected: "refused",
                wantsLook: true),
            Case(
                verdict: .refused, isDoubted: true, canLook: true, expected: "doubt",
                wantsLook: true),
            Case(
                verdict: .unavailable, isDoubted: false, canLook: true, expected: "failed",
                attempts: 4),
            Case(
                verdict: .unavailable, isDoubted: true, canLook: true, expected: "in_doubt",
                attempts: 4),
            Case(
                verdict: .throttled, isDoubted: false, canLook: true, expected: "again throttled",
                attempts: 4),
        ]
    }()

    @Test(arguments: cases)
    func `a cancel's answer decides`(_ sample: Case) {
        let work = Work(
            no: 1, id: "se-1", state: .sending, isOnRecord: true, attempts: sample.attempts,
            doubtedAt: sample.isDoubted ? Timestamp(milliseconds: 0) : nil)
        let judgement = Judgement(sample.verdict, code: "c", wantsLook: sample.wantsLook)
        let decision = Decision.afterChange(judgement, work, canLook: sample.canLook)
        #expect(decision.move.word == sample.expected)
        #expect((decision.laneEnd != nil) == (sample.verdict == .redirected))
        #expect((decision.refusal != nil) == (sample.expected == "look"))
    }

    @Test(arguments: [
        (NoAnswer.Kind.nameNotResolved, Reach.notSent, "again away"),
        (.tls, .notSent, "again away"), (.timeout, .mayHaveArrived, "doubt"),
        (.connectionLost, .mayHaveArrived, "doubt"), (.resendPrevented, .mayHaveArrived, "doubt"),
    ])
    func `no answer is doubt only where the request may have arrived`(
        _ kind: NoAnswer.Kind, _ reach: Reach, _ expected: String
    ) {
        let outcome = Outcome.noAnswer(NoAnswer(kind, reach, "gone"))
        let decision = Decision.afterCancel(
            outcome, judgedBy: ShipStation(), Work(no: 1, id: "se-1", attempts: 1), canLook: true)
        #expect(decision.move.word == expected)
    }

    /// What a look at an item in doubt leads to, and the look after a first refusal.
    @Test(arguments: [
        (Sighting.Kind.cancelled, true, 1, "cancelled", "already_cancelled"),
        (.cancelling, true, 1, "accepted", "accepted"), (.open, true, 1, "again", "refused"),
        (.open, false, 1, "look", "refused"), (.open, true, 4, "in_doubt", "refused"),
        (.closed, true, 1, "refused", "refused"), (.missing, true, 1, "not_found", "refused"),
        (.unknown, true, 1, "in_doubt", "refused"),
    ])
    func `a look decides`(
        _ kind: Sighting.Kind, _ isSettled: Bool, _ attempts: Int, _ doubted: String,
        _ refused: String
    ) {
        var work = Work(
            no: 1, id: "se-1", state: .inDoubt, isOnRecord: true, attempts: attempts,
            doubtedAt: Timestamp(milliseconds: 0))
        let seen = Sighting(kind, state: "word")
        #expect(Decision.saw(seen, work, isSettled: isSettled).word == doubted)
        (work.state, work.doubtedAt) = (.sending, nil)
        work.pendingRefusal = Judgement(.refused, code: "no")
        #expect(Decision.saw(seen, work, isSettled: isSettled).word == refused)
    }

    @Test(arguments: [
        (Sighting.Kind.cancelled, false, "cancelled", "cancelled", "cancelled"),
        (.cancelling, false, "later", "later", "accepted"),
        (.open, false, "later", "later", "later"),
        (.open, true, "refused", "in_doubt", "later"),
        (.closed, false, "refused", "in_doubt", "refused"),
        (.missing, false, "later", "later", "not_found"),
        (.unknown, true, "later", "later", "later"),
    ])
    func `a confirming look never leads to a cancel`(
        _ kind: Sighting.Kind, _ isPastTime: Bool, _ accepted: String, _ cancelled: String,
        _ inDoubt: String
    ) {
        for (state, expected) in [
            (ItemState.accepted, accepted), (.cancelled, cancelled), (.inDoubt, inDoubt),
        ] {
            let work = Work(no: 1, id: "1", state: state, isOnRecord: true, attempts: 1)
            let move = Decision.confirmed(
                Sighting(kind, state: "word"), work, isPastTime: isPastTime)
            #expect(move.word == expected, "\(state)")
        }
    }

    @Test func `a look that brings nothing is made four times`() {
        for (tries, expected) in [(1, "look"), (3, "look"), (4, "in_doubt")] {
            var work = Work(no: 1, id: "se-1", state: .inDoubt, attempts: 1)
            work.tries = tries
            let decision = Decision.afterLook(
                .timeout, judgedBy: ShipStation(), work, isSettled: true)
            #expect(decision.move.word == expected)
        }
    }

    @Test(
        arguments: [
            ("pending", "", nil), ("label_purchased", "label_purchased", nil),
            ("label_purchased", "", nil), ("pending", "label_purchased", true),
            ("cancelled", "", true), ("cancelled", "cancelled", true),
        ] as [(String, String, Bool?)])
    func `a shipment must stand as exported`(
        _ now: String, _ exported: String, _ differs: Bool?
    ) {
        let answer = Answer.json(200, #"{"shipment_id":"se-1","shipment_status":"\#(now)"}"#)
        guard case .saw(let seen) = ShipStation().judgeLook(answer, of: "se-1") else {
            Issue.record("no sighting")
            return
        }
        #expect((LabelCheck.shipment(seen, status: exported) != nil) == (differs ?? false))
    }
}

extension Move {
    /// The move in one word, for tables.
    var word: String {
        switch self {
        case .settle(let state, _, _, _): state.rawValue
        case .again(_, _, .throttled): "again throttled"
        case .again(_, _, .away): "again away"
        case .again: "again"
        case .doubt: "doubt"
        case .look: "look"
        case .later: "later"
        case .unauthorized: "unauthorized"
        }
    }
}

// SPDX-License-Identifier: MIT

/// The lines that end every table: what HTTP itself says, and doubt about everything else.
///
/// Each provider's own lines stand before these. Nothing here is success: an answer that no line
/// of a provider names is refused, known not to have taken effect, or doubt (design 6.2).
extension [AnswerLine] {
    /// - Parameter looks: whether the provider has a look that tells a refusal of what is
    ///   already cancelled from any other.
    static func common(_ actions: Set<Action>, looks: Bool) -> [AnswerLine] {
        refusedAccount(actions) + refusedItem(actions, looks: looks) + doubt(actions)
    }

    private static func refusedAccount(_ actions: Set<Action>) -> [AnswerLine] {
        [
            AnswerLine(
                actions, .all(300...399), .redirected, documented: false,
                "The address leads elsewhere; it is not followed, and the lane ends."),
            AnswerLine(
                actions, .only(401, 403), .unauthorized, documented: false,
                "The credentials are refused: a token is renewed once, then the lane ends."),
            AnswerLine(
                actions, .only(407), .unauthorized, documented: false,
                "A proxy on the way refused the request; the lane ends."),
        ]
    }

    private static func refusedItem(_ actions: Set<Action>, looks: Bool) -> [AnswerLine] {
        [
            AnswerLine(
                actions, .only(404, 410), .notFound, documented: false,
                "The provider knows no such shipment or label."),
            AnswerLine(
                actions, .only(429), .throttled, documented: false,
                "Too fast: nothing happened; sent again after the pause, no attempt used."),
            AnswerLine(
                actions, .only(408, 499), .inDoubt, documented: false,
                "Something on the way gave up waiting: the request may have arrived."),
            AnswerLine(
                actions, .only(400, 409), .refused, look: looks, documented: false,
                looks
                    ? "Refused; one look tells what is already cancelled from a refusal."
                    : "Refused; there is no look that could tell more."),
            AnswerLine(
                actions, .all(400...499), .refused, documented: false,
                "Refused with the provider's code."),
        ]
    }

    private static func doubt(_ actions: Set<Action>) -> [AnswerLine] {
        [
            AnswerLine(
                actions, .only(503), if: [.retryAfter], .unavailable, documented: false,
                "The provider is closed for now and says until when: nothing happened."),
            AnswerLine(
                actions, .all(500...599), .inDoubt, documented: false,
                "The provider failed: the request may have taken effect all the same."),
            AnswerLine(
                actions, .all(Int.min...Int.max), .inDoubt, documented: false,
                "An answer nobody documents proves nothing."),
        ]
    }
}

extension [ReadLine] {
    static var common: [ReadLine] {
        [
            ReadLine(
                .all(300...399), .failure(.redirected), documented: false,
                "The address leads elsewhere; it is not followed, and the lane ends."),
            ReadLine(
                .only(401, 403, 407), .failure(.unauthorized), documented: false,
                "The credentials are refused: a token is renewed once, then the lane ends."),
            ReadLine(
                .only(404, 410), .sighting(.missing), documented: false,
                "The provider knows no such shipment or label."),
            ReadLine(
                .only(429), .failure(.throttled), documented: false,
                "Too fast: looked at again after the pause."),
            ReadLine(
                .all(500...599), .failure(.unavailable), documented: false,
                "The provider failed: looked at again later."),
            ReadLine(
                .all(Int.min...Int.max), .failure(.trouble), documented: false,
                "Nothing that says anything about the shipment."),
        ]
    }
}

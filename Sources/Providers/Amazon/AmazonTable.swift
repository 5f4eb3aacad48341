// SPDX-License-Identifier: MIT

extension Amazon {
    static let table = JudgingTable(
        answers: [
            AnswerLine(
                [.cancel], .all(200...299), if: [.errors], .inDoubt, documented: false,
                "Errors inside a success: it may have taken effect; repeated, as 6.2 allows."),
            AnswerLine(
                [.cancel], .only(200), if: [.documentedBody], .cancelled,
                "Cancelled, as the page says; nothing can be read back to confirm it."),
            AnswerLine(
                [.cancel], .only(400),
                if: [.phrase("AmazonShippingIdentifier"), .phrase("no marketplaceId configured")],
                .unauthorized,
                documented: false,
                "The business id is none of this account's: the lane ends."),
            AnswerLine(
                [.cancel], .only(400), if: [.phrase("shipment not found")], .notFound,
                documented: false,
                "Version 1 said so only in the details: no such shipment."),
            AnswerLine(
                [.cancel], .only(400), if: .codes("InvalidRequest", "InvalidInput"), .refused,
                "Refused; no look could tell whether it was cancelled before."),
            AnswerLine(
                [.cancel], .only(401, 403), if: .codes("Unauthorized"), .unauthorized,
                "An expired token comes as 403: renewed once, then the lane ends."),
            AnswerLine(
                [.cancel], .only(404), if: .codes("NotFound"), .notFound,
                "Amazon knows no such shipment."),
            AnswerLine(
                [.cancel], .only(413, 415), if: .codes("InvalidRequest"), .refused,
                "Size or form of the request is not accepted."),
            AnswerLine(
                [.cancel], .only(429), if: .codes("TooManyRequests", "QuotaExceeded"), .throttled,
                "Too fast: sent again after the pause, no attempt used."),
            AnswerLine(
                [.cancel], .only(500), if: .codes("InternalError"), .inDoubt,
                "It may have taken effect; repeated, because a cancel has the same effect twice."),
            AnswerLine(
                [.cancel], .only(503), if: [.retryAfter], .unavailable,
                "Closed for maintenance until a stated time: nothing happened."),
            AnswerLine(
                [.cancel], .only(503), if: .codes("ServiceUnavailable"), .inDoubt,
                "Overloaded or down without saying until when: doubt, repeated."),
        ] + .common([.cancel], looks: false),
        reads: .common,
        states: [])
}

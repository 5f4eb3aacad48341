// SPDX-License-Identifier: MIT

extension Sendcloud {
    static let table = JudgingTable(
        answers: answers + .common([.cancel], looks: true),
        reads: [
            ReadLine(.only(404), .sighting(.missing), "Sendcloud knows no such return."),
            ReadLine(
                .only(401, 403), .failure(.unauthorized),
                "The keys are refused, or this integration demands OAuth2."),
            ReadLine(.only(429), .failure(.throttled), "More than 1,000 reads a minute."),
            ReadLine(.only(500), .failure(.unavailable), "Looked at again later."),
        ] + .common,
        states: states)

    private static let answers = [
        AnswerLine(
            [.cancel], .all(200...299), if: [.errors], .inDoubt, documented: false,
            "Errors inside a success: a look decides."),
        AnswerLine(
            [.cancel], .only(202), if: [.documentedBody], .accepted,
            "Requested, and the carrier supports it; looks show what becomes of it."),
        AnswerLine(
            [.cancel], .only(400, 401, 403), if: .codes("authentication_failed"), .unauthorized,
            "The keys are refused, or this integration demands OAuth2: the lane ends."),
        AnswerLine(
            [.cancel], .only(403), if: .codes("forbidden"), .unauthorized,
            "The keys may not do this: the lane ends."),
        AnswerLine([.cancel], .only(404), .notFound, "Sendcloud knows no such return."),
        AnswerLine(
            [.cancel], .only(409), .refused, look: true,
            "Covers what is cancelled, what is being cancelled and what never can be:"
                + " one look tells."),
        AnswerLine(
            [.cancel], .only(400),
            if: .codes(
                "unknown_field", "invalid", "invalid_choice", "min_value", "null", "not_found",
                "required", "not_a_list", "non_field_errors", "validation_error",
                "parcel_announcement_error", "unknown_error"),
            .refused, look: true, "The request is not accepted: one look tells more."),
        AnswerLine(
            [.cancel], .only(429), .throttled,
            "More than 100 writes a minute or 15 a second: sent again after the pause."),
        AnswerLine(
            [.cancel], .only(500), .inDoubt, "It may have taken effect: a look decides."),
    ]

    private static let states = [
        StateLine(
            "parent_status", ["cancelled", "cancelled-upstream", "2000", "1998"], .cancelled,
            "Cancelled: confirmed."),
        StateLine(
            "parent_status",
            [
                "cancelling", "cancelling-upstream", "1999", "2001", "cancellation-requested",
                "submitting-cancellation-request",
            ], .cancelling, "Under way; the carrier may take up to 14 days."),
        StateLine(
            "parent_status", ["cancellation-failed"], .closed, failed: true,
            "The carrier refused in the end: the cancellation failed."),
        StateLine(
            "parent_status",
            [
                "ready-to-send", "ready-to-ship", "announced", "to-sorting", "delayed", "sorted",
                "unsorted", "sorting", "delivery-failed", "delivery-forced", "delivered",
                "awaiting-customer-pickup", "announced-uncollected", "collect-error", "unsorted2",
                "undeliverable", "shipment-on-route", "driver-on-route", "picked-up-by-driver",
                "collected-by-customer", "no-label", "announcing", "announcement-failed",
                "at-customs", "at-sorting-centre", "refused-by-recipient", "returned-to-sender",
                "delivery-method-changed", "delivery-date-changed", "delivery-address-changed",
                "exception", "address-invalid",
            ], .closed, "Cannot be cancelled, unless is_cancellable is true."),
        StateLine(
            "parent_status", ["unknown"], .unknown,
            "Says nothing, unless is_cancellable is true: looked at again."),
        StateLine(
            "is_cancellable", ["true"], .open,
            "Without a word of a cancellation: may be sent again."),
        StateLine(
            "is_cancellable", ["false"], .closed, "Without any status: cannot be cancelled."),
        StateLine(
            "status",
            ["open", "requested", "request_rejected", "awaiting_payment", "payment_failed"],
            .unknown, "The workflow of the return request; it never says cancelled and is not read."
        ),
    ]
}

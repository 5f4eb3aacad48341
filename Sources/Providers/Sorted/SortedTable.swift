// SPDX-License-Identifier: MIT

extension Sorted {
    static let table = JudgingTable(
        answers: successes + refusals + .common([.cancel, .delete], looks: true),
        reads: [
            ReadLine(
                .only(400), if: .codes("version_header_error", "version_header_missing"),
                .failure(.unauthorized), "apiVersion is not accepted: the lane ends."),
            ReadLine(
                .only(401), if: .codes("invalid_api_key", "missing_api_key_header", "unauthorised"),
                .failure(.unauthorized), "The API key is refused: the lane ends."),
            ReadLine(
                .only(404), if: .codes("processing"), .sighting(.unknown),
                "Listed without a meaning; it sounds like not yet: looked at again."),
            ReadLine(
                .only(404, 410),
                if: .codes(
                    "not_found", "shipment_not_found", "resource_removed", "resource_quarantined"),
                .sighting(.missing), "Sorted has no such shipment any more."),
            ReadLine(
                .only(429), if: .codes("conflict", "rule_conflict"), .failure(.trouble),
                "429 is a conflict here, not a throttling."),
        ] + .common,
        states: states)

    private static let successes = [
        AnswerLine(
            both, .all(200...299), if: [.errors], .inDoubt, documented: false,
            "An error inside a success: a look decides."),
        AnswerLine(
            both, .only(202), if: [.documentedBody], .accepted, documented: false,
            "The number of success is not documented; 202 means later: looks follow."),
        AnswerLine(
            [.cancel], .all(200...299), if: [.documentedBody], .cancelled,
            "Cancelled; a later look confirms it."),
        AnswerLine(
            [.delete], .all(200...299), if: [.documentedBody], .cancelled,
            "Deleted for good; nothing can be looked at any more."),
    ]

    private static let both: Set<Action> = [.cancel, .delete]

    private static let refusals = [
        AnswerLine(
            both, .only(400), if: .codes("version_header_error", "version_header_missing"),
            .unauthorized, "apiVersion is missing or not accepted: the lane ends."),
        AnswerLine(
            both, .only(400), if: .codes("invalid_state_for_operation", "system_shipment_state"),
            .refused, look: true, "The state does not allow it, perhaps because it is done."),
        AnswerLine(
            both, .only(400), if: .codes("invalid_reference_format"), .refused, look: true,
            "The reference is not accepted."),
        AnswerLine(
            both, .only(400), if: .codes("validation_error"), .refused, look: true,
            "The request is not accepted: one look tells more."),
        AnswerLine(
            both, .only(401),
            if: .codes("invalid_api_key", "missing_api_key_header", "unauthorised"),
            .unauthorized, "The API key is missing or refused: the lane ends."),
        AnswerLine(
            both, .only(404), if: .codes("processing"), .refused, look: true, documented: false,
            "Listed without a meaning; it sounds like not yet, not like never: one look tells."),
        AnswerLine(
            both, .only(404), if: .codes("not_found", "shipment_not_found"), .notFound,
            "Sorted knows no such shipment."),
        AnswerLine(
            both, .only(405), if: .codes("method_not_supported"), .refused,
            "The method is not accepted: is baseURL right?"),
        AnswerLine(
            both, .only(410), if: .codes("resource_removed", "resource_quarantined"), .notFound,
            "Deleted or set aside at Sorted."),
        AnswerLine(
            both, .only(429), if: .codes("conflict", "rule_conflict"), .refused,
            "429 is a conflict with something that exists, not a throttling."),
        AnswerLine(
            both, .only(500), if: .codes("internal_server_error"), .inDoubt,
            "It may have taken effect: a look decides."),
        AnswerLine(
            both, .only(521),
            if: .codes(
                "allocation_failed", "carrier_service_not_found",
                "carrier_service_shipment_mismatch", "shipment_invalid_state",
                "shipment_not_found"),
            .inDoubt, "Sorted's own number beyond 500, made for allocations: a look decides."),
        AnswerLine(
            both, .only(531), if: .codes("no_quotes_available"), .inDoubt,
            "Sorted's own number beyond 500, made for quotes: a look decides."),
        AnswerLine(
            both, .only(400, 409), if: .codes("status_code_error"), .refused, look: true,
            "Sorted's code for every other refusal: one look tells more."),
        AnswerLine(
            both, [402...402, 405...406, 411...428, 430...498], if: .codes("status_code_error"),
            .refused,
            "Sorted's code for every other refusal."),
    ]

    /// What has been handed to the carrier, or is about to be.
    static let manifestedStates: Set<String> = Set(["manifesting"] + afterManifest)

    private static let afterManifest = [
        "manifested", "dispatched", "at_collection_point", "at_customer_collection_point",
        "at_customs", "at_drop_off_point", "carrier_collected", "cleared_customs",
        "customer_collected", "customer_collection_failed", "damaged", "delayed",
        "delivered_damaged", "delivered", "delivery_failed_card_left", "delivery_failed",
        "destroyed", "exchange_failed", "held_by_carrier", "in_transit_waiting", "in_transit",
        "lost", "missing", "out_for_delivery", "partially_delivered", "returned_to_sender",
    ]

    private static let states = [
        StateLine("state", ["cancelled"], .cancelled, "Cancelled: confirmed."),
        StateLine(
            "state", ["cancelling"], .cancelling,
            "Under way; a failure shows as any other state, Sorted has no word for it."),
        StateLine(
            "state",
            [
                "unallocated", "allocated", "allocation_failed", "ready_to_ship",
                "manifest_failed", "collection_booking_failed", "collection_booking_pending",
            ], .open, "Before the manifest: may be sent again."),
        StateLine(
            "state", ["allocating", "manifesting"], .closed,
            "Passing through Sorted's own hands: cannot be cancelled as it stands."),
        StateLine(
            "state",
            [
                "action_required", "awaiting_drop_off", "carrier_changed",
                "carrier_collection_failed", "collection_booked",
            ], .closed, "Not among the states that are known to be open."),
        StateLine("state", afterManifest, .closed, "Manifested: too late to cancel."),
    ]
}

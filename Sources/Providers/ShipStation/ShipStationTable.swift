// SPDX-License-Identifier: MIT

extension ShipStation {
    static let table = JudgingTable(
        answers: cancels + voids + refusals + .common([.cancel, .void], looks: true),
        reads: [
            ReadLine(
                .only(404), .sighting(.missing),
                "No such shipment or label; there is no code for it, the status says it."),
            ReadLine(.only(429), .failure(.throttled), "Looked at again after Retry-After."),
            ReadLine(.only(500), .failure(.unavailable), "Looked at again later."),
            ReadLine(.only(400), .failure(.trouble), "The read itself was refused."),
        ] + .common,
        states: shipmentStates + labelStates)

    private static let cancels = [
        AnswerLine(
            [.cancel], .all(200...299), if: [.errors], .inDoubt,
            "Errors inside a success can mean that a part of it was done: a look decides."),
        AnswerLine([.cancel], .only(204), .cancelled, "Cancelled; a later look confirms it."),
    ]

    private static let voids = [
        AnswerLine(
            [.void], .all(200...299), if: [.errors], .inDoubt,
            "Errors inside a success can mean that a part of it was done: a look decides."),
        AnswerLine(
            [.void], .only(200), if: .codes("label_already_voided"), .refused, look: true,
            "Not voided now because it was before: a look that sees it voided settles it."),
        AnswerLine(
            [.void], .only(200),
            if: .codes(
                "unknown", "unspecified", "validation_failed",
                "label_not_found_within_void_period", "label_already_used", "contact_carrier"),
            .refused, "approved: false is a refusal: the label is still worth its money."),
        AnswerLine(
            [.void], .only(200), if: [.member("approved: false")], .refused,
            "approved: false is a refusal, whatever the reason's word."),
        AnswerLine(
            [.void], .only(200), if: [.member("approved: true")], .cancelled,
            "Voided; this says nothing about the refund. Associated labels may go with it."),
    ]

    private static let both: Set<Action> = [.cancel, .void]

    private static let refusals = [
        AnswerLine(
            both, .all(400...403),
            if: .codes(
                "unauthorized", "forbidden", "subscription_inactive", "trial_expired",
                "terms_not_accepted", "insufficient_funds"),
            .unauthorized, "The account is refused, not the shipment: the lane ends."),
        AnswerLine(
            both, .only(401), .unauthorized, "The API key is missing, wrong or expired."),
        AnswerLine(
            both, .only(404), .notFound,
            "No such shipment or label; there is no code for it, the status says it."),
        AnswerLine(
            both, .only(429), .throttled, "Too fast: sent again after Retry-After (seconds)."),
        AnswerLine(
            both, .all(400...499), if: .codes("rate_limit_exceeded"), .throttled,
            "Too fast, ours or a carrier's limit: sent again after the pause."),
        AnswerLine(
            both, .only(400, 409), if: .codes("invalid_status", "batch_cannot_be_modified"),
            .refused, look: true,
            "The state does not allow it, perhaps because it is done: one look tells."),
        AnswerLine(
            both, .only(400, 409),
            if: .codes(
                "invalid_identifier", "invalid_field_value", "invalid_string_length",
                "invalid_object", "field_value_required", "request_body_required",
                "identifier_conflict", "identifiers_must_match", "field_conflict"),
            .refused, look: true, "The request or its id is not accepted: one look tells more."),
        AnswerLine(
            both, .only(400, 409),
            if: .codes(
                "carrier_conflict", "carrier_disconnected", "carrier_not_connected",
                "carrier_not_supported", "meter_failure", "order_source_not_active",
                "incompatible_paired_labels", "invalid_charge_event"),
            .refused, look: true, "A carrier or its account stands in the way: one look tells."),
        AnswerLine(
            both, .only(400, 409),
            if: .codes(
                "auto_fund_not_supported", "confirmation_not_supported", "customs_items_required",
                "default_warehouse_cannot_be_deleted", "invalid_address", "invalid_billing_plan",
                "label_images_not_supported", "no_rates_returned", "refresh_not_supported",
                "return_label_not_supported", "settings_not_supported", "tracking_not_supported",
                "verification_failure", "warehouse_conflict", "webhook_event_type_conflict",
                "file_not_found", "shipping_rule_not_found", "service_not_determined",
                "funding_source_registration_in_progress", "insurance_failure",
                "funding_source_missing_configuration", "funding_source_error"),
            .refused, look: true, "A code that belongs to other calls: refused, one look tells."),
        AnswerLine(
            both, .only(400, 409), if: .codes("unknown", "unspecified"), .refused, look: true,
            "Refused without a reason: one look tells."),
        AnswerLine(
            both, .only(500), .inDoubt,
            "Documented as \"successful\" by mistake: treated as what a 500 is, doubt."),
    ]

    private static let shipmentStates = [
        StateLine(
            "shipment_status", ["cancelled"], .cancelled, "Cancelled: confirmed."),
        StateLine("shipment_status", ["pending"], .open, "Not cancelled; may be sent again."),
        StateLine(
            "shipment_status", ["processing", "label_purchased"], .closed,
            "Cannot be cancelled as it stands; a label must be voided first."),
    ]

    private static let labelStates = [
        StateLine("label status", ["voided"], .cancelled, "Voided."),
        StateLine("label status", ["completed"], .open, "Not voided; may be sent again."),
        StateLine("label status", ["error"], .closed, "Never made: there is nothing to void."),
        StateLine("label status", ["processing"], .unknown, "Still being made: looked at again."),
    ]
}

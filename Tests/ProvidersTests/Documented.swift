// SPDX-License-Identifier: MIT

/// The words that the providers' specifications and pages define, copied here so that a test can
/// tell what a table lacks.
enum Documented {
    static let shipStationErrorCodes = [
        "auto_fund_not_supported", "batch_cannot_be_modified", "carrier_conflict",
        "carrier_disconnected", "carrier_not_connected", "carrier_not_supported",
        "confirmation_not_supported", "default_warehouse_cannot_be_deleted", "field_conflict",
        "field_value_required", "forbidden", "identifier_conflict", "identifiers_must_match",
        "insufficient_funds", "invalid_address", "invalid_billing_plan", "invalid_field_value",
        "invalid_identifier", "invalid_status", "invalid_string_length",
        "label_images_not_supported", "meter_failure", "order_source_not_active",
        "rate_limit_exceeded", "refresh_not_supported", "request_body_required",
        "return_label_not_supported", "settings_not_supported", "subscription_inactive",
        "terms_not_accepted", "tracking_not_supported", "trial_expired", "unauthorized",
        "unknown", "unspecified", "verification_failure", "warehouse_conflict",
        "webhook_event_type_conflict", "customs_items_required", "incompatible_paired_labels",
        "invalid_charge_event", "invalid_object", "no_rates_returned",
        // ShipEngine 1.1 has these too.
        "file_not_found", "shipping_rule_not_found", "service_not_determined",
        "funding_source_registration_in_progress", "insurance_failure",
        "funding_source_missing_configuration", "funding_source_error",
    ]
    static let shipStationVoidReasons = [
        "unknown", "unspecified", "validation_failed", "label_not_found_within_void_period",
        "label_already_used", "label_already_voided", "contact_carrier",
    ]
    static let shipStationShipmentStates = [
        "pending", "processing", "label_purchased", "cancelled",
    ]
    static let shipStationLabelStates = ["processing", "completed", "error", "voided"]
    static let shipStationStatuses = [204, 400, 401, 404, 429, 500]

    static let amazonErrors: [(status: Int, code: String)] = [
        (400, "InvalidRequest"), (400, "InvalidInput"), (401, "Unauthorized"),
        (403, "Unauthorized"), (404, "NotFound"), (413, "InvalidRequest"),
        (415, "InvalidRequest"), (429, "TooManyRequests"), (429, "QuotaExceeded"),
        (500, "InternalError"), (503, "ServiceUnavailable"),
    ]
    static let amazonStatuses = [200, 400, 401, 403, 404, 413, 415, 429, 500, 503]

    static let sendcloudStatuses = [202, 404, 409, 429, 500]
    static let sendcloudErrorCodes = [
        "unknown_field", "invalid", "forbidden", "invalid_choice", "min_value", "null",
        "not_found", "required", "not_a_list", "non_field_errors", "authentication_failed",
        "validation_error", "parcel_announcement_error", "unknown_error",
    ]
    static let sendcloudParentStatuses = [
        "ready-to-send", "announced", "to-sorting", "delayed", "sorted", "unsorted", "sorting",
        "delivery-failed", "delivery-forced", "delivered", "awaiting-customer-pickup",
        "announced-uncollected", "collect-error", "unsorted2", "undeliverable",
        "shipment-on-route", "driver-on-route", "picked-up-by-driver", "collected-by-customer",
        "no-label", "announcing", "cancelling-upstream", "cancelling", "cancelled",
        "cancelled-upstream", "unknown", "announcement-failed", "at-customs",
        "at-sorting-centre", "refused-by-recipient", "returned-to-sender",
        "delivery-method-changed", "delivery-date-changed", "delivery-address-changed",
        "exception", "address-invalid",
        // Of the event API, the v2 numbers and the documented example.
        "cancellation_failed", "1998", "1999", "2000", "2001", "Ready to Ship",
    ]
    static let sendcloudReturnStatuses = [
        "open", "requested", "request_rejected", "awaiting_payment", "payment_failed",
    ]

    static let sortedErrors: [(status: Int, code: String)] = [
        (521, "allocation_failed"), (521, "carrier_service_not_found"),
        (521, "carrier_service_shipment_mismatch"), (521, "shipment_invalid_state"),
        (521, "shipment_not_found"), (531, "no_quotes_available"), (429, "conflict"),
        (429, "rule_conflict"), (410, "resource_quarantined"), (410, "resource_removed"),
        (405, "method_not_supported"), (404, "not_found"), (404, "shipment_not_found"),
        (404, "processing"), (401, "invalid_api_key"), (401, "missing_api_key_header"),
        (401, "unauthorised"), (400, "validation_error"), (400, "invalid_state_for_operation"),
        (400, "invalid_reference_format"), (400, "system_shipment_state"),
        (400, "version_header_error"), (400, "version_header_missing"),
        (500, "internal_server_error"), (418, "status_code_error"),
    ]
    static let sortedStates = [
        "action_required", "allocated", "allocating", "allocation_failed", "at_collection_point",
        "at_customer_collection_point", "at_customs", "at_drop_off_point", "awaiting_drop_off",
        "cancelled", "cancelling", "carrier_changed", "carrier_collected",
        "carrier_collection_failed", "cleared_customs", "collection_booked",
        "collection_booking_failed", "collection_booking_pending", "customer_collected",
        "customer_collection_failed", "damaged", "delayed", "delivered_damaged", "delivered",
        "delivery_failed_card_left", "delivery_failed", "destroyed", "dispatched",
        "exchange_failed", "held_by_carrier", "in_transit_waiting", "in_transit", "lost",
        "manifest_failed", "manifested", "manifesting", "missing", "out_for_delivery",
        "partially_delivered", "ready_to_ship", "returned_to_sender", "unallocated",
    ]

    static let microsoftStatuses = [204, 400, 401, 403, 404, 415, 422, 429, 500, 502]
    static let microsoftCodes = [
        "InvalidInput", "RequestInvalidForCurrentState", "UpdateUnauthorized", "EntityNotFound",
    ]
    static let microsoftSteps = [
        "Created", "PreProcessShippingLabel", "FinalizePreProcessing", "PublishJobValidation",
        "UpdateGeneration", "MicrosoftApproval", "Publishing", "FinalizePublishing",
        "ProcessSharing", "FinalizeSharing",
    ]
    static let microsoftStates = ["notStarted", "started", "failed", "completed"]
    static let microsoftDestinations = ["anotherPartner", "windowsUpdate", "notSet"]
    static let microsoftDistributionStates = [
        "pendingAdd", "pendingRemove", "added", "notSet", "Unknown", "PendingAdd", "Added",
        "PendingRemove", "PendingRecovery", "Recovered",
    ]
}

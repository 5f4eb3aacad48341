// SPDX-License-Identifier: MIT

/// The fields of an export that `columns` can bind to a header.
///
/// The Exports room says what each of them is; an age is computed from them, never read.
enum MappableFields {
    static let names = [
        "id", "account", "provider", "status", "created_at", "ship_date", "cost", "insurance",
        "currency", "reference", "tracking_number", "label_id", "label_status", "carrier",
        "service", "tags", "product_id", "submission_id",
    ]
}

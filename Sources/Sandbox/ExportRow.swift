// SPDX-License-Identifier: MIT

import Formats
import Model

/// One shipment of an export, flat, as a warehouse system would write it.
struct ExportRow: Sendable, Equatable {
    static let columns = [
        "id", "provider", "account", "status", "created_at", "ship_date", "cost", "insurance",
        "currency", "reference", "tracking_number", "label_id", "label_status", "carrier",
        "service", "tags", "product_id", "submission_id", "ship_to_name",
    ]

    private var values: [String: String] = [:]

    subscript(column: String) -> String {
        get { values[column] ?? "" }
        set { values[column] = newValue }
    }

    /// The columns every provider fills from the item itself.
    init(_ item: SandboxItem, status: String) {
        self["id"] = item.id
        self["provider"] = item.provider.rawValue
        self["account"] = item.account
        self["status"] = status
        self["created_at"] = item.createdAt?.description ?? ""
        self["ship_date"] = item.shipDate
        self["cost"] = item.cost?.description ?? ""
        self["currency"] = item.currency
        self["reference"] = item.reference
        self["tracking_number"] = item.trackingNumber
        self["carrier"] = item.carrier
        self["service"] = item.service
        self["tags"] = item.tags.joined(separator: " ")
        self["ship_to_name"] = item.shipTo
    }

    var fields: [String] { Self.columns.map { self[$0] } }

    var json: JSON.Value {
        .object(Self.columns.map { JSON.Member($0, .string(self[$0])) })
    }
}

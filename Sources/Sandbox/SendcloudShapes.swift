// SPDX-License-Identifier: MIT

import Formats
import Model

/// Returns as Sendcloud shows and lists them, and how they come into its world.
extension Sendcloud {
    /// The documented filter values, and the failure that only the event API names.
    static let statuses = [
        "ready-to-send", "announced", "to-sorting", "delayed", "sorted", "unsorted", "sorting",
        "delivery-failed", "delivery-forced", "delivered", "awaiting-customer-pickup",
        "announced-uncollected", "collect-error", "unsorted2", "undeliverable",
        "shipment-on-route", "driver-on-route", "picked-up-by-driver", "collected-by-customer",
        "no-label", "announcing", "cancelling-upstream", "cancelling", "cancelled",
        "cancelled-upstream", "unknown", "announcement-failed", "at-customs",
        "at-sorting-centre", "refused-by-recipient", "returned-to-sender",
        "delivery-method-changed", "delivery-date-changed", "delivery-address-changed",
        "exception", "address-invalid", "cancellation-failed",
    ]
    static let cancellableStatuses = [
        "ready-to-send", "announced", "announcing", "announced-uncollected",
    ]
    static let pageSizeMax = 40

    static let statusList: JSON.Value = .array(
        statuses.map { ["code": .string($0.uppercased().normalisedCode), "message": .string($0)] })

    func shown(_ id: Int, _ scene: Scene) -> Reply { Reply(200, json(id, scene)) }

    /// The specification has neither the id nor, at the top, `parent_status`; its own prose speaks
    /// of the latter, so some returns carry it.
    func json(_ id: Int, _ scene: Scene) -> JSON.Value {
        guard let found = returns[id] else { return .null }
        let item = found.item
        var history = found.history.enumerated().map { index, event in
            [
                "carrier_update_timestamp": .string(event.at.description),
                "parcel_status_history_id": .string(String(index + 1)),
                "parent_status": .string(Self.spelled(event.status, id, scene)),
                "carrier_code": "some-carrier-code", "carrier_message": "",
            ] as JSON.Value
        }
        // The order of the array is not stated.
        if scene.lottery.bits("history", String(id)) & 1 == 1 { history.reverse() }
        let label = "https://panel.sendcloud.sc/api/v3/parcels/\(id + 1)/documents/label"
        var members: [JSON.Member] = [
            JSON.Member("created_at", .string(found.createdAt.description)),
            JSON.Member("is_cancellable", .bool(found.isCancellable)),
            JSON.Member("label_cost", Self.money(item.cost, item.currency)),
            JSON.Member("shipping_product", ["code": .string("postnl:standard/return")]),
            JSON.Member("collo_count", 1), JSON.Member("label_url", .string(label)),
            JSON.Member("tracking_number", .string(item.trackingNumber)),
            JSON.Member("order_number", .string(item.reference)), JSON.Member("status", "open"),
            JSON.Member("from_address", ["name": .string(item.shipTo), "country_code": "NL"]),
            JSON.Member("to_address", ["name": "Warehouse", "country_code": "NL"]),
            JSON.Member("status_history", .array(history)),
        ]
        if scene.lottery.bits("parent", String(id)) & 3 == 0 {
            members.append(
                JSON.Member("parent_status", .string(Self.spelled(found.status, id, scene))))
        }
        return .object(members)
    }

    private static func money(_ amount: Amount?, _ currency: String) -> JSON.Value {
        guard let amount else { return .null }
        return [
            "value": JSON.Value(amount),
            "currency": .string(currency.isEmpty ? "EUR" : currency.uppercased()),
        ]
    }

    /// The same status is written in three ways across the documents; so it is here.
    private static func spelled(_ status: String, _ id: Int, _ scene: Scene) -> String {
        switch scene.lottery.pick(3, "spelling", String(id)) {
        case 0: status
        case 1: status.normalisedCode
        default:
            status.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }
                .joined(separator: " ")
        }
    }

    func add(_ origin: Origin, _ scene: inout Scene) throws(Problem) {
        let item = origin.item
        guard let id = Self.id(item.id) else {
            throw Problem(.usage, "not a Sendcloud return id", at: "sandbox item \(item.id)")
        }
        insert(origin, id, scene)
        if returns[id]?.status.hasPrefix("cancelling") == true {
            scene.settleLater(String(id), item)
        }
    }

    func insert(_ origin: Origin, _ id: Int, _ scene: Scene) {
        let item = origin.item
        let said = item.status.normalised(separator: "-")
        let status = Self.statuses.contains(said) ? said : "announced"
        let createdAt = item.createdAt ?? scene.now
        if returns[id] == nil { order.append(id) }
        returns[id] = Return(
            origin: origin, isCancellable: Self.cancellableStatuses.contains(status),
            createdAt: createdAt, history: [Event(at: createdAt, status: status)])
    }

    func state(of text: String) -> JSON.Value? {
        Self.id(text).flatMap { returns[$0] }.map { found in
            [
                "id": .string(text), "state": .string(found.status),
                "cancelled": .bool(["cancelled", "cancelled-upstream"].contains(found.status)),
                "cancellations": .number(String(found.cancellations)),
                "is_cancellable": .bool(found.isCancellable),
            ]
        }
    }

    private var open: [(id: Int, found: Return)] {
        order.compactMap { id in returns[id].map { (id, $0) } }.filter { $0.found.isCancellable }
    }

    /// With the id the API's own list lacks: an export without it is of no use.
    func listing(_ scene: Scene) -> JSON.Value {
        let items = open.map { id, _ in
            JSON.Value.object(
                [JSON.Member("id", .number(String(id)))] + (json(id, scene).members ?? []))
        }
        return ["next": nil, "previous": nil, "data": .array(items)]
    }

    func rows() -> [ExportRow] {
        open.map { id, found in
            var row = ExportRow(found.item, status: found.status)
            row["id"] = String(id)
            row["created_at"] = found.createdAt.description
            return row
        }
    }
}

extension String {
    /// `cancelled-upstream` as `CANCELLED_UPSTREAM`.
    var normalisedCode: String { normalised(separator: "_").uppercased() }
}

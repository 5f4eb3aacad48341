// SPDX-License-Identifier: MIT

import Formats
import Model

/// Shipments as Sorted shows and lists them, and how they come into its world.
extension Sorted {
    static let states: Set<String> = [
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
    static let takeMax = 10

    func shown(_ id: String, _ scene: Scene) -> Reply { Reply(200, json(id)) }

    func json(_ id: String) -> JSON.Value {
        guard let shipment = shipments[id] else { return .null }
        let item = shipment.item
        return [
            "reference": .string(id), "custom_reference": .string(item.reference),
            "state": .string(shipment.state), "created": .string(shipment.createdAt.description),
            "shipping_date": ["start": .text(item.shipDate), "end": .text(item.shipDate)],
            "allocation": item.cost == nil ? nil : allocation(item),
            "tags": .array(item.tags.map { .string($0) }), "direction": "outbound",
            "shipment_type": "on_demand", "source": "WMS", "_links": links(id),
        ]
    }

    private func allocation(_ item: SandboxItem) -> JSON.Value {
        let cost = item.cost.map { JSON.Value($0) } ?? .null
        return [
            "carrier": [
                "reference": .string(item.carrier), "name": .string(item.carrier),
                "service_reference": .string(item.service),
                "service_name": .string(item.service),
            ],
            "price": [
                "net": cost, "gross": cost, "taxes": [],
                "currency": .string(item.currency.isEmpty ? "GBP" : item.currency.uppercased()),
            ],
            "tracking_references": .array(
                item.trackingNumber.isEmpty ? [] : [.string(item.trackingNumber)]),
        ]
    }

    /// The documented examples link to a host of their own; nothing may follow it.
    func links(_ id: String) -> JSON.Value {
        [
            [
                "href": .string("https://api-int.sorted.com/pro/shipments/\(id)"),
                "rel": "shipment", "reference": .string(id), "type": "shipment",
            ]
        ]
    }

    func search(_ request: Incoming, _ scene: Scene) -> Reply {
        guard let reference = request.parameter("custom_reference"), !reference.isEmpty else {
            return error(
                400, "validation_error", "custom_reference is required.", scene,
                detail: ("custom_reference", "required"))
        }
        return listed(
            order.filter { shipments[$0]?.item.reference == reference }, request, scene)
    }

    func listed(_ ids: [String], _ request: Incoming, _ scene: Scene) -> Reply {
        let take = request.parameter("take").map { Int($0) } ?? Self.takeMax
        let skip = request.parameter("skip").map { Int($0) } ?? 0
        guard let take, (1...Self.takeMax).contains(take), let skip, skip >= 0 else {
            return error(
                400, "validation_error", "take is from 1 to 10, skip from 0.", scene,
                detail: ("take", "invalid_format"))
        }
        return Reply(
            200,
            [
                "shipments": .array(ids.dropFirst(skip).prefix(take).map(json)),
                "total": .number(String(ids.count)), "take": .number(String(take)),
                "skip": .number(String(skip)), "_links": [],
            ])
    }

    func add(_ origin: Origin, _ scene: inout Scene) throws(Problem) {
        let item = origin.item
        guard !item.id.isEmpty else {
            throw Problem(.usage, "a Sorted shipment without a reference", at: "sandbox item")
        }
        insert(origin, scene)
        if shipments[item.id]?.state == "cancelling" { scene.settleLater(item.id, item) }
    }

    /// A state that is none of the 42 is read as allocated: exports have words of their own.
    func insert(_ origin: Origin, _ scene: Scene) {
        let item = origin.item
        let said = item.status.normalised(separator: "_")
        let state = Self.states.contains(said) ? said : "allocated"
        if shipments[item.id] == nil { order.append(item.id) }
        shipments[item.id] = Shipment(
            origin: origin, state: state, stateBefore: "allocated",
            createdAt: item.createdAt ?? scene.now)
    }

    func state(of id: String) -> JSON.Value? {
        shipments[id].map { shipment in
            [
                "id": .string(id), "state": .string(shipment.state),
                "cancelled": .bool(shipment.state == "cancelled"),
                "cancellations": .number(String(shipment.cancellations)),
            ]
        }
    }

    private var open: [String] {
        order.filter { shipments[$0].map { Self.cancellableStates.contains($0.state) } ?? false }
    }

    func listing(_ scene: Scene) -> JSON.Value {
        [
            "shipments": .array(open.map(json)), "total": .number(String(open.count)),
        ]
    }

    func rows() -> [ExportRow] {
        open.compactMap { id in
            guard let shipment = shipments[id] else { return nil }
            var row = ExportRow(shipment.item, status: shipment.state)
            row["created_at"] = shipment.createdAt.description
            return row
        }
    }
}

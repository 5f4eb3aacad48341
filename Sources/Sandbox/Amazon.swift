// SPDX-License-Identifier: MIT

import Formats
import Model

/// Amazon Shipping v2: a cancel that is final at once, and nothing that lists or shows a shipment.
final class Amazon: Simulation {
    struct Shipment {
        let origin: Origin
        var item: SandboxItem { origin.item }
        var status: String
        var cancellations = 0
    }

    var shipments: [String: Shipment] = [:]
    var order: [String] = []
    private var shipmentOfTracking: [String: String] = [:]

    /// Words for the time before the pickup; any other status of a world's file counts as open.
    static let closedStatuses = [
        "in-transit", "delivered", "lost", "out-for-delivery", "rejected", "undeliverable",
        "delivery-attempted", "pickup-cancelled", "awaiting-customer-pickup", "picked-up",
        "pickup-done", "cancelled",
    ]

    func answer(_ request: Incoming, _ scene: inout Scene) -> Reply {
        let path = Array(request.segments.dropFirst())
        if path == ["auth", "o2", "token"] { return token(request, &scene) }
        if path == ["shipping", "v2", "tracking"] {
            return guarded("GET", request, scene) ?? tracking(request, scene)
        }
        if path.count == 5, path.starts(with: ["shipping", "v2", "shipments"]),
            path[4] == "cancel"
        {
            return guarded("PUT", request, scene) ?? cancel(path[3], request, &scene)
        }
        return error(404, "NotFound", "The requested resource is invalid or doesn't exist", scene)
    }

    /// What is wrong with the request before its shipment is looked at; nil for nothing.
    private func guarded(_ method: String, _ request: Incoming, _ scene: Scene) -> Reply? {
        let denied =
            "You don't have access to the requested response or the credentials are invalid."
        guard request.method == method else {
            return error(405, "InvalidRequest", "The method is not allowed here.", scene)
                .adding("Allow", method)
        }
        guard case .token(let token)? = Credential(in: request, of: .amazonShipping) else {
            return error(401, "Unauthorized", denied, scene)
        }
        // 403, not 401, is what the model says of an expired token.
        guard scene.tokens.owner(of: token, at: scene.now) != nil else {
            return error(403, "Unauthorized", denied, scene)
        }
        guard !request.isTooLarge else {
            return error(
                413, "InvalidRequest",
                "The request payload size is greater than maximum accepted size.", scene)
        }
        guard request.body.isEmpty else {
            return error(
                415, "InvalidRequest", "The request payload format is not supported.", scene)
        }
        return businessProblem(request, scene)
    }

    private static let businesses: Set<String> = [
        "US", "IN", "UK", "UAE", "SA", "EG", "IT", "ES", "FR", "JP",
    ]

    /// The model has a default (UK); the reference page requires the header, and so do we: left
    /// out, it sends another country's cancel to the wrong business.
    private func businessProblem(_ request: Incoming, _ scene: Scene) -> Reply? {
        guard let business = request.header("x-amzn-shipping-business-id"), !business.isEmpty
        else { return invalid("x-amzn-shipping-business-id is missing in the request", scene) }
        guard let country = business.split(separator: "_").last,
            business == "AmazonShipping_\(country)", Self.businesses.contains(String(country))
        else {
            return invalid(
                "There is no marketplaceId configured to AmazonShippingIdentifier = "
                    + "\(business) for the AmazonShipping", scene)
        }
        return nil
    }

    private func cancel(_ id: String, _ request: Incoming, _ scene: inout Scene) -> Reply {
        guard !id.isEmpty else { return invalid("ShipmentId cannot be null", scene) }
        if shipments[id] == nil, scene.options.acceptsUnknown {
            insert(Origin(SandboxItem(.amazonShipping, id)))
        }
        guard let shipment = shipments[id],
            ["", request.header("x-amzn-shipping-business-id")].contains(shipment.item.business)
        else {
            return error(
                404, "NotFound", "The requested resource is invalid or doesn't exist", scene)
        }
        if let refusal = refusal(shipment) { return invalid(refusal, scene) }
        if shipment.status != "cancelled", shipment.item.scenario != .ignore {
            shipments[id]?.status = "cancelled"
            shipments[id]?.cancellations += 1
            scene.note(.cancelled, id)
        }
        return headed(Reply(200, ["payload": [:]]), scene)
    }

    /// Which code means "picked up" is not documented; InvalidRequest is the only one for a 400.
    private func refusal(_ shipment: Shipment) -> String? {
        switch (shipment.status, shipment.item.scenario) {
        case ("cancelled", .once): "Shipment is already cancelled"
        case ("cancelled", _): nil
        case (_, .refuse), (_, .conflict): "Shipment cannot be cancelled"
        case (let status, _) where Self.closedStatuses.contains(status):
            "Shipment is already picked up"
        default: nil
        }
    }

    private func tracking(_ request: Incoming, _ scene: Scene) -> Reply {
        guard let tracking = request.parameter("trackingId"), !tracking.isEmpty else {
            return invalid("TrackingId is missing in the request", scene)
        }
        guard let carrier = request.parameter("carrierId"), !carrier.isEmpty else {
            return invalid("CarrierId is missing in the request", scene)
        }
        guard let id = shipmentOfTracking[tracking], let shipment = shipments[id],
            ["", carrier].contains(shipment.item.carrier)
        else {
            return error(
                404, "NotFound", "The requested resource is invalid or doesn't exist", scene)
        }
        let payload: JSON.Value = [
            "trackingId": .string(tracking), "alternateLegTrackingId": nil, "eventHistory": [],
            "summary": ["status": .string(Self.trackingStatus(shipment.status))],
        ]
        return headed(Reply(200, ["payload": payload]), scene)
    }

    /// No value says that a shipment was cancelled: whether a cancel shows here is not documented.
    private static func trackingStatus(_ status: String) -> String {
        switch status {
        case "in-transit", "picked-up", "pickup-done": "InTransit"
        case "delivered": "Delivered"
        case "lost": "Lost"
        case "out-for-delivery": "OutForDelivery"
        case "rejected": "Rejected"
        case "undeliverable": "Undeliverable"
        case "delivery-attempted": "DeliveryAttempted"
        case "pickup-cancelled": "PickupCancelled"
        case "awaiting-customer-pickup": "AwaitingCustomerPickup"
        default: "PreTransit"
        }
    }
}

extension Amazon {
    func add(_ origin: Origin, _ scene: inout Scene) throws(Problem) {
        let item = origin.item
        guard !item.id.isEmpty else {
            throw Problem(.usage, "an Amazon shipment without an id", at: "sandbox item")
        }
        insert(origin)
    }

    func insert(_ origin: Origin) {
        let item = origin.item
        if shipments[item.id] == nil { order.append(item.id) }
        let said = item.status.spaced.normalised(separator: "-")
        shipments[item.id] = Shipment(
            origin: origin, status: Self.closedStatuses.contains(said) ? said : "purchased")
        if !item.trackingNumber.isEmpty { shipmentOfTracking[item.trackingNumber] = item.id }
    }

    func settle(_ id: String, _ scene: inout Scene) {}

    func state(of id: String) -> JSON.Value? {
        shipments[id].map { shipment in
            [
                "id": .string(id), "state": .string(shipment.status),
                "cancelled": .bool(shipment.status == "cancelled"),
                "cancellations": .number(String(shipment.cancellations)),
            ]
        }
    }

    private var open: [Shipment] {
        order.compactMap { shipments[$0] }.filter { !Self.closedStatuses.contains($0.status) }
    }

    /// There is no list: an export is the caller's own record of what it bought.
    func listing(_ scene: Scene) -> JSON.Value {
        .array(
            open.map { shipment in
                let item = shipment.item
                let charge = item.cost.map {
                    ["value": JSON.Value($0), "unit": .string(item.currency)] as JSON.Value
                }
                return [
                    "payload": [
                        "shipmentId": .string(item.id),
                        "packageDocumentDetails": [
                            [
                                "packageClientReferenceId": .string(item.reference),
                                "trackingId": .string(item.trackingNumber),
                            ]
                        ],
                        "carrier": ["id": .string(item.carrier)],
                        "service": ["id": .string(item.service)],
                        "totalCharge": charge ?? .null,
                    ]
                ]
            })
    }

    func rows() -> [ExportRow] { open.map { ExportRow($0.item, status: $0.status) } }
}

extension String {
    /// `InTransit` as `In Transit`.
    var spaced: String {
        var text = ""
        for character in self {
            if character.isUppercase, text.last?.isLowercase == true { text.append(" ") }
            text.append(character)
        }
        return text
    }
}

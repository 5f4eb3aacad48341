// SPDX-License-Identifier: MIT

import Formats
import Model

/// ShipStation API v2: shipments, and the labels that must be voided before a cancel.
final class ShipStation: Simulation {
    struct Shipment {
        let origin: Origin
        var item: SandboxItem { origin.item }
        var status: String
        var createdAt: Timestamp
        var modifiedAt: Timestamp
        var labels: [String]
        var cancellations = 0
    }

    struct Label {
        var label: SandboxLabel
        let shipment: String
        var status: String
        let createdAt: Timestamp
        var voidedAt: Timestamp?
        var voids = 0

        var isVoided: Bool { status == "voided" }
    }

    var shipments: [String: Shipment] = [:]
    var labels: [String: Label] = [:]
    /// Newest first; sorted when a list is asked for and something was added since.
    var order: [String] = []
    var isSorted = true

    static let statuses = ["pending", "processing", "label_purchased", "cancelled"]
    static let labelStatuses = ["processing", "completed", "error", "voided"]

    func answer(_ request: Incoming, _ scene: inout Scene) -> Reply {
        guard case .key(let key)? = Credential(in: request, of: .shipStation),
            Credential.key(key).isAccepted(by: .shipStation, scene.options)
        else { return unauthorized(scene) }
        guard let route = Route(request) else {
            return notFound("Resource", request.rawPath, scene)
        }
        guard request.method == route.method else { return wrongMethod(route.method, scene) }
        guard request.body.isEmpty else {
            return invalid("body", "", "The request must not have a body.", scene)
        }
        switch route {
        case .cancel(let id): return withShipment(id, &scene, cancel)
        case .shipment(let id): return withShipment(id, &scene) { id, _ in shown(id, 200) }
        case .label(let id): return withLabel(id, &scene) { id, _ in shownLabel(id) }
        case .void(let id): return withLabel(id, &scene, void)
        case .external(let reference): return external(reference, scene)
        case .shipments: return listShipments(request, scene)
        case .labels: return listLabels(request, scene)
        }
    }

    private func withShipment(
        _ id: String, _ scene: inout Scene, _ body: (String, inout Scene) -> Reply
    ) -> Reply {
        guard Self.isID(id) else { return invalidID("shipment_id", id, scene) }
        if shipments[id] == nil, scene.options.acceptsUnknown {
            insert(Origin(SandboxItem(.shipStation, id)), scene)
        }
        guard shipments[id] != nil else { return notFound("Shipment ID", id, scene) }
        return body(id, &scene)
    }

    private func withLabel(
        _ id: String, _ scene: inout Scene, _ body: (String, inout Scene) -> Reply
    ) -> Reply {
        guard Self.isID(id) else { return invalidID("label_id", id, scene) }
        guard labels[id] != nil else { return notFound("Label ID", id, scene) }
        return body(id, &scene)
    }

    private func external(_ reference: String, _ scene: Scene) -> Reply {
        let found = order.first { shipments[$0]?.item.reference == reference }
        guard let found else { return notFound("External shipment ID", reference, scene) }
        return shown(found, 200)
    }

    /// 1 to 25 characters, `^se(-[a-z0-9]+)+$`.
    static func isID(_ id: String) -> Bool {
        let parts = id.split(separator: "-", omittingEmptySubsequences: false)
        return (1...25).contains(id.utf8.count) && parts.count > 1 && parts[0] == "se"
            && parts.dropFirst().allSatisfy { part in
                !part.isEmpty
                    && part.utf8.allSatisfy { $0.isDigit || (0x61...0x7A).contains($0) }
            }
    }
}

extension ShipStation {
    /// The paths this API has, each with its one method.
    enum Route {
        case shipments
        case shipment(String)
        case external(String)
        case cancel(String)
        case labels
        case label(String)
        case void(String)

        init?(_ request: Incoming) {
            let path = Array(request.segments.dropFirst())
            guard path.first == "v2" else { return nil }
            switch (path.count, path.dropFirst().first, path.last) {
            case (2, "shipments", _): self = .shipments
            case (2, "labels", _): self = .labels
            case (3, "shipments", .some(let id)): self = .shipment(id)
            case (3, "labels", .some(let id)): self = .label(id)
            case (4, "shipments", "cancel"): self = .cancel(path[2])
            case (4, "labels", "void"): self = .void(path[2])
            case (4, "shipments", .some(let reference)) where path[2] == "external_shipment_id":
                self = .external(reference)
            default: return nil
            }
        }

        var method: String {
            switch self {
            case .cancel, .void: "PUT"
            case .shipments, .shipment, .external, .labels, .label: "GET"
            }
        }
    }
}

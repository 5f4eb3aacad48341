// SPDX-License-Identifier: MIT

import Formats
import Model

/// Sorted PRO shipments: 42 states, a cancel before manifesting, a deletion for good.
final class Sorted: Simulation {
    struct Shipment {
        let origin: Origin
        var item: SandboxItem { origin.item }
        var state: String
        /// Where a cancellation that fails returns to; the API has no state for the failure.
        var stateBefore: String
        var createdAt: Timestamp
        var cancellations = 0
    }

    var shipments: [String: Shipment] = [:]
    var order: [String] = []
    private var removed: Set<String> = []

    func answer(_ request: Incoming, _ scene: inout Scene) -> Reply {
        if let problem = headerProblem(request, scene) { return problem }
        let path = Array(request.segments.dropFirst())
        guard path.starts(with: ["pro", "shipments"]) else { return unknownResource(scene) }
        guard request.body.isEmpty else {
            return error(
                400, "validation_error", "No body is expected.", scene,
                detail: ("body", "unexpected_property"))
        }
        switch (path.count, request.method) {
        case (2, "GET"): return search(request, scene)
        case (3, "GET"): return withShipment(path[2], &scene) { id, scene in shown(id, scene) }
        case (3, "DELETE"): return withShipment(path[2], &scene, delete)
        case (4, "GET") where path[2] == "tracking_reference":
            return listed(
                order.filter { shipments[$0]?.item.trackingNumber == path[3] }, request, scene)
        case (4, "PUT") where path[3] == "cancel": return withShipment(path[2], &scene, cancel)
        case (2, _), (3, _): return wrongMethod(scene)
        case (4, _) where path[3] == "cancel" || path[2] == "tracking_reference":
            return wrongMethod(scene)
        default: return unknownResource(scene)
        }
    }

    /// Every call carries a key and a version.
    private func headerProblem(_ request: Incoming, _ scene: Scene) -> Reply? {
        guard let credential = Credential(in: request, of: .sortedPro) else {
            return error(401, "missing_api_key_header", "The x-api-key header is missing.", scene)
        }
        guard credential.isAccepted(by: .sortedPro, scene.options) else {
            return error(401, "invalid_api_key", "The API key is invalid.", scene)
        }
        guard let version = request.header("x-api-version"), !version.isEmpty else {
            return error(
                400, "version_header_missing", "The x-api-version header is missing.", scene)
        }
        // No value is documented; one with blanks or of great length is none in any scheme.
        guard version.utf8.count <= 32, !version.contains(where: \.isWhitespace) else {
            return error(400, "version_header_error", "The version is not supported.", scene)
        }
        return nil
    }

    private func withShipment(
        _ id: String, _ scene: inout Scene, _ body: (String, inout Scene) -> Reply
    ) -> Reply {
        // Format and length of references may change without notice, so only the alphabet counts.
        guard !id.isEmpty, id.utf8.count <= 128, id.utf8.allSatisfy(Self.isReferenceByte) else {
            return error(
                400, "validation_error", "The reference is not valid.", scene,
                detail: ("reference", "invalid_reference_format"))
        }
        guard !removed.contains(id) else {
            return error(410, "resource_removed", "Shipment \(id) was removed.", scene)
        }
        if shipments[id] == nil, scene.options.acceptsUnknown {
            insert(Origin(SandboxItem(.sortedPro, id)), scene)
        }
        guard shipments[id] != nil else {
            return error(
                404, "not_found", "Shipment \(id) was not found.", scene,
                detail: ("reference", "shipment_not_found"))
        }
        return body(id, &scene)
    }

    private static func isReferenceByte(_ byte: UInt8) -> Bool {
        byte.isDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    /// Remembers a deleted shipment: asking for it again is 410, not 404.
    private func delete(_ id: String, _ scene: inout Scene) -> Reply {
        guard shipments[id]?.state == "cancelled" else { return wrongState(id, scene) }
        shipments[id] = nil
        removed.insert(id)
        scene.note(.deleted, id)
        return Reply(
            200,
            [
                "reference": .string(id),
                "message": .string("Shipment \(id) was deleted successfully"), "_links": [],
            ])
    }
}

// MARK: - Cancelling

extension Sorted {
    static let cancellableStates: Set<String> = [
        "unallocated", "allocated", "allocation_failed", "ready_to_ship", "manifest_failed",
        "collection_booked", "collection_booking_failed", "collection_booking_pending",
    ]

    private func cancel(_ id: String, _ scene: inout Scene) -> Reply {
        guard let shipment = shipments[id] else { return unknownResource(scene) }
        if shipment.item.scenario == .conflict { return conflict(scene) }
        guard Self.cancellableStates.contains(shipment.state), shipment.item.scenario != .refuse
        else { return wrongState(id, scene) }
        if shipment.item.scenario != .ignore { carryOut(id, shipment.item, &scene) }
        return Reply(
            200,
            [
                "reference": .string(id),
                "custom_reference": .string(shipment.item.reference),
                "message": .string("Shipment \(id) has been cancelled"),
                "_links": links(id),
            ])
    }

    /// The page calls it immediate, the state `cancelling` says otherwise: both happen here.
    private func carryOut(_ id: String, _ item: SandboxItem, _ scene: inout Scene) {
        let share = scene.lottery.share("asynchronous", id)
        guard
            item.scenario != .normal || item.settlesAfter != nil
                || share < scene.options.settling.sortedAsynchronousShare
        else { return finish(id, &scene) }
        if let state = shipments[id]?.state { shipments[id]?.stateBefore = state }
        shipments[id]?.state = "cancelling"
        scene.note(.cancelling, id)
        scene.settleLater(id, item)
    }

    private func finish(_ id: String, _ scene: inout Scene) {
        shipments[id]?.state = "cancelled"
        shipments[id]?.cancellations += 1
        scene.note(.cancelled, id)
    }

    func settle(_ id: String, _ scene: inout Scene) {
        guard let shipment = shipments[id], shipment.state == "cancelling" else { return }
        guard scene.fails(id, shipment.item.scenario) else { return finish(id, &scene) }
        shipments[id]?.state = shipment.stateBefore
        scene.note(.cancellationFailed, id)
    }
}

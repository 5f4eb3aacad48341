// SPDX-License-Identifier: MIT

import Formats
import Model

/// Cancelling and voiding.
extension ShipStation {
    /// Void reasons as documented; another word in the world's file means `unknown`.
    static let voidReasons = [
        "unknown", "unspecified", "validation_failed", "label_not_found_within_void_period",
        "label_already_used", "label_already_voided", "contact_carrier",
    ]

    func cancel(_ id: String, _ scene: inout Scene) -> Reply {
        guard let shipment = shipments[id] else { return notFound("Shipment ID", id, scene) }
        let live = shipment.labels.filter { labels[$0]?.isVoided == false }
        guard live.isEmpty else {
            return refused("Shipment \(id) has a label that was not voided: \(live[0]).", scene)
        }
        guard shipment.status == "pending", !shipment.item.scenario.isRefusal else {
            return refused(
                "Shipment \(id) cannot be cancelled in status \(shipment.status).", scene)
        }
        if shipment.item.scenario != .ignore {
            shipments[id]?.status = "cancelled"
            shipments[id]?.modifiedAt = scene.now
            shipments[id]?.cancellations += 1
            scene.note(.cancelled, id)
        }
        return Reply(204)
    }

    func void(_ id: String, _ scene: inout Scene) -> Reply {
        guard let label = labels[id] else { return notFound("Label ID", id, scene) }
        if let reason = refusal(label) {
            return Reply(
                200,
                [
                    "approved": false, "message": .string(Self.message(reason)),
                    "reason_code": .string(reason),
                ])
        }
        let also = label.label.voidsAlso.filter { labels[$0]?.isVoided == false }
        for label in [id] + also { markVoided(label, &scene) }
        return Reply(
            200,
            [
                "approved": true, "message": "This label has been voided.",
                "voided_label_ids": .array(([id] + also).map { .string($0) }),
            ])
    }

    private func refusal(_ label: Label) -> String? {
        if label.isVoided { return "label_already_voided" }
        if ["in_transit", "delivered"].contains(label.label.trackingStatus) {
            return "label_already_used"
        }
        guard !label.label.voidRefusal.isEmpty else { return nil }
        return Self.voidReasons.contains(label.label.voidRefusal)
            ? label.label.voidRefusal : "unknown"
    }

    private static func message(_ reason: String) -> String {
        switch reason {
        case "label_already_voided": "This label has already been voided."
        case "label_already_used": "Unable to void a label that has been used."
        default: "Unable to delete shipment. Unable to retrieve record from database."
        }
    }

    private func markVoided(_ id: String, _ scene: inout Scene) {
        labels[id]?.status = "voided"
        labels[id]?.voidedAt = scene.now
        labels[id]?.voids += 1
        scene.note(.voided, id)
        guard let shipment = labels[id]?.shipment, let all = shipments[shipment]?.labels,
            all.allSatisfy({ labels[$0]?.isVoided == true }),
            shipments[shipment]?.status == "label_purchased"
        else { return }
        // The page on voiding: the order goes back to awaiting shipment.
        shipments[shipment]?.status = "pending"
        shipments[shipment]?.modifiedAt = scene.now
    }
}

extension Scenario {
    var isRefusal: Bool { self == .refuse || self == .conflict }
}

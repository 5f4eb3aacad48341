// SPDX-License-Identifier: MIT

import Formats
import Model

/// Shipments and labels as ShipStation shows them, and how they come into its world.
extension ShipStation {
    func shown(_ id: String, _ status: Int) -> Reply { Reply(status, shipmentJSON(id)) }

    func shownLabel(_ id: String) -> Reply { Reply(200, labelJSON(id)) }

    func shipmentJSON(_ id: String) -> JSON.Value {
        guard let shipment = shipments[id] else { return .null }
        let item = shipment.item
        return [
            "shipment_id": .string(id), "carrier_id": "se-100", "service_code": .text(item.service),
            "external_shipment_id": .text(item.reference),
            "shipment_number": .text(item.reference), "ship_date": .text(item.shipDate),
            "created_at": .string(shipment.createdAt.description),
            "modified_at": .string(shipment.modifiedAt.description),
            "shipment_status": .string(shipment.status),
            "ship_to": ["name": .string(item.shipTo)], "ship_from": ["name": "Warehouse"],
            "return_to": ["name": "Warehouse"], "confirmation": "none", "advanced_options": [:],
            "insurance_provider": "none",
            "tags": .array(item.tags.map { ["name": .string($0)] }),
            "packages": [["package_code": "package", "weight": ["value": 1, "unit": "pound"]]],
            "total_weight": ["value": 1, "unit": "pound"],
        ]
    }

    func labelJSON(_ id: String) -> JSON.Value {
        guard let label = labels[id] else { return .null }
        let zero = Amount(units: 0, scale: 0)
        func money(_ amount: Amount?) -> JSON.Value {
            ["currency": .string(label.label.currency), "amount": JSON.Value(amount ?? zero)]
        }
        return [
            "label_id": .string(id), "status": .string(label.status),
            "shipment_id": .string(label.shipment),
            "external_shipment_id": .text(shipments[label.shipment]?.item.reference ?? ""),
            "created_at": .string(label.createdAt.description),
            "shipment_cost": money(label.label.cost),
            "insurance_cost": money(label.label.insurance),
            "tracking_number": .text(label.label.trackingNumber), "is_return_label": false,
            "carrier_id": "se-100", "charge_event": .string(label.label.chargeEvent),
            "service_code": .text(shipments[label.shipment]?.item.service ?? ""),
            "carrier_code": .text(shipments[label.shipment]?.item.carrier ?? ""),
            "voided": .bool(label.isVoided), "voided_at": JSON.Value(label.voidedAt?.description),
            "trackable": true, "tracking_status": .string(label.label.trackingStatus),
        ]
    }

    func add(_ origin: Origin, _ scene: inout Scene) throws(Problem) {
        let item = origin.item
        guard Self.isID(item.id), item.labels.allSatisfy({ Self.isID($0.id) }) else {
            throw Problem(.usage, "not a ShipStation id", at: "sandbox item \(item.id)")
        }
        insert(origin, scene)
    }

    /// A status that is none of ShipStation's is read as pending: exports have words of their own.
    func insert(_ origin: Origin, _ scene: Scene) {
        let item = origin.item
        let createdAt = item.createdAt ?? scene.now
        if shipments[item.id] == nil {
            order.append(item.id)
            isSorted = false
        }
        let said = item.status.normalised(separator: "_")
        shipments[item.id] = Shipment(
            origin: origin, status: Self.statuses.contains(said) ? said : "pending",
            createdAt: createdAt, modifiedAt: createdAt, labels: item.labels.map(\.id))
        for label in item.labels {
            let status = label.status.normalised(separator: "_")
            labels[label.id] = Label(
                label: label, shipment: item.id,
                status: Self.labelStatuses.contains(status) ? status : "completed",
                createdAt: createdAt,
                voidedAt: status == "voided" ? createdAt : nil)
        }
    }

    func settle(_ id: String, _ scene: inout Scene) {}

    func state(of id: String) -> JSON.Value? {
        if let shipment = shipments[id] {
            return [
                "id": .string(id), "state": .string(shipment.status),
                "cancelled": .bool(shipment.status == "cancelled"),
                "cancellations": .number(String(shipment.cancellations)),
                "labels": .array(shipment.labels.compactMap { state(of: $0) }),
            ]
        }
        return labels[id].map { label in
            [
                "id": .string(id), "state": .string(label.status),
                "voided": .bool(label.isVoided), "voids": .number(String(label.voids)),
            ]
        }
    }

    func listing(_ scene: Scene) -> JSON.Value {
        let open = order.filter { shipments[$0]?.status != "cancelled" }
        return [
            "shipments": .array(open.map(shipmentJSON)), "total": .number(String(open.count)),
            "page": 1, "pages": 1,
        ]
    }

    func rows() -> [ExportRow] {
        order.compactMap { id in
            guard let shipment = shipments[id], shipment.status != "cancelled" else { return nil }
            var row = ExportRow(shipment.item, status: shipment.status)
            row["created_at"] = shipment.createdAt.description
            guard let label = shipment.labels.first.flatMap({ labels[$0] }) else { return row }
            row["label_id"] = label.label.id
            row["label_status"] = label.status
            row["tracking_number"] = label.label.trackingNumber
            row["cost"] = label.label.cost?.description ?? ""
            row["insurance"] = label.label.insurance?.description ?? ""
            row["currency"] = label.label.currency
            return row
        }
    }
}

extension JSON.Value {
    /// A string, or null where there is nothing to say.
    static func text(_ text: String) -> JSON.Value { text.isEmpty ? .null : .string(text) }
}

extension String {
    /// Lower case, with every run of other characters as one separator.
    func normalised(separator: Character) -> String {
        split { !$0.isLetter && !$0.isNumber }.joined(separator: String(separator)).lowercased()
    }
}

// SPDX-License-Identifier: MIT

import Formats
import Model

/// Lists with pages.
extension ShipStation {
    static let pageSizeDefault = 25
    /// Not documented; a larger page is cut to this, which a reader of pages must survive.
    static let pageSizeMax = 500

    /// Query parameters that are checked but match everything: nothing here has such fields.
    private static let unusedFilters: Set<String> = [
        "batch_id", "pickup_id", "sales_order_id", "item_keyword", "payment_date_start",
        "payment_date_end", "store_id", "service_code", "carrier_id", "rate_id", "warehouse_id",
    ]

    func listShipments(_ request: Incoming, _ scene: Scene) -> Reply {
        sortIfNeeded()
        let matches: (String) -> Bool = { [shipments] id in
            shipments[id].map { Self.fits($0, request) } ?? false
        }
        return list(
            request, scene, name: "shipments", statuses: ("shipment_status", Self.statuses),
            filters: ["shipment_number", "external_shipment_id", "ship_to_name"],
            ids: { self.order.filter(matches) }, shown: shipmentJSON)
    }

    func listLabels(_ request: Incoming, _ scene: Scene) -> Reply {
        sortIfNeeded()
        return list(
            request, scene, name: "labels", statuses: ("label_status", Self.labelStatuses),
            filters: ["shipment_id", "tracking_number"],
            ids: { self.labelIDs(request).filter { self.labelFits($0, request) } },
            shown: labelJSON)
    }

    private func list(
        _ request: Incoming, _ scene: Scene, name: String, statuses: (name: String, [String]),
        filters: Set<String>, ids: () -> [String], shown: (String) -> JSON.Value
    ) -> Reply {
        let known = filters.union(Self.unusedFilters).union(Self.commonFilters)
        for (name, value) in request.query {
            if name == statuses.name, statuses.1.contains(value) { continue }
            guard known.contains(name), Self.isValid(name, value) else {
                return invalid(name, value, "\(name) is not valid here.", scene)
            }
        }
        let size = min(
            Self.pageSizeMax,
            request.parameter("page_size").flatMap { Int($0) } ?? Self.pageSizeDefault)
        let page = request.parameter("page").flatMap { Int($0) } ?? 1
        var all = ids()
        if request.parameter("sort_dir") == "asc" { all.reverse() }
        let start = (page - 1).multipliedReportingOverflow(by: size)
        let items = start.overflow ? [] : all.dropFirst(start.partialValue).prefix(size)
        return Reply(
            200,
            [
                name: .array(items.map(shown)), "total": .number(String(all.count)),
                "page": .number(String(page)),
                "pages": .number(String((all.count + size - 1) / size)),
                "links": links(request, scene, name: name, page: page, size: size, all.count),
            ])
    }

    private static let commonFilters: Set<String> = [
        "page", "page_size", "sort_dir", "sort_by", "created_at_start", "created_at_end",
        "modified_at_start", "modified_at_end",
    ]

    private static func isValid(_ name: String, _ value: String) -> Bool {
        switch name {
        case "page", "page_size": Int32(value).map { $0 >= 1 } ?? false
        case "sort_dir": ["asc", "desc"].contains(value)
        case "sort_by": ["created_at", "modified_at"].contains(value)
        case "created_at_start", "created_at_end", "modified_at_start", "modified_at_end":
            moment(value) != nil
        default: !value.isEmpty
        }
    }

    /// Dates may be written alone or with a time.
    private static func moment(_ text: String) -> Timestamp? {
        Timestamp(text) ?? Timestamp(text + "T00:00:00Z") ?? Timestamp(text + "Z")
    }

    private static func fits(_ shipment: Shipment, _ request: Incoming) -> Bool {
        request.query.allSatisfy { name, value in
            switch name {
            case "shipment_status": shipment.status == value
            case "shipment_number": shipment.item.reference == value
            case "external_shipment_id": shipment.item.reference == value
            case "ship_to_name": shipment.item.shipTo == value
            case "created_at_start": moment(value).map { shipment.createdAt >= $0 } ?? false
            case "created_at_end": moment(value).map { shipment.createdAt <= $0 } ?? false
            case "modified_at_start": moment(value).map { shipment.modifiedAt >= $0 } ?? false
            case "modified_at_end": moment(value).map { shipment.modifiedAt <= $0 } ?? false
            default: true
            }
        }
    }

    private func labelFits(_ id: String, _ request: Incoming) -> Bool {
        guard let label = labels[id] else { return false }
        return request.query.allSatisfy { name, value in
            switch name {
            case "label_status": label.status == value
            case "shipment_id": label.shipment == value
            case "tracking_number": label.label.trackingNumber == value
            case "created_at_start": Self.moment(value).map { label.createdAt >= $0 } ?? false
            case "created_at_end": Self.moment(value).map { label.createdAt <= $0 } ?? false
            default: true
            }
        }
    }

    /// The labels to filter: one shipment's, where one is named, else all.
    private func labelIDs(_ request: Incoming) -> [String] {
        if let id = request.parameter("shipment_id") { return shipments[id]?.labels ?? [] }
        return order.flatMap { shipments[$0]?.labels ?? [] }
    }

    private func sortIfNeeded() {
        guard !isSorted else { return }
        isSorted = true
        let keys = order.map { (shipments[$0]?.createdAt ?? Timestamp(milliseconds: 0), $0) }
        order = keys.sorted { ($1.0, $1.1) < ($0.0, $0.1) }.map(\.1)
    }

    /// `href` is missing where there is no such page.
    private func links(
        _ request: Incoming, _ scene: Scene, name: String, page: Int, size: Int, _ total: Int
    ) -> JSON.Value {
        let pages = max(1, (total + size - 1) / size)
        func link(_ number: Int, _ exists: Bool) -> JSON.Value {
            guard exists else { return [:] }
            let others = request.query.filter { $0.name != "page" && $0.name != "page_size" }
            let query = (others + [("page", String(number)), ("page_size", String(size))])
                .map { "\($0.0)=\(PercentCoding.encode($0.1))" }
            return ["href": .string("\(scene.base)/v2/\(name)?\(query.joined(separator: "&"))")]
        }
        return [
            "first": link(1, true), "last": link(pages, true),
            "prev": link(page - 1, page > 1 && page <= pages + 1),
            "next": link(page + 1, page < pages),
        ]
    }
}

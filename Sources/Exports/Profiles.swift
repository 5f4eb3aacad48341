// SPDX-License-Identifier: MIT

import Model

extension Profile {
    /// The providers' own answers and reports, the most particular first.
    ///
    /// Shapes are those of the providers' documentation; the sources are named by `rescind
    /// providers`.
    static let particular: [Profile] = [
        shipStationLabels, shipStationShipments, shipStationWeb, sendcloudReport,
        sendcloudReturnsV2, sendcloudReturns, sortedShipments, microsoftLabels, amazonPurchase,
        amazonPurchaseInEnvelope,
    ]

    static let shipStationShipments = Profile(
        "ShipStation API, shipments", .shipStation,
        recognizedBy: ["shipment_id", "shipment_status"],
        candidates: [
            .id: ["shipment_id"], .status: ["shipment_status"], .createdAt: ["created_at"],
            .shipDate: ["ship_date"], .reference: ["external_shipment_id", "shipment_number"],
            .carrier: ["carrier_id"], .service: ["service_code"],
            .tags: [Candidate("tags", .names)], .labelID: ["label_id"],
            .labelStatus: ["label_status"], .cost: ["label_cost", "shipment_cost.amount"],
            .currency: ["label_currency", "shipment_cost.currency"],
            .trackingNumber: ["tracking_number"],
        ],
        notes: ["a ShipStation shipment has no cost of its own; the cost is on its label"])

    static let shipStationLabels = Profile(
        "ShipStation API, labels", .shipStation,
        recognizedBy: ["label_id", "shipment_id", "shipment_cost.amount"],
        candidates: [
            .id: ["shipment_id"], .status: ["shipment_status"], .createdAt: ["created_at"],
            .shipDate: ["ship_date"], .reference: ["external_shipment_id", "shipment_number"],
            .carrier: ["carrier_code", "carrier_id"], .service: ["service_code"],
            .labelID: ["label_id"], .labelStatus: ["status"],
            .cost: ["shipment_cost.amount"], .currency: ["shipment_cost.currency"],
            .insurance: ["insurance_cost.amount"], .trackingNumber: ["tracking_number"],
        ])

    static let shipStationWeb = Profile(
        "ShipStation web export", .shipStation, recognizedBy: ["Order - Number"],
        candidates: [
            .reference: ["Order - Number"], .createdAt: ["Date - Order Date"],
            .shipDate: ["Date - Shipped Date", "Date - Ship Date"],
            .carrier: ["Shipment - Carrier", "Carrier - Name"],
            .service: ["Shipment - Service", "Carrier - Service Selected"],
            .trackingNumber: ["Shipment - Tracking Number"],
            .cost: ["Amount - Shipping Cost", "Carrier - Fee"],
            .status: ["Order - Status", "Shipment - Status"], .tags: ["Order - Tags"],
        ],
        lacks: [.id],
        notes: [
            "ShipStation's web export has order numbers and no shipment id (se-…); get the ids with "
                + "rescind fetch ACCOUNT, and choose these orders with --only FILE --by reference"
        ])

    static let sendcloudReturns = Profile(
        "Sendcloud API v3, returns", .sendcloudReturns,
        recognizedBy: ["is_cancellable", "label_cost.value"],
        candidates: [
            .id: ["return_id", "id"],
            .status: [
                Candidate(
                    "status_history",
                    .newest(member: "parent_status", time: "carrier_update_timestamp")),
                "parent_status",
            ],
            .createdAt: ["created_at"], .cost: ["label_cost.value"],
            .currency: ["label_cost.currency"], .reference: ["order_number"],
            .trackingNumber: ["tracking_number"], .service: ["shipping_product.code"],
            .carrier: ["carrier_code", "shipping_product.carrier"],
        ],
        notes: [
            "Sendcloud's list of returns is documented without return ids; without a column for "
                + "them nothing can be cancelled"
        ])

    static let sendcloudReturnsV2 = Profile(
        "Sendcloud API v2, returns", .sendcloudReturns,
        recognizedBy: ["is_cancellable", "label_currency"],
        candidates: [
            .id: ["id"], .status: ["status", "parent_status"], .createdAt: ["created_at"],
            .cost: ["label_cost"], .currency: ["label_currency"], .reference: ["order_number"],
            .trackingNumber: ["tracking_number"],
        ])

    static let sendcloudReport = Profile(
        "Sendcloud parcel report", .sendcloudReturns, recognizedBy: ["parcel_id", "direction"],
        candidates: [
            .reference: ["order_number"], .trackingNumber: ["tracking_number"],
            .status: ["status"], .createdAt: ["announced_at"], .shipDate: ["shipped_at"],
            .cost: ["total_cost"], .carrier: ["carrier_code"],
            .service: ["shipping_option_code"],
        ],
        lacks: [.id],
        notes: [
            "Sendcloud's report has parcel ids, and a return is cancelled by its return id; "
                + "rescind fetch cannot get those, because Sendcloud's list has none: export them "
                + "from the system that made the returns, and choose these orders there with "
                + "--only FILE --by reference"
        ])

    /// Sorted calls its own id `reference`; everybody else calls an order's number so.
    private static let sortedReference = Candidate("reference", rival: "id")

    static let sortedShipments = Profile(
        "Sorted API, shipments", .sortedPro, recognizedBy: ["reference", "state"],
        candidates: [
            .id: [sortedReference], .status: ["state"], .createdAt: ["created"],
            .shipDate: ["shipping_date.start", "shipping_date"],
            .reference: ["custom_reference"],
            .cost: ["allocation.price.gross"], .currency: ["allocation.price.currency"],
            .trackingNumber: [
                Candidate("allocation.tracking_references", .firstText),
                Candidate("allocation.price.tracking_references", .firstText),
            ],
            .carrier: ["allocation.carrier.name", "allocation.carrier.reference"],
            .service: ["allocation.carrier.service_name", "allocation.carrier.service_reference"],
            .tags: [Candidate("tags", .names)],
        ])

    static let microsoftLabels = Profile(
        "Microsoft hardware API, shipping labels", .microsoftHardware,
        recognizedBy: ["id", "productId", "submissionId"],
        candidates: [
            // The numbers in the answers are documented already rounded; the link is exact.
            .id: [Candidate("links", .linkSegment("shippingLabels")), "id"],
            .productID: [Candidate("links", .linkSegment("products")), "productId"],
            .submissionID: [Candidate("links", .linkSegment("submissions")), "submissionId"],
            .status: ["workflowStatus.currentStep"], .labelStatus: ["workflowStatus.state"],
            .reference: ["name"], .service: ["destination"],
            .shipDate: ["publishingSpecifications.goLiveDate"],
            .createdAt: ["createdDateTime", "createdDate"],
        ])

    static let amazonPurchase = amazon(
        prefix: "", recognizedBy: ["shipmentId", "packageDocumentDetails"])
    static let amazonPurchaseInEnvelope = amazon(
        prefix: "payload.",
        recognizedBy: ["payload.shipmentId", "payload.packageDocumentDetails"])

    private static func amazon(prefix: String, recognizedBy: [String]) -> Profile {
        let path = { (name: String) in Candidate(prefix + name) }
        let packages = prefix + "packageDocumentDetails"
        return Profile(
            "Amazon Shipping API, purchases", .amazonShipping, recognizedBy: recognizedBy,
            candidates: [
                .id: [path("shipmentId")],
                .trackingNumber: [Candidate(packages, .first(member: "trackingId"))],
                .reference: [
                    Candidate(packages, .first(member: "packageClientReferenceId")),
                    path("clientReferenceId"),
                ],
                .cost: [path("totalCharge.value")], .currency: [path("totalCharge.unit")],
                .carrier: [path("carrier.name"), path("carrier.id")],
                .service: [path("service.name"), path("service.id")],
                .shipDate: [path("promise.pickupWindow.start")],
                .createdAt: [path("purchasedAt"), path("createdAt")],
                .status: [path("status")],
            ])
    }
}

extension Profile {
    /// Every header that any kind of export may have; later objects of a JSON export may be the
    /// first to have one.
    static let allHeaders: [String] = {
        let usual = ([nil] + ProviderName.allCases.map { $0 }).map { Profile.usual(for: $0) }
        let all = (particular + usual).flatMap { $0.candidates.values.flatMap { $0 } }
        return Set(all.map(\.header)).sorted()
    }()

    /// What people call the fields in tables of their own; ids by provider, the rest for all.
    static func usual(for provider: ProviderName?) -> Profile {
        var candidates = usualFields
        candidates[.id] = usualIDs[provider] ?? usualIDs[nil]
        if provider == .sortedPro {
            candidates[.reference] = ["custom_reference", "order_number", "order_id", "order"]
        }
        if provider == .microsoftHardware { candidates[.labelID] = [] }
        return Profile("usual headers", provider, candidates: candidates)
    }

    private static let usualIDs: [ProviderName?: [Candidate]] = [
        nil: ["shipment_id", "return_id", "shipping_label_id", "id"],
        .shipStation: ["shipment_id", "ss_shipment_id", "shipstation_id", "id"],
        .amazonShipping: ["shipment_id", "amazon_shipment_id", "id"],
        .sendcloudReturns: ["return_id", "sendcloud_return_id", "returns_id", "id"],
        .sortedPro: [
            "shipment_reference", "sorted_reference", "shipment_id", sortedReference, "id",
        ],
        .microsoftHardware: [
            "shipping_label_id", "label_id", "shipping_label", "label_url", "url", "id",
        ],
    ]

    private static let usualFields: [CanonicalField: [Candidate]] = [
        .account: ["rescind_account", "account", "account_name"],
        .provider: ["provider"],
        .status: ["status", "shipment_status", "state", "return_status", "parent_status"],
        .createdAt: [
            "created_at", "created", "create_date", "created_date", "date_created", "creation_date",
            "created_on", "creation_time", "created_time", "order_date", "announced_at",
        ],
        .shipDate: ["ship_date", "shipping_date", "ship_on", "planned_ship_date", "ship_by"],
        .cost: [
            "cost", "label_cost", "shipment_cost", "shipping_cost", "total_cost", "price",
            "total_charge", "amount", "postage",
        ],
        .insurance: ["insurance", "insurance_cost"],
        .currency: [
            "currency", "currency_code", "cost_currency", "label_cost_currency", "label_currency",
        ],
        .reference: [
            "reference", "order_number", "order_no", "order_id", "order", "external_shipment_id",
            "custom_reference", "customer_reference", "shipment_number",
        ],
        .trackingNumber: [
            "tracking_number", "tracking", "tracking_no", "tracking_id", "tracking_code",
            "tracking_reference",
        ],
        .labelID: ["label_id"],
        .labelStatus: ["label_status"],
        .carrier: ["carrier", "carrier_name", "carrier_code", "carrier_id"],
        .service: ["service", "service_name", "service_code", "shipping_service"],
        .tags: [Candidate("tags", .names), Candidate("tag", .names)],
        .productID: ["product_id"],
        .submissionID: ["submission_id"],
    ]
}

// SPDX-License-Identifier: MIT

extension ShipStation {
    static let facts = Facts(
        title: "ShipStation v2",
        baseURL: "https://api.shipstation.com",
        tokenURL: nil,
        credentials: [
            CredentialField(
                name: "apiKey", isSecret: true, isRequired: true,
                explanation: "API v2 key, sent as api-key; a key of API v1 does not work")
        ],
        settings: [
            SettingField(
                name: "voidLabels", isRequired: false,
                explanation: "true voids the labels of a due shipment before it is cancelled;"
                    + " false (default) holds it")
        ],
        paces: [perMinute(200)],
        testPaces: [perMinute(20)],
        testKeyPrefix: "TEST_",
        paceHeaders: ["Retry-After (seconds)"],
        concurrency: 8,
        looks: LookPlan(
            settleSeconds: 5, intervalsSeconds: [5, 10, 30, 60, 120, 300], overdueSeconds: 900),
        isConfirmable: true,
        requestsPerItem: RequestsPerItem(
            writes: 1, reads: 1, writesPerLabel: 1, readsPerLabel: 1, readsForLabels: 2),
        idParts: [IDPart(name: "shipment_id", example: "se-28529731")],
        preconditionFields: ["label_id", "label_status", "status"],
        notes: Facts.Notes(
            summary: "PUT /v2/shipments/{shipment_id}/cancel; 204 means cancelled.",
            id: "shipment_id such as se-28529731. No column of the web panel's CSV export holds"
                + " it: `rescind fetch` makes an export that does.",
            holds:
                "A shipment with a label that is not voided is held, unless voidLabels allows to void it.",
            pace: "Documented: 200 requests a minute for an account, 20 with a TEST_ key; others'"
                + " programs on the same account use the same budget.",
            doubt: "A look at the shipment tells; open counts from 5 s after the request.",
            money: "shipment_cost and insurance_cost are the label's. approved: true accepts the"
                + " void and asks for the refund; it does not grant it.",
            sources: [
                "shipstation/mcp-shipstation-api openapi.yaml (API v2, 2.0.0)",
                "ShipEngine/shipengine-openapi openapi.yaml (1.1)",
                "docs.shipstation.com: rate limits, errors, void labels, cancel shipments, sandbox",
            ],
            contradictions: [
                "The guide's sample shows GET for cancel: PUT is sent.",
                "The specification calls 500 \"successful\": it is doubt.",
                "The specification demands pickup_id to list shipments: an error, not sent.",
                "Errors can stand inside a 2XX: the array is read whatever the status says.",
                "One void may void several labels (voided_label_ids): all are recorded.",
            ],
            notKnown: [
                "the code for a shipment already cancelled or with a label not voided",
                "shipment_status after a void; pending is expected",
                "the body of a 429",
            ]))

    private static func perMinute(_ requests: Int) -> PaceBudget {
        PaceBudget(
            scope: .all, requests: requests, windowMilliseconds: 60_000, burst: 1,
            burstIsExtra: false, isDocumented: true)
    }
}

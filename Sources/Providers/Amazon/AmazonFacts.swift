// SPDX-License-Identifier: MIT

extension Amazon {
    static let facts = Facts(
        title: "Amazon Shipping v2",
        baseURL: "https://sellingpartnerapi-na.amazon.com",
        tokenURL: "https://api.amazon.com/auth/o2/token",
        credentials: [
            CredentialField(
                name: "clientID", isSecret: false, isRequired: true,
                explanation: "Login with Amazon client id, amzn1.application-oa2-client.…"),
            CredentialField(
                name: "clientSecret", isSecret: true, isRequired: true,
                explanation: "Login with Amazon client secret"),
            CredentialField(
                name: "refreshToken", isSecret: true, isRequired: true,
                explanation: "the refresh token of the seller's authorization, Atzr|…"),
        ],
        settings: [
            SettingField(
                name: "businessID", isRequired: true,
                explanation: "sent as x-amzn-shipping-business-id, such as AmazonShipping_US;"
                    + " without it Amazon takes the UK business")
        ],
        paces: [
            PaceBudget(
                scope: .all, requests: 80, windowMilliseconds: 1000, burst: 100,
                burstIsExtra: true, isDocumented: true)
        ],
        paceHeaders: ["x-amzn-RateLimit-Limit (requests per second)", "Retry-After"],
        concurrency: 32, looks: nil, isConfirmable: false,
        requestsPerItem: RequestsPerItem(writes: 1, reads: 0),
        idParts: [IDPart(name: "shipmentId", example: "amzn1.sid.87906797587784.100")],
        preconditionFields: [],
        notes: Facts.Notes(
            summary: "PUT /shipping/v2/shipments/{shipmentId}/cancel; 200 means cancelled.",
            id: "shipmentId as purchaseShipment answered it, such as"
                + " amzn1.sid.87906797587784.100; not the tracking id.",
            holds: "",
            pace: "Documented: 80 requests a second, burst 100 (sandbox 5 and 15); a token bucket"
                + " for each seller and application.",
            doubt: "There is no look: a doubtful cancel is repeated up to the attempt limit,"
                + " because cancelling twice has the effect of once; a refusal of a repeat"
                + " leaves the doubt.",
            money: "Neither cost nor refund in the answer; Seller Central says what is refunded.",
            sources: [
                "amzn/selling-partner-api-models, shipping-api-model/shippingV2.json",
                "developer-docs.amazon.com/amazon-shipping: reference and tutorial",
            ],
            contradictions: [
                "The tutorial says POST, its sample and the model say PUT: PUT is sent.",
                "The page calls the business id required, the model optional with the UK as"
                    + " default: it is always sent.",
                "Success is {\"payload\":{}} in the tutorial and {} in the model: both count.",
                "An expired token comes as 403, not 401: both renew it.",
                "The page forbids cancelling after pick-up; the tutorial allows it in India.",
            ],
            notKnown: [
                "the code for a shipment already cancelled or picked up",
                "what tracking shows after a cancellation; no status there says cancelled",
                "whether Retry-After is sent",
                "when a refund comes",
            ]))
}

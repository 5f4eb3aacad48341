// SPDX-License-Identifier: MIT

extension Sendcloud {
    static let facts = Facts(
        title: "Sendcloud returns v3",
        baseURL: "https://panel.sendcloud.sc/api/v3",
        tokenURL: "https://account.sendcloud.com/oauth2/token",
        credentials: [
            CredentialField(
                name: "publicKey", isSecret: false, isRequired: true,
                explanation: "public key of the integration; the client id with auth: \"oauth2\""),
            CredentialField(
                name: "secretKey", isSecret: true, isRequired: true,
                explanation: "secret key; the client secret with auth: \"oauth2\""),
        ],
        settings: [
            SettingField(
                name: "auth", isRequired: false,
                explanation: "\"basic\" (default) or \"oauth2\"; an integration that demands"
                    + " OAuth2 refuses basic")
        ],
        paces: [
            PaceBudget(
                scope: .writes, requests: 100, windowMilliseconds: 60_000, burst: 15,
                burstIsExtra: false, isDocumented: true),
            PaceBudget(
                scope: .reads, requests: 1000, windowMilliseconds: 60_000, burst: 1,
                burstIsExtra: false, isDocumented: true),
        ],
        paceHeaders: ["Retry-After (named by a third party only)"],
        concurrency: 4,
        looks: LookPlan(
            settleSeconds: 60, intervalsSeconds: [60, 300, 900, 3600, 14_400, 43_200],
            overdueSeconds: 14 * 86_400),
        isConfirmable: true,
        requestsPerItem: RequestsPerItem(writes: 1, reads: 1),
        idParts: [IDPart(name: "id", example: "1751075")],
        preconditionFields: ["is_cancellable"],
        notes: Facts.Notes(
            summary: "PATCH /returns/{id}/cancel; 202 means requested, the carrier decides.",
            id: "The return id, a whole number such as 1751075; not the parcel id. Leading zeros"
                + " are dropped.",
            holds: "A return whose is_cancellable is false is held.",
            pace: "Documented: 100 writes a minute (15 a second) and 1,000 reads a minute.",
            doubt: "A look at the return tells; open counts from 60 s after the request.",
            money: "label_cost is what Sendcloud charges; a credit shows on an invoice one or two"
                + " runs later. refund is the consumer's, not the label's.",
            sources: [
                "sendcloud.dev: returns v3 specification, authentication, rate limits",
                "support.sendcloud.com: how to cancel a return shipment",
            ],
            contradictions: [
                "The page says to read parent_status of the return; the schema has it only in"
                    + " status_history: both are read, and where they differ neither is believed.",
                "One status has four spellings: all are read as one.",
                "The filter lacks cancellation-failed, the event API has it: it is a refusal.",
                "409 covers already cancelled and never cancellable: a look tells.",
                "Some clients expect {\"data\": …} around a return: both forms are read.",
                "The documented example's status Ready to Ship is in no list of statuses.",
            ],
            notKnown: [
                "the bodies of 404 and 429",
                "what a second cancellation answers",
                "whether is_cancellable turns false before the history shows cancelling",
                "a return id in any list, a sandbox",
            ]))
}

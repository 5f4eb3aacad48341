// SPDX-License-Identifier: MIT

extension Sorted {
    static let facts = Facts(
        title: "Sorted PRO",
        baseURL: "https://api.sorted.com/pro",
        tokenURL: nil,
        credentials: [
            CredentialField(
                name: "apiKey", isSecret: true, isRequired: true, explanation: "sent as x-api-key")
        ],
        settings: [
            SettingField(
                name: "apiVersion", isRequired: true,
                explanation: "sent as x-api-version with every request; no page says which values"
                    + " there are, your account manager does"),
            SettingField(
                name: "deleteAfterCancel", isRequired: false,
                explanation: "with apply --delete, deletes what was cancelled; cannot be undone"),
        ],
        paces: [
            PaceBudget(
                scope: .all, requests: 120, windowMilliseconds: 60_000, burst: 1,
                burstIsExtra: false, isDocumented: false)
        ],
        paceHeaders: ["Retry-After (not documented)"],
        concurrency: 4,
        looks: LookPlan(
            settleSeconds: 5, intervalsSeconds: [5, 15, 60, 300, 900], overdueSeconds: 3600),
        isConfirmable: true,
        requestsPerItem: RequestsPerItem(writes: 1, reads: 1),
        idParts: [IDPart(name: "reference", example: "sp_00792815110958000332875334549504")],
        preconditionFields: ["status"],
        notes: Facts.Notes(
            summary: "PUT /shipments/{reference}/cancel; a message that names the shipment means"
                + " cancelled.",
            id: "reference, such as sp_00792815110958000332875334549504; custom_reference is your"
                + " own key, not unique, and no id.",
            holds: "A shipment that is manifested, or about to be, is held.",
            pace: "No number is documented: 120 requests a minute is our own caution. HTTP 429 is a"
                + " conflict here where its code is conflict or rule_conflict.",
            doubt: "A look at the shipment tells; open counts from 5 s after the request.",
            money: "allocation.price is the carrier's price; a cancellation answers no amount, and"
                + " before the manifest nothing was normally charged.",
            sources: [
                "docs.sorted.com: cancelling, getting, manifesting shipments; shipment states;"
                    + " error codes; API updates"
            ],
            contradictions: [
                "Cancelling is over once manifested, says one page; another advises to cancel a"
                    + " manifested shipment: such rows are held, Sorted decides about the rest.",
                "The page has it cancelled at once; a state cancelling exists: both are read.",
                "429 means a conflict; a gateway in front may still mean too fast: the code"
                    + " decides.",
                "Newer pages no longer know DELETE: it is sent only where asked for twice.",
            ],
            notKnown: [
                "the status number of success: any 2xx with the documented body counts",
                "values of x-api-version, rate limits",
                "what a second cancellation or a manifested shipment answers",
                "the meaning of 404 processing and 410 resource_quarantined",
                "New states and codes may come without notice: unknown ones are never success.",
            ]))
}

// SPDX-License-Identifier: MIT

extension Microsoft {
    static let facts = Facts(
        title: "Microsoft Hardware Dev Center",
        baseURL: "https://manage.devcenter.microsoft.com/v2.0/my/hardware",
        tokenURL: "https://login.microsoftonline.com/{tenantID}/oauth2/token",
        credentials: [
            CredentialField(
                name: "clientID", isSecret: false, isRequired: true,
                explanation: "application id of the Entra app in the Partner Center account"),
            CredentialField(
                name: "clientSecret", isSecret: true, isRequired: true,
                explanation: "key of that app; it needs the roles Driver Submitter and Shipping"
                    + " Label owner"),
        ],
        settings: [
            SettingField(
                name: "tenantID", isRequired: true,
                explanation: "the Entra tenant the token comes from")
        ],
        paces: [
            PaceBudget(
                scope: .all, requests: 60, windowMilliseconds: 60_000, burst: 1,
                burstIsExtra: false, isDocumented: false)
        ],
        paceHeaders: ["Retry-After (a backoff is documented, its name is not)"],
        concurrency: 2,
        looks: LookPlan(
            settleSeconds: 60, intervalsSeconds: [60, 600, 3600, 14_400, 21_600],
            overdueSeconds: 3 * 86_400),
        isConfirmable: false,
        requestsPerItem: RequestsPerItem(writes: 1, reads: 1),
        idParts: [
            IDPart(name: "productID", example: "14461751976964157"),
            IDPart(name: "submissionId", example: "1152921504621467613"),
            IDPart(name: "shippingLabelId", example: "1152921504606980231"),
        ],
        preconditionFields: ["destination"],
        notes: Facts.Notes(
            summary: "PUT /products/{id}/submissions/{id}/shippingLabels/{id}/cancel; 204 means"
                + " requested.",
            id: "product/submission/label, three 64-bit numbers; three columns, the text with"
                + " slashes, or the label's address in Partner Center. Leading zeros are dropped.",
            holds: "A label shared with a partner (destination anotherPartner) is held.",
            pace: "No number is documented: 60 requests a minute is our own caution.",
            doubt: "A look at the label shows pendingRemove or Microsoft Approval; anything else"
                + " leaves the doubt to a person.",
            money: "None: these labels publish drivers, and finance totals leave them out.",
            sources: [
                "MicrosoftDocs/windows-driver-docs: cancel a shipping label, get shipping labels,"
                    + " error codes, dashboard API",
                "microsoft/SDCM (error bodies, waiting, retries of 502)",
            ],
            contradictions: [
                "The documents' own example ids are rounded to what a double holds: ids in decimal"
                    + " form are refused, and the id in a label's own link is preferred.",
                "Codes are PascalCase in the documents and camelCase on the wire: case is ignored.",
                "currentStep comes as a word or a number: a number is shown, never believed.",
                "Links name other hosts than the one documented: no link's host is followed.",
                "502 is not listed but occurs, also after a success: it is doubt.",
            ],
            notKnown: [
                "any state that says cancelled: nothing here is ever confirmed",
                "what a second cancellation answers, what the label shows afterwards",
                "error bodies, the name of the backoff in a 429, a sandbox",
            ]))
}

// SPDX-License-Identifier: MIT

import Formats
package import Model

/// Amazon Shipping API v2, the `cancelShipment` of purchased labels.
///
/// The Merchant Fulfillment API has an operation of the same name; this is not it.
package struct Amazon: Dialect {
    package init() {}

    package var name: ProviderName { .amazonShipping }
    package var facts: Facts { Self.facts }
    package var table: JudgingTable { Self.table }

    package var listing: Listing {
        .impossible(
            "Amazon Shipping v2 has no call that lists shipments or shows one: the export is your"
                + " own record of what purchaseShipment and oneClickShipment answered")
    }

    var requestIDHeaders: [String] { ["x-amzn-RequestId", "x-amz-request-id"] }

    /// Amazon gives no pattern; `amzn1.sid.…` and bare digits are both documented.
    package func shipmentID(_ fields: IDFields) -> Result<String, IDProblem> {
        IDCheck.text(fields.id)
    }

    package func precondition(_ row: RowFields) -> String? { nil }

    package func cancel(_ id: String, at endpoint: Endpoint) throws(Problem) -> Request {
        var address = Address(endpoint, "/shipping/v2/shipments")
        try address.append(id: id)
        address.append(path: "/cancel")
        return Request(.put, address.text, headers: try headers(endpoint))
    }

    package func judgeCancel(_ answer: Answer, of id: String) -> Judgement {
        judge(.cancel, evidence(answer, signs: signs))
    }

    package func look(_ id: String, at endpoint: Endpoint) throws(Problem) -> Request? { nil }

    package func judgeLook(_ answer: Answer, of id: String) -> LookVerdict {
        judgeRead(evidence(answer))
    }

    /// Tracking a parcel that nobody has could be refused like a wrong token: it would prove nothing.
    package func probe(at endpoint: Endpoint) throws(Problem) -> Request? { nil }

    func isLetIn(_ evidence: Evidence) -> Bool { false }

    package func authentication(at endpoint: Endpoint) throws(Problem) -> Authentication {
        .token(
            TokenGrant(
                tokenURL: endpoint.tokenURL ?? "https://api.amazon.com/auth/o2/token",
                form: [
                    .init("grant_type", .text("refresh_token")),
                    .init("refresh_token", .field("refreshToken")),
                    .init("client_id", .field("clientID")),
                    .init("client_secret", .field("clientSecret")),
                ],
                header: "x-amz-access-token", prefix: ""))
    }

    /// Without the business id Amazon takes the UK business, whoever's token it is.
    private func headers(_ endpoint: Endpoint) throws(Problem) -> [Header] {
        [
            .acceptJSON,
            try header(
                "x-amzn-shipping-business-id", endpoint.businessID, setting: "businessID"),
        ]
    }

    func complaint(in body: JSON.Value) -> Complaint {
        let errors = body["errors"]?.array ?? []
        return Complaint(
            codes: errors.map { $0["code"]?.text } + [body["error"]?.string],
            messages: errors.flatMap { [$0["message"]?.string, $0["details"]?.string] }
                + [body["message"]?.string, body["error_description"]?.string])
    }

    /// Success is an object without `errors`: `{}` or `{"payload":{…}}`, both documented.
    private func signs(_ body: JSON.Value) -> Set<Sign> {
        guard let members = body.members else { return [] }
        if body["errors"] != nil { return [.errors] }
        let isDocumented = members.isEmpty || body["payload"]?.members != nil
        return isDocumented ? [.documentedBody] : []
    }
}

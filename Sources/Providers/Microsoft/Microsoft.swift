// SPDX-License-Identifier: MIT

import Formats
package import Model

/// Microsoft Hardware Dev Center: shipping labels that publish drivers, not parcels.
package struct Microsoft: Dialect {
    package init() {}

    package var name: ProviderName { .microsoftHardware }
    package var facts: Facts { Self.facts }
    package var table: JudgingTable { Self.table }
    package var listing: Listing { .pages(MicrosoftLister(provider: self)) }

    var requestIDHeaders: [String] { ["request-id", "x-ms-request-id", "ms-correlationid"] }

    static let resource = "https://manage.devcenter.microsoft.com"

    package func shipmentID(_ fields: IDFields) -> Result<String, IDProblem> {
        MicrosoftID.read(fields).map(\.text)
    }

    package func precondition(_ row: RowFields) -> String? {
        row.word("destination").plainWord == "anotherpartner" ? "shared label" : nil
    }

    package func cancel(_ id: String, at endpoint: Endpoint) throws(Problem) -> Request {
        var address = try address(of: id, at: endpoint)
        address.append(path: "/cancel")
        return Request(.put, address.text, headers: [.acceptJSON])
    }

    package func judgeCancel(_ answer: Answer, of id: String) -> Judgement {
        judge(.cancel, evidence(answer))
    }

    package func look(_ id: String, at endpoint: Endpoint) throws(Problem) -> Request? {
        var address = try address(of: id, at: endpoint)
        address.append(query: "includeTargetingInfo", "true")
        return Request(.get, address.text, headers: [.acceptJSON])
    }

    package func probe(at endpoint: Endpoint) throws(Problem) -> Request? {
        Request(.get, Address(endpoint, "/products/").text, headers: [.acceptJSON])
    }

    func isLetIn(_ evidence: Evidence) -> Bool {
        guard evidence.status == 200, let body = evidence.json else { return false }
        return body["value"]?.array != nil && body["error"]?.isNull ?? true
    }

    /// The v1 endpoint: it wants `resource`, not `scope`.
    package func authentication(at endpoint: Endpoint) throws(Problem) -> Authentication {
        .token(
            TokenGrant(
                tokenURL: try tokenURL(endpoint),
                form: [
                    .init("grant_type", .text("client_credentials")),
                    .init("client_id", .field("clientID")),
                    .init("client_secret", .field("clientSecret")),
                    .init("resource", .text(Self.resource)),
                ],
                header: "Authorization", prefix: "Bearer "))
    }

    private func tokenURL(_ endpoint: Endpoint) throws(Problem) -> String {
        if let whole = endpoint.tokenURL { return whole }
        guard let tenant = endpoint.tenantID?.trimmed, Address.whatIsWrong(with: tenant) == nil
        else {
            throw Problem(
                .jobInvalid, "the account has no tenantID that could stand in an address",
                next: "rescind providers microsoft-hardware")
        }
        return "https://login.microsoftonline.com/\(tenant.percentEncoded)/oauth2/token"
    }

    private func address(of id: String, at endpoint: Endpoint) throws(Problem) -> Address {
        switch MicrosoftID.read(IDFields(id: id)) {
        case .failure(let problem): throw Problem(.usage, problem.message)
        case .success(let id):
            var address = Address(endpoint, "/products")
            try address.append(id: id.product)
            address.append(path: "/submissions")
            try address.append(id: id.submission)
            address.append(path: "/shippingLabels")
            try address.append(id: id.label)
            return address
        }
    }

    /// The documents show no error body; this is the one that Microsoft's own client reads.
    func complaint(in body: JSON.Value) -> Complaint {
        let error = body["error"] ?? .null
        let details = error["validationErrors"]?.array ?? body["validationErrors"]?.array ?? []
        return Complaint(
            codes: [error["code"]?.text, body["code"]?.text, body["statusCode"]?.text],
            messages: [error["message"]?.string ?? body["message"]?.string ?? error.string]
                + details.map { $0["message"]?.string },
            requestID: error["trace"]?["requestId"]?.text ?? body["trace"]?["requestId"]?.text)
    }
}

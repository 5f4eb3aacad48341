// SPDX-License-Identifier: MIT

import Formats
package import Model

/// Sendcloud API v3, returns.
package struct Sendcloud: Dialect {
    package init() {}

    package var name: ProviderName { .sendcloudReturns }
    package var facts: Facts { Self.facts }
    package var table: JudgingTable { Self.table }

    package var listing: Listing {
        .impossible(
            "Sendcloud's list of returns (v3) carries no return id, and nothing is cancelled by"
                + " guessing one: export the ids your own system got when it made the returns")
    }

    var requestIDHeaders: [String] { ["x-request-id"] }

    package func shipmentID(_ fields: IDFields) -> Result<String, IDProblem> {
        IDCheck.number(fields.id, of: "Sendcloud return id", digitsMax: 18)
    }

    package func precondition(_ row: RowFields) -> String? {
        ["false", "0", "no", "n"].contains(row.word("is_cancellable")) ? "not cancellable" : nil
    }

    package func cancel(_ id: String, at endpoint: Endpoint) throws(Problem) -> Request {
        var address = Address(endpoint, "/returns")
        try address.append(id: id)
        address.append(path: "/cancel")
        return Request(.patch, address.text, headers: [.acceptJSON])
    }

    package func judgeCancel(_ answer: Answer, of id: String) -> Judgement {
        judge(.cancel, evidence(answer) { signs($0, of: id) })
    }

    package func look(_ id: String, at endpoint: Endpoint) throws(Problem) -> Request? {
        var address = Address(endpoint, "/returns")
        try address.append(id: id)
        return Request(.get, address.text, headers: [.acceptJSON])
    }

    /// The returns of one second long ago: a list has a documented body, which a 404 has not.
    package func probe(at endpoint: Endpoint) throws(Problem) -> Request? {
        var address = Address(endpoint, "/returns")
        address.append(query: "from_date", "2022-04-06 00:00:00")
        address.append(query: "to_date", "2022-04-06 00:00:01")
        address.append(query: "page_size", "1")
        return Request(.get, address.text, headers: [.acceptJSON])
    }

    func isLetIn(_ evidence: Evidence) -> Bool {
        guard evidence.status == 200, let body = evidence.json else { return false }
        return body["data"]?.array != nil && !hasErrors(body)
    }

    package func authentication(at endpoint: Endpoint) throws(Problem) -> Authentication {
        guard endpoint.auth == .oauth2 else {
            return .basic(userField: "publicKey", passwordField: "secretKey")
        }
        return .token(
            TokenGrant(
                tokenURL: endpoint.tokenURL ?? "https://account.sendcloud.com/oauth2/token",
                form: [
                    .init("grant_type", .text("client_credentials")),
                    .init("scope", .text("api")),
                ],
                basic: .init(user: "publicKey", password: "secretKey"),
                header: "Authorization", prefix: "Bearer "))
    }

    /// Three shapes of errors are documented; `code` is a number in one and a word in another.
    func complaint(in body: JSON.Value) -> Complaint {
        let errors =
            body["errors"]?.array ?? [body["errors"], body["error"]].compactMap { $0 }
        return Complaint(
            codes: errors.map { $0["code"]?.text },
            messages: errors.map {
                $0["message"]?.string ?? $0["detail"]?.string ?? $0["title"]?.string ?? $0.string
            } + [body["message"]?.string, body["detail"]?.string],
            requestID: errors.first?["id"]?.text)
    }

    /// An answer about another return says nothing about this one.
    private func signs(_ body: JSON.Value, of id: String) -> Set<Sign> {
        if hasErrors(body) { return [.errors] }
        if otherReturn(body, than: id) != nil { return [] }
        return body["message"]?.string == nil ? [] : [.documentedBody]
    }

    func hasErrors(_ body: JSON.Value) -> Bool {
        [body["errors"], body["error"]].contains { value in
            switch value {
            case nil, .null, .array([]): false
            default: true
            }
        }
    }
}

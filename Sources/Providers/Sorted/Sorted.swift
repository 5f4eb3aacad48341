// SPDX-License-Identifier: MIT

import Formats
package import Model

/// Sorted PRO, shipments.
package struct Sorted: Dialect {
    package init() {}

    package var name: ProviderName { .sortedPro }
    package var facts: Facts { Self.facts }
    package var table: JudgingTable { Self.table }
    package var deletion: (any Deleting)? { self }

    package var listing: Listing {
        .impossible(
            "Sorted PRO lists shipments by custom or tracking reference only, never by state:"
                + " export them from the warehouse system that made them")
    }

    var requestIDHeaders: [String] { ["x-correlation-id", "apim-request-id"] }

    /// The form of references may change without notice, says Sorted: nothing is checked.
    package func shipmentID(_ fields: IDFields) -> Result<String, IDProblem> {
        IDCheck.text(fields.id)
    }

    package func precondition(_ row: RowFields) -> String? {
        Self.manifestedStates.contains(row.word("status")) ? "manifested" : nil
    }

    package func cancel(_ id: String, at endpoint: Endpoint) throws(Problem) -> Request {
        var address = Address(endpoint, "/shipments")
        try address.append(id: id)
        address.append(path: "/cancel")
        return Request(.put, address.text, headers: try headers(endpoint))
    }

    package func judgeCancel(_ answer: Answer, of id: String) -> Judgement {
        judge(.cancel, evidence(answer) { signs($0, of: id) })
    }

    package func look(_ id: String, at endpoint: Endpoint) throws(Problem) -> Request? {
        var address = Address(endpoint, "/shipments")
        try address.append(id: id)
        return Request(.get, address.text, headers: try headers(endpoint))
    }

    package func judgeLook(_ answer: Answer, of id: String) -> LookVerdict {
        let evidence = evidence(answer)
        guard evidence.status == 200, let body = evidence.json, let state = body["state"]?.string
        else { return judgeRead(evidence) }
        if let other = body["reference"]?.text, other != id { return sawAnother(other, evidence) }
        return saw("state", state, evidence)
    }

    /// A reference of the documented form that nobody has.
    package func probe(at endpoint: Endpoint) throws(Problem) -> Request? {
        try look("sp_" + String(repeating: "0", count: 32), at: endpoint)
    }

    /// Only Sorted's own words about a shipment show that one was looked for.
    func isLetIn(_ evidence: Evidence) -> Bool {
        evidence.fits(
            .only(404, 410),
            .codes("not_found", "shipment_not_found", "resource_removed", "resource_quarantined"))
            || evidence.fits(.only(400), .codes("invalid_reference_format"))
            || evidence.status == 200 && evidence.json?["reference"]?.string != nil
                && evidence.json?["state"]?.string != nil
    }

    package func authentication(at endpoint: Endpoint) throws(Problem) -> Authentication {
        .key(header: "x-api-key", field: "apiKey")
    }

    private func headers(_ endpoint: Endpoint) throws(Problem) -> [Header] {
        [.acceptJSON, try header("x-api-version", endpoint.apiVersion, setting: "apiVersion")]
    }

    /// Errors have two levels, and the child's code is the one to act on.
    func complaint(in body: JSON.Value) -> Complaint {
        let details = body["details"]?.array ?? []
        let code = body["code"]?.text
        return Complaint(
            codes: details.map { $0["code"]?.text } + [code],
            messages: [body["message"]?.string] + details.map { $0["message"]?.string },
            requestID: body["correlation_id"]?.text)
    }

    /// Success names the shipment and has a message; an error has a message too, and a code.
    private func signs(_ body: JSON.Value, of id: String) -> Set<Sign> {
        let isError = ["code", "details", "errors"].contains { name in
            switch body[name] {
            case nil, .null, .array([]): false
            default: true
            }
        }
        if isError { return [.errors] }
        guard let message = body["message"]?.string, body["reference"]?.text == id else {
            return []
        }
        return denies(message) ? [] : [.documentedBody]
    }

    /// Messages are no part of Sorted's contract: none makes a success, but one that says the
    /// opposite unmakes it, and a look decides.
    private func denies(_ message: String) -> Bool {
        let words = message.lowercased().split { !$0.isLetter && $0 != "'" && $0 != "’" }
        return words.contains {
            Self.denials.contains(String($0)) || $0.hasSuffix("n't") || $0.hasSuffix("n’t")
        }
    }

    private static let denials: Set<String> = [
        "not", "no", "cannot", "never", "unable", "fail", "failed", "fails", "failure", "error",
        "refused", "rejected", "denied",
    ]
}

extension Sorted: Deleting {
    package func delete(_ id: String, at endpoint: Endpoint) throws(Problem) -> Request {
        var address = Address(endpoint, "/shipments")
        try address.append(id: id)
        return Request(.delete, address.text, headers: try headers(endpoint))
    }

    package func judgeDelete(_ answer: Answer, of id: String) -> Judgement {
        judge(.delete, evidence(answer) { signs($0, of: id) })
    }
}

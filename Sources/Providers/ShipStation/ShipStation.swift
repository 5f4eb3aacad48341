// SPDX-License-Identifier: MIT

import Formats
package import Model

/// ShipStation API v2 (the engine that ShipEngine runs on too).
package struct ShipStation: Dialect {
    package init() {}

    package var name: ProviderName { .shipStation }
    package var facts: Facts { Self.facts }
    package var table: JudgingTable { Self.table }
    package var labels: (any LabelVoiding)? { self }
    package var listing: Listing { .pages(ShipStationLister(provider: self)) }

    var requestIDHeaders: [String] { ["x-shipengine-requestid", "x-request-id"] }

    /// The documented pattern is `se(-[a-z0-9]+)+`; an order number sent instead would be looked
    /// for four thousand times and never found.
    package func shipmentID(_ fields: IDFields) -> Result<String, IDProblem> {
        IDCheck.text(fields.id).flatMap { id in
            Self.isShaped(id)
                ? .success(id)
                : .failure(
                    IDProblem(
                        "\"\(IDCheck.shown(id))\" is no ShipStation shipment id, which looks like"
                            + " se-28529731; order and shipment numbers are none"))
        }
    }

    /// `se`, then parts of letters and digits, each after a hyphen.
    private static func isShaped(_ id: String) -> Bool {
        var id = id
        return id.withUTF8 { bytes in
            let hyphen = UInt8(ascii: "-")
            guard bytes.count > 3, bytes[0] == UInt8(ascii: "s"), bytes[1] == UInt8(ascii: "e"),
                bytes[2] == hyphen
            else { return false }
            var last = hyphen
            for place in 3..<bytes.count {
                let byte = bytes[place]
                guard byte.isWordByte || byte == hyphen && last != hyphen else { return false }
                last = byte
            }
            return last != hyphen
        }
    }

    package func precondition(_ row: RowFields) -> String? {
        guard !row.voidLabels else { return nil }
        let status = row.word("status")
        let label = row.word("label_id")
        let labelStatus = row.word("label_status")
        if labelStatus == "voided" { return nil }
        return !label.isEmpty || !labelStatus.isEmpty || status == "label_purchased"
            ? "label not voided" : nil
    }

    package func cancel(_ id: String, at endpoint: Endpoint) throws(Problem) -> Request {
        var address = Address(endpoint, "/v2/shipments")
        try address.append(id: id)
        address.append(path: "/cancel")
        return Request(.put, address.text, headers: [.acceptJSON])
    }

    package func judgeCancel(_ answer: Answer, of id: String) -> Judgement {
        judge(.cancel, evidence(answer, signs: errorsSign))
    }

    package func look(_ id: String, at endpoint: Endpoint) throws(Problem) -> Request? {
        var address = Address(endpoint, "/v2/shipments")
        try address.append(id: id)
        return Request(.get, address.text, headers: [.acceptJSON])
    }

    package func judgeLook(_ answer: Answer, of id: String) -> LookVerdict {
        let evidence = evidence(answer, signs: errorsSign)
        guard evidence.status == 200, !evidence.signs.contains(.errors), let body = evidence.json,
            let state = body["shipment_status"]?.string
        else { return judgeRead(evidence) }
        if let other = body["shipment_id"]?.text, other != id { return sawAnother(other, evidence) }
        return saw("shipment_status", state, evidence)
    }

    package func probe(at endpoint: Endpoint) -> Request? {
        var address = Address(endpoint, "/v2/shipments")
        address.append(query: "page_size", "1")
        return Request(.get, address.text, headers: [.acceptJSON])
    }

    func isLetIn(_ evidence: Evidence) -> Bool {
        guard evidence.status == 200, let body = evidence.json else { return false }
        return body["shipments"]?.array != nil && errorsSign(body).isEmpty
    }

    package func authentication(at endpoint: Endpoint) throws(Problem) -> Authentication {
        .key(header: "api-key", field: "apiKey")
    }

    func complaint(in body: JSON.Value) -> Complaint {
        let errors = body["errors"]?.array ?? []
        let messages = errors.map { error in
            let source = error["error_source"]?.string
            let isForeign = source == "carrier" || source == "order_source"
            return (isForeign ? "\(source ?? ""): " : "") + (error["message"]?.string ?? "")
        }
        let isRefusal = body["approved"]?.bool == false
        return Complaint(
            codes: errors.map { $0["error_code"]?.text }
                + (isRefusal ? [body["reason_code"]?.text] : []),
            messages: messages.isEmpty ? [body["message"]?.string] : messages,
            requestID: body["request_id"]?.text)
    }

    /// "2XX can mean partial success": the errors array is read whatever the status says.
    func errorsSign(_ body: JSON.Value) -> Set<Sign> {
        switch body["errors"] {
        case nil, .null, .array([]): []
        default: [.errors]
        }
    }
}

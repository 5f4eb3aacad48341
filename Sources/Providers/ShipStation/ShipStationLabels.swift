// SPDX-License-Identifier: MIT

import Formats
package import Model

extension ShipStation: LabelVoiding {
    static let labelsPageSize = 100

    package func labels(
        of shipment: String, page: Int, at endpoint: Endpoint
    ) throws(Problem) -> Request {
        if let wrong = Address.whatIsWrong(with: shipment) {
            throw Problem(.usage, "the id \"\(IDCheck.shown(shipment))\" \(wrong)")
        }
        var address = Address(endpoint, "/v2/labels")
        address.append(query: "shipment_id", shipment)
        address.append(query: "page", String(page))
        address.append(query: "page_size", String(Self.labelsPageSize))
        return Request(.get, address.text, headers: [.acceptJSON])
    }

    package func judgeLabels(_ answer: Answer, of shipment: String) -> LabelsVerdict {
        let evidence = evidence(answer, signs: errorsSign)
        guard evidence.status == 200, !evidence.signs.contains(.errors), let body = evidence.json,
            let labels = body["labels"]?.array
        else { return .failed(listFailure(evidence)) }
        var seen: [LabelSighting] = []
        for label in labels {
            guard let id = label["label_id"]?.string else {
                return .failed(failure(.trouble, evidence))
            }
            if let other = label["shipment_id"]?.text, other != shipment {
                return .failed(
                    ReadFailure(
                        .trouble, code: "other_shipment",
                        message: "the list holds a label of \(other)"))
            }
            seen.append(sighting(of: label, id: id, evidence))
        }
        return .saw(seen, nextPage: Self.nextPage(body, isEmpty: labels.isEmpty))
    }

    package func void(_ label: String, at endpoint: Endpoint) throws(Problem) -> Request {
        var address = Address(endpoint, "/v2/labels")
        try address.append(id: label)
        address.append(path: "/void")
        return Request(.put, address.text, headers: [.acceptJSON])
    }

    package func judgeVoid(_ answer: Answer, of label: String) -> Judgement {
        let evidence = evidence(answer) { body in
            var signs = errorsSign(body)
            if let approved = body["approved"]?.bool {
                signs.insert(.member("approved: \(approved)"))
            }
            return signs
        }
        var judgement = judge(.void, evidence)
        if judgement.verdict == .cancelled {
            let listed = evidence.json?["voided_label_ids"]?.array?.compactMap(\.string) ?? []
            judgement.voidedLabelIDs = listed.contains(label) ? listed : [label] + listed
        }
        return judgement
    }

    package func look(label: String, at endpoint: Endpoint) throws(Problem) -> Request {
        var address = Address(endpoint, "/v2/labels")
        try address.append(id: label)
        return Request(.get, address.text, headers: [.acceptJSON])
    }

    package func judgeLabelLook(_ answer: Answer, of label: String) -> LabelLookVerdict {
        let evidence = evidence(answer, signs: errorsSign)
        if evidence.status == 200, !evidence.signs.contains(.errors), let body = evidence.json,
            body["status"]?.string != nil || body["voided"]?.bool != nil
        {
            let id = body["label_id"]?.text ?? label
            var seen = sighting(of: body, id: label, evidence)
            if id != label {
                seen.kind = .unknown
                seen.state = "other_label"
            }
            return .saw(seen)
        }
        switch judgeRead(evidence) {
        case .saw(let seen):
            return .saw(
                LabelSighting(
                    id: label, seen.kind, state: seen.state, message: seen.message,
                    requestID: seen.requestID))
        case .failed(let failure): return .failed(failure)
        }
    }

    /// `voided` and `status` say the same thing twice; where they differ neither is believed.
    private func sighting(
        of label: JSON.Value, id: String, _ evidence: Evidence
    ) -> LabelSighting {
        let status = label["status"]?.string
        let voided = label["voided"]?.bool
        let state = status ?? (voided == true ? "voided" : "")
        var kind = table.state("label status", state)?.kind ?? .unknown
        if let voided, voided != (kind == .cancelled) {
            kind = kind == .cancelled || voided ? .unknown : kind
        }
        return LabelSighting(
            id: id, kind, state: state.oneLine(charactersMax: Complaint.codeCharactersMax),
            cost: label["shipment_cost"]?["amount"]?.text ?? "",
            insurance: label["insurance_cost"]?["amount"]?.text ?? "",
            currency: (label["shipment_cost"]?["currency"]?.string ?? "").uppercased(),
            trackingNumber: label["tracking_number"]?.text ?? "",
            chargeEvent: label["charge_event"]?.string ?? "",
            voidedAt: label["voided_at"]?.string ?? "", requestID: evidence.requestID)
    }

    /// The page after this one; a page beyond the end is empty and ends the list.
    static func nextPage(_ body: JSON.Value, isEmpty: Bool) -> Int? {
        guard !isEmpty, let page = body["page"]?.int, page < listPagesMax else { return nil }
        if let pages = body["pages"]?.int { return page < pages ? page + 1 : nil }
        return body["links"]?["next"]?["href"]?.string == nil ? nil : page + 1
    }
}

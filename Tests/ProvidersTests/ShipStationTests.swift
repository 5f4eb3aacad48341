// SPDX-License-Identifier: MIT

import Model
import Providers
import Testing

struct ShipStationTests {
    static let provider = ShipStation()
    static let id = "se-28529731"

    static func errors(_ code: String, source: String = "ShipStation") -> String {
        #"{"request_id":"aa3d8e8e-462b-4476-9618-72db7f7b7009","errors":[{"error_source":"\#(source)","#
            + #""error_type":"business_rules","error_code":"\#(code)","message":"No."}]}"#
    }

    static let cancels: [AnswerCase] = [
        AnswerCase(204, .cancelled, "http_204"),
        AnswerCase(200, .inDoubt, "http_200"),
        AnswerCase(200, "{}", .inDoubt, "http_200"),
        AnswerCase(202, "{}", .inDoubt, "http_202"),
        AnswerCase(204, errors("unknown"), .inDoubt, "unknown"),
        AnswerCase(207, errors("carrier_conflict"), .inDoubt, "carrier_conflict"),
        AnswerCase(301, .redirected, "http_301", endsLane: true),
        AnswerCase(400, .refused, "http_400", look: true),
        AnswerCase(400, errors("unspecified"), .refused, "unspecified", look: true),
        AnswerCase(400, errors("a_new_code"), .refused, "a_new_code", look: true),
        AnswerCase(400, errors("unauthorized"), .unauthorized, "unauthorized", endsLane: true),
        AnswerCase(
            402, errors("subscription_inactive"), .unauthorized, "subscription_inactive",
            endsLane: true),
        AnswerCase(403, errors("forbidden"), .unauthorized, "forbidden", endsLane: true),
        AnswerCase(
            400, errors("rate_limit_exceeded", source: "carrier"), .throttled,
            "rate_limit_exceeded"),
        AnswerCase(401, .unauthorized, "http_401", endsLane: true),
        AnswerCase(403, "<html>", .unauthorized, "http_403", endsLane: true),
        AnswerCase(404, errors("unspecified"), .notFound, "unspecified"),
        AnswerCase(404, .notFound, "http_404"),
        AnswerCase(408, .inDoubt, "http_408"),
        AnswerCase(409, errors("invalid_status"), .refused, "invalid_status", look: true),
        AnswerCase(410, .notFound, "http_410"),
        AnswerCase(422, errors("field_conflict"), .refused, "field_conflict"),
        AnswerCase(429, errors("rate_limit_exceeded"), .throttled, "rate_limit_exceeded"),
        AnswerCase(429, .throttled, "http_429"),
        AnswerCase(500, errors("unknown"), .inDoubt, "unknown"),
        AnswerCase(502, "<html>", .inDoubt, "http_502"),
        AnswerCase(503, .inDoubt, "http_503"),
        AnswerCase(503, headers: [Header("Retry-After", "7")], .unavailable, "http_503"),
        AnswerCase(504, .inDoubt, "http_504"),
    ]

    @Test(arguments: cancels)
    func `a cancel is judged as the table says`(_ answer: AnswerCase) {
        answer.check(Self.provider.judgeCancel(answer.answer, of: Self.id))
    }

    static let account: Set<String> = [
        "unauthorized", "forbidden", "subscription_inactive", "trial_expired",
        "terms_not_accepted", "insufficient_funds",
    ]

    @Test(arguments: Documented.shipStationErrorCodes)
    func `every error code with a 400 is a refusal that is looked at or ends the lane`(
        _ code: String
    ) {
        let judgement = Self.provider.judgeCancel(answer(400, Self.errors(code)), of: Self.id)
        #expect(judgement.code == code)
        if Self.account.contains(code) {
            #expect(judgement.verdict == .unauthorized && judgement.endsLane)
        } else if code == "rate_limit_exceeded" {
            #expect(judgement.verdict == .throttled)
        } else {
            #expect(judgement.verdict == .refused && judgement.wantsLook && !judgement.endsLane)
        }
    }

    @Test(arguments: Documented.shipStationErrorCodes)
    func `no error code makes a server error anything but doubt`(_ code: String) {
        let judgement = Self.provider.judgeCancel(answer(500, Self.errors(code)), of: Self.id)
        #expect(judgement.verdict == .inDoubt)
    }

    @Test func `the request id and a carrier's words are kept`() {
        let judgement = Self.provider.judgeCancel(
            answer(400, Self.errors("unspecified", source: "carrier")), of: Self.id)
        #expect(judgement.requestID == "aa3d8e8e-462b-4476-9618-72db7f7b7009")
        #expect(judgement.message == "carrier: No.")
    }

    static let voids: [AnswerCase] = [
        AnswerCase(
            200, #"{"approved":true,"message":"This label has been voided."}"#, .cancelled,
            "http_200"),
        AnswerCase(
            200, #"{"approved":false,"message":"No","reason_code":"label_already_voided"}"#,
            .refused, "label_already_voided", look: true),
        AnswerCase(
            200, #"{"approved":false,"message":"No","reason_code":"something_new"}"#, .refused,
            "something_new"),
        AnswerCase(200, #"{"approved":false,"message":"No"}"#, .refused, "http_200"),
        AnswerCase(200, #"{"approved":"true"}"#, .inDoubt, "http_200"),
        AnswerCase(200, #"{"message":"ok"}"#, .inDoubt, "http_200"),
        AnswerCase(200, #"{"approved":true,"mess"#, .inDoubt, "http_200"),
        AnswerCase(
            200, #"{"approved":true,"errors":[{"error_code":"unknown","message":"x"}]}"#, .inDoubt,
            "unknown"),
        AnswerCase(200, .inDoubt, "http_200"),
        AnswerCase(204, .inDoubt, "http_204"),
        AnswerCase(400, errors("invalid_status"), .refused, "invalid_status", look: true),
        AnswerCase(404, errors("unspecified"), .notFound, "unspecified"),
        AnswerCase(429, .throttled, "http_429"),
        AnswerCase(500, .inDoubt, "http_500"),
    ]

    @Test(arguments: voids)
    func `a void is judged as the table says`(_ answer: AnswerCase) {
        answer.check(Self.provider.judgeVoid(answer.answer, of: "se-1"))
    }

    @Test(arguments: Documented.shipStationVoidReasons)
    func `every reason for a void that was not approved is a refusal`(_ reason: String) {
        let judgement = Self.provider.judgeVoid(
            answer(200, #"{"approved":false,"message":"m","reason_code":"\#(reason)"}"#),
            of: "se-1")
        #expect(judgement.verdict == .refused)
        #expect(judgement.code == reason)
        #expect(judgement.wantsLook == (reason == "label_already_voided"))
    }

    @Test func `a void that takes other labels with it names them all`() {
        let body = #"{"approved":true,"message":"m","voided_label_ids":["se-1","se-2"]}"#
        let judgement = Self.provider.judgeVoid(answer(200, body), of: "se-1")
        #expect(judgement.voidedLabelIDs == ["se-1", "se-2"])
        let alone = Self.provider.judgeVoid(answer(200, #"{"approved":true}"#), of: "se-1")
        #expect(alone.voidedLabelIDs == ["se-1"])
    }

    static let looks: [LookCase] = [
        LookCase(#"{"shipment_status":"cancelled"}"#, .cancelled, "cancelled"),
        LookCase(#"{"shipment_id":"se-28529731","shipment_status":"pending"}"#, .open, "pending"),
        LookCase(#"{"shipment_status":"processing"}"#, .closed, "processing"),
        LookCase(#"{"shipment_status":"label_purchased"}"#, .closed, "label_purchased"),
        LookCase(#"{"shipment_status":"canceled"}"#, .unknown, "canceled"),
        LookCase(#"{"shipment_status":""}"#, .unknown, ""),
        LookCase(
            #"{"shipment_id":"se-1","shipment_status":"cancelled"}"#, .unknown, "other_shipment"),
        LookCase(404, errors("unspecified"), .missing, "unspecified"),
        LookCase(410, "", .missing, "http_410"),
    ]

    @Test(arguments: looks)
    func `a look sees what the state says`(_ look: LookCase) {
        look.check(Self.provider.judgeLook(answer(look.status, look.body), of: Self.id))
    }

    static let failures: [FailureCase] = [
        FailureCase(200, "", .trouble, "http_200"),
        FailureCase(200, #"{"shipment_status":"cancel"#, .trouble, "http_200"),
        FailureCase(200, #"{"shipment_status":4}"#, .trouble, "http_200"),
        FailureCase(
            200, #"{"shipment_status":"cancelled","errors":[{"error_code":"unknown"}]}"#, .trouble,
            "unknown"),
        FailureCase(206, #"{"shipment_status":"cancelled"}"#, .trouble, "http_206"),
        FailureCase(302, "", .redirected, "http_302"),
        FailureCase(400, errors("invalid_identifier"), .trouble, "invalid_identifier"),
        FailureCase(401, errors("unauthorized"), .unauthorized, "unauthorized"),
        FailureCase(403, "", .unauthorized, "http_403"),
        FailureCase(429, errors("rate_limit_exceeded"), .throttled, "rate_limit_exceeded"),
        FailureCase(500, "", .unavailable, "http_500"),
        FailureCase(503, "", .unavailable, "http_503"),
    ]

    @Test(arguments: failures)
    func `a look that failed says why`(_ failure: FailureCase) {
        failure.check(Self.provider.judgeLook(answer(failure.status, failure.body), of: Self.id))
    }

    @Test func `the labels of a shipment come with their money and the next page`() throws {
        let body = """
            {"labels":[{"label_id":"se-7","status":"completed","voided":false,"shipment_id":
            "se-28529731","shipment_cost":{"currency":"usd","amount":7.10},"insurance_cost":
            {"currency":"usd","amount":0.00},"tracking_number":"9400","charge_event":
            "on_creation"},{"label_id":"se-8","status":"voided","voided":true,"voided_at":
            "2026-01-01T00:00:00Z"}],"total":3,"page":1,"pages":2,"links":{}}
            """
        let verdict = Self.provider.judgeLabels(answer(200, body), of: Self.id)
        guard case .saw(let labels, let next) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        try #require(labels.count == 2)
        #expect(next == 2)
        #expect(labels[0].kind == .open && labels[0].cost == "7.10" && labels[0].currency == "USD")
        #expect(labels[0].insurance == "0.00" && labels[0].chargeEvent == "on_creation")
        #expect(labels[1].kind == .cancelled && labels[1].voidedAt == "2026-01-01T00:00:00Z")
    }

    static let labelStates: [(String, Sighting.Kind)] = [
        (#"{"label_id":"se-7","status":"voided","voided":true}"#, .cancelled),
        (#"{"label_id":"se-7","voided":true}"#, .cancelled),
        (#"{"status":"voided"}"#, .cancelled),
        (#"{"status":"completed","voided":false}"#, .open),
        (#"{"status":"completed"}"#, .open),
        (#"{"status":"completed","voided":true}"#, .unknown),
        (#"{"status":"voided","voided":false}"#, .unknown),
        (#"{"status":"error","voided":false}"#, .closed),
        (#"{"status":"processing","voided":false}"#, .unknown),
        (#"{"status":"shredded","voided":false}"#, .unknown),
        (#"{"label_id":"se-8","status":"voided","voided":true}"#, .unknown),
    ]

    @Test(arguments: labelStates)
    func `a label is voided only when both of its words say so`(
        _ body: String, _ kind: Sighting.Kind
    ) {
        let verdict = Self.provider.judgeLabelLook(answer(200, body), of: "se-7")
        guard case .saw(let label) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(label.kind == kind)
        #expect(label.id == "se-7")
    }

    @Test func `a list that holds another shipment's label is not believed`() {
        let body = #"{"labels":[{"label_id":"se-7","status":"completed","shipment_id":"se-1"}]}"#
        guard case .failed(let failure) = Self.provider.judgeLabels(answer(200, body), of: Self.id)
        else {
            Issue.record("believed")
            return
        }
        #expect(failure.code == "other_shipment")
    }

    static let rows: [([String: String], Bool, String?)] = [
        ([:], false, nil),
        (["label_id": "se-9", "label_status": "completed"], false, "label not voided"),
        (["label_id": "se-9"], false, "label not voided"),
        (["label_id": "se-9", "label_status": "Voided "], false, nil),
        (["label_id": "", "status": "label_purchased"], false, "label not voided"),
        (["label_id": "se-9", "label_status": "completed"], true, nil),
        (["status": "pending"], false, nil),
    ]

    @Test(arguments: rows)
    func `a shipment with a live label is held unless labels may be voided`(
        _ row: [String: String], _ voidLabels: Bool, _ hold: String?
    ) {
        #expect(
            Self.provider.precondition(RowFields(voidLabels: voidLabels) { row[$0] }) == hold)
    }
}

// SPDX-License-Identifier: MIT

import Model
import Providers
import Testing

struct SendcloudTests {
    static let provider = Sendcloud()
    static let id = "1751075"

    static func general(_ code: String, _ status: Int = 400) -> String {
        #"{"errors":[{"detail":"No.","status":"\#(status)","source":{"pointer":"/data"},"#
            + #""code":"\#(code)"}]}"#
    }

    static let conflict =
        #"{"errors":[{"field":"returns","code":409,"message":"Return is not cancellable."}]}"#

    static let cancels: [AnswerCase] = [
        AnswerCase(
            202, #"{"message":"Cancellation requested successfully"}"#, .accepted, "http_202"),
        AnswerCase(202, #"{"message":"Annulering aangevraagd ✓"}"#, .accepted, "http_202"),
        AnswerCase(202, #"{"message":"m","id":1751075}"#, .accepted, "http_202"),
        AnswerCase(202, #"{"message":"m","id":777}"#, .inDoubt, "http_202"),
        AnswerCase(202, .inDoubt, "http_202"),
        AnswerCase(202, "{}", .inDoubt, "http_202"),
        AnswerCase(202, #"{"message":"Cancel"#, .inDoubt, "http_202"),
        AnswerCase(202, #"{"message":"m","errors":[{"code":"x"}]}"#, .inDoubt, "x"),
        AnswerCase(200, #"{"message":"ok"}"#, .inDoubt, "http_200"),
        AnswerCase(204, .inDoubt, "http_204"),
        AnswerCase(302, .redirected, "http_302", endsLane: true),
        AnswerCase(400, general("invalid"), .refused, "invalid", look: true),
        AnswerCase(
            401, general("authentication_failed", 401), .unauthorized, "authentication_failed",
            endsLane: true),
        AnswerCase(401, .unauthorized, "http_401", endsLane: true),
        AnswerCase(403, general("forbidden", 403), .unauthorized, "forbidden", endsLane: true),
        AnswerCase(404, .notFound, "http_404"),
        AnswerCase(404, general("not_found", 404), .notFound, "not_found"),
        AnswerCase(409, conflict, .refused, "409", look: true),
        AnswerCase(409, .refused, "http_409", look: true),
        AnswerCase(
            409, #"{"error":{"code":"conflict","request":"api/v3","message":"No"}}"#, .refused,
            "conflict", look: true),
        AnswerCase(422, general("required"), .refused, "required"),
        AnswerCase(429, .throttled, "http_429"),
        AnswerCase(500, general("unknown_error", 500), .inDoubt, "unknown_error"),
        AnswerCase(503, headers: [Header("Retry-After", "1")], .unavailable, "http_503"),
        AnswerCase(504, .inDoubt, "http_504"),
    ]

    @Test(arguments: cancels)
    func `a cancel is judged as the table says`(_ answer: AnswerCase) {
        answer.check(Self.provider.judgeCancel(answer.answer, of: Self.id))
    }

    static let shapes: [(String, String, String)] = [
        (conflict, "409", "Return is not cancellable."),
        (general("not_found"), "not_found", "No."),
        (#"{"error":{"code":"c","message":"M"}}"#, "c", "M"),
        (#"{"errors":{"code":"c","message":"M"}}"#, "c", "M"),
        (#"{"errors":["just words"]}"#, "http_409", "just words"),
        (#"{"detail":"Throttled."}"#, "http_409", "Throttled."),
    ]

    @Test(arguments: shapes)
    func `every shape of an error gives its code and its words`(
        _ body: String, _ code: String, _ message: String
    ) {
        let judgement = Self.provider.judgeCancel(answer(409, body), of: Self.id)
        #expect(judgement.code == code)
        #expect(judgement.message == message)
    }

    static func history(_ entries: (String, String)..., cancellable: String = "false") -> String {
        let list = entries.map {
            #"{"carrier_update_timestamp":"\#($0.0)","parent_status":"\#($0.1)"}"#
        }
        return #"{"is_cancellable":\#(cancellable),"status_history":["#
            + list.joined(separator: ",") + "]}"
    }

    static let early = "2022-07-18T15:34:21.862840+02:00"
    static let late = "2022-07-18T15:34:21.862841+02:00"

    static let looks: [LookCase] = [
        LookCase(history((early, "cancelled")), .cancelled, "cancelled"),
        LookCase(history((early, "CANCELLED_UPSTREAM")), .cancelled, "cancelled-upstream"),
        LookCase(history((early, "Cancelled upstream")), .cancelled, "cancelled-upstream"),
        LookCase(history((early, "2000")), .cancelled, "2000"),
        LookCase(history((early, "cancelling_upstream")), .cancelling, "cancelling-upstream"),
        LookCase(history((early, "cancelling")), .cancelling, "cancelling"),
        LookCase(
            history((early, "CANCELLATION_FAILED")), .closed, "cancellation-failed", failed: true),
        LookCase(
            history((early, "cancellation-failed"), cancellable: "true"), .closed,
            "cancellation-failed", failed: true),
        LookCase(history((early, "delivered")), .closed, "delivered"),
        LookCase(history((early, "Ready to Ship")), .closed, "ready-to-ship"),
        LookCase(history((early, "announced"), cancellable: "true"), .open, "announced"),
        LookCase(history((early, "new-status"), cancellable: "true"), .open, "new-status"),
        LookCase(history((early, "new-status")), .unknown, "new-status"),
        LookCase(history((early, "unknown")), .unknown, "unknown"),
        LookCase(history((early, "cancelled?")), .cancelled, "cancelled"),
        LookCase(history((early, "not cancelled")), .unknown, "not cancelled"),
        // The newest entry counts, wherever it stands.
        LookCase(history((early, "announced"), (late, "cancelled")), .cancelled, "cancelled"),
        LookCase(history((late, "cancelled"), (early, "announced")), .cancelled, "cancelled"),
        LookCase(history((early, "cancelled"), (late, "delivered")), .closed, "delivered"),
        LookCase(
            history(("2022-07-18T13:35:00Z", "cancelled"), (late, "announced")), .cancelled,
            "cancelled"),
        LookCase(
            history((early, "announced"), (early, "cancelled")), .unknown, "announced / cancelled"),
        LookCase(history(("", "cancelled")), .cancelled, "cancelled"),
        LookCase(
            history(("yesterday", "cancelled"), (late, "announced")), .unknown,
            "cancelled / announced"),
        LookCase(
            history(("2022-07-18 15:34:21", "announced"), (late, "cancelled")), .unknown,
            "announced / cancelled"),
        LookCase(#"{"is_cancellable":true,"status_history":[]}"#, .open, "no_status"),
        LookCase(#"{"is_cancellable":false,"status_history":[]}"#, .closed, "no_status"),
        LookCase(#"{"is_cancellable":false}"#, .closed, "no_status"),
        LookCase(#"{"data":\#(history((early, "cancelled")))}"#, .cancelled, "cancelled"),
        LookCase(#"{"parent_status":"cancelled","is_cancellable":false}"#, .cancelled, "cancelled"),
        LookCase(#"{"data":{"parent_status":"cancelling"}}"#, .cancelling, "cancelling"),
        LookCase(#"{"parent_status":{"id":2000,"message":"Cancelled"}}"#, .cancelled, "2000"),
        LookCase(
            #"{"parent_status":"announced","is_cancellable":false,"status_history":"#
                + #"[{"carrier_update_timestamp":"\#(early)","parent_status":"cancelled"}]}"#,
            .unknown, "cancelled / announced"),
        LookCase(#"{"parent_status":"delivered"}"#, .unknown, "delivered"),
        // An answer about another return is believed by nobody; one without an id is ours.
        LookCase(#"{"id":777,"parent_status":"cancelled"}"#, .unknown, "other_shipment"),
        LookCase(#"{"return_id":"777","is_cancellable":true}"#, .unknown, "other_shipment"),
        LookCase(#"{"data":{"id":777,"parent_status":"cancelled"}}"#, .unknown, "other_shipment"),
        LookCase(#"{"id":1751075,"parent_status":"cancelled"}"#, .cancelled, "cancelled"),
        LookCase(#"{"id":"01751075","parent_status":"cancelled"}"#, .cancelled, "cancelled"),
        LookCase(#"{"id":null,"parent_status":"cancelled"}"#, .cancelled, "cancelled"),
        LookCase(404, "", .missing, "http_404"),
        LookCase(410, "", .missing, "http_410"),
    ]

    @Test(arguments: looks)
    func `a look sees what the newest status says`(_ look: LookCase) {
        look.check(Self.provider.judgeLook(answer(look.status, look.body), of: Self.id))
    }

    static let failures: [FailureCase] = [
        FailureCase(200, "", .trouble, "http_200"),
        FailureCase(200, "{}", .trouble, "http_200"),
        FailureCase(200, #"{"status":"open"}"#, .trouble, "http_200"),
        FailureCase(200, #"{"is_cancellable":"yes"}"#, .trouble, "http_200"),
        FailureCase(200, #"{"is_cancellable":true,"errors":[{"code":"x"}]}"#, .trouble, "x"),
        FailureCase(401, "", .unauthorized, "http_401"),
        FailureCase(403, general("forbidden"), .unauthorized, "forbidden"),
        FailureCase(429, "", .throttled, "http_429"),
        FailureCase(500, "", .unavailable, "http_500"),
    ]

    @Test(arguments: failures)
    func `a look that failed says why`(_ failure: FailureCase) {
        failure.check(Self.provider.judgeLook(answer(failure.status, failure.body), of: Self.id))
    }

    @Test(arguments: Documented.sendcloudErrorCodes)
    func `every error code with a 400 is no success and says whose fault it is`(_ code: String) {
        let judgement = Self.provider.judgeCancel(answer(400, Self.general(code)), of: Self.id)
        #expect(judgement.code == code)
        #expect(
            judgement.verdict == (code == "authentication_failed" ? .unauthorized : .refused))
    }

    @Test(arguments: Documented.sendcloudParentStatuses)
    func `only the words for cancelled are cancelled, whatever is_cancellable says`(
        _ word: String
    ) {
        for cancellable in ["true", "false"] {
            let body = Self.history((Self.early, word), cancellable: cancellable)
            guard case .saw(let seen) = Self.provider.judgeLook(answer(200, body), of: Self.id)
            else {
                Issue.record("\(word) not seen")
                continue
            }
            let isCancelled = ["cancelled", "cancelled-upstream", "1998", "2000"].contains(word)
            #expect((seen.kind == .cancelled) == isCancelled)
            let isUnderWay = word.hasPrefix("cancelling") || ["1999", "2001"].contains(word)
            #expect((seen.kind == .cancelling) == isUnderWay)
        }
    }

    @Test(arguments: [("false", "not cancellable"), ("False", "not cancellable"), ("true", nil)])
    func `a return that says it is not cancellable is held`(_ text: String, _ hold: String?) {
        let row = RowFields { $0 == "is_cancellable" ? text : nil }
        #expect(Self.provider.precondition(row) == hold)
        #expect(Self.provider.precondition(RowFields { _ in nil }) == nil)
    }
}

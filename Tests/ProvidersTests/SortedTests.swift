// SPDX-License-Identifier: MIT

import Model
import Providers
import Testing

struct SortedTests {
    static let provider = Sorted()
    static let id = ProviderName.sortedPro.exampleID

    static func error(_ code: String, child: String? = nil) -> String {
        let details = child.map {
            #"[{"property":"reference","code":"\#($0)","message":"Child."}]"#
        }
        return #"{"correlation_id":"c-1","code":"\#(code)","message":"Parent.","details":"#
            + #"\#(details ?? "[]"),"_links":null}"#
    }

    static func success(
        _ reference: String = id, message: String = "Shipment has been cancelled"
    ) -> String {
        #"{"reference":"\#(reference)","custom_reference":"x","message":"\#(message)","_links":[]}"#
    }

    static let cancels: [AnswerCase] = [
        AnswerCase(200, success(), .cancelled, "http_200"),
        AnswerCase(201, success(), .cancelled, "http_201"),
        AnswerCase(202, success(), .accepted, "http_202"),
        AnswerCase(200, success("sp_1"), .inDoubt, "http_200"),
        AnswerCase(200, success(message: "Shipment was not cancelled"), .inDoubt, "http_200"),
        AnswerCase(200, success(message: "It can't be cancelled."), .inDoubt, "http_200"),
        AnswerCase(200, success(message: "Cancellation FAILED"), .inDoubt, "http_200"),
        AnswerCase(200, #"{"message":"done"}"#, .inDoubt, "http_200"),
        AnswerCase(200, error("conflict"), .inDoubt, "conflict"),
        AnswerCase(200, .inDoubt, "http_200"),
        AnswerCase(204, .inDoubt, "http_204"),
        AnswerCase(308, .redirected, "http_308", endsLane: true),
        AnswerCase(
            400, error("validation_error", child: "invalid_state_for_operation"), .refused,
            "invalid_state_for_operation", look: true),
        AnswerCase(
            400, error("validation_error", child: "invalid_reference_format"), .refused,
            "invalid_reference_format", look: true),
        AnswerCase(
            400, error("validation_error", child: "brand_new"), .refused, "brand_new", look: true),
        AnswerCase(400, error("validation_error"), .refused, "validation_error", look: true),
        AnswerCase(
            400, error("version_header_missing"), .unauthorized, "version_header_missing",
            endsLane: true),
        AnswerCase(
            400, error("validation_error", child: "version_header_error"), .unauthorized,
            "version_header_error", endsLane: true),
        AnswerCase(401, error("invalid_api_key"), .unauthorized, "invalid_api_key", endsLane: true),
        AnswerCase(
            401, #"{"statusCode":401,"message":"Access denied"}"#, .unauthorized, "http_401",
            endsLane: true),
        AnswerCase(403, .unauthorized, "http_403", endsLane: true),
        AnswerCase(
            404, error("not_found", child: "shipment_not_found"), .notFound, "shipment_not_found"),
        AnswerCase(404, error("processing"), .refused, "processing", look: true),
        AnswerCase(404, .notFound, "http_404"),
        AnswerCase(405, error("method_not_supported"), .refused, "method_not_supported"),
        AnswerCase(409, error("conflict"), .refused, "conflict", look: true),
        AnswerCase(410, error("resource_removed"), .notFound, "resource_removed"),
        AnswerCase(418, error("status_code_error"), .refused, "status_code_error"),
        AnswerCase(409, error("status_code_error"), .refused, "status_code_error", look: true),
        AnswerCase(
            403, error("status_code_error"), .unauthorized, "status_code_error", endsLane: true),
        AnswerCase(404, error("status_code_error"), .notFound, "status_code_error"),
        AnswerCase(429, error("conflict"), .refused, "conflict"),
        AnswerCase(429, error("conflict", child: "rule_conflict"), .refused, "rule_conflict"),
        AnswerCase(
            429, error("rule_conflict"), headers: [Header("Retry-After", "1")], .refused,
            "rule_conflict"),
        AnswerCase(
            429, #"{"statusCode":429,"message":"Rate limit is exceeded."}"#, .throttled,
            "http_429"),
        AnswerCase(429, .throttled, "http_429"),
        AnswerCase(500, error("internal_server_error"), .inDoubt, "internal_server_error"),
        AnswerCase(503, .inDoubt, "http_503"),
        AnswerCase(503, headers: [Header("Retry-After", "9")], .unavailable, "http_503"),
        AnswerCase(521, error("shipment_not_found"), .inDoubt, "shipment_not_found"),
        AnswerCase(531, error("no_quotes_available"), .inDoubt, "no_quotes_available"),
    ]

    @Test(arguments: cancels)
    func `a cancel is judged as the table says`(_ answer: AnswerCase) {
        answer.check(Self.provider.judgeCancel(answer.answer, of: Self.id))
    }

    static let deletions: [AnswerCase] = [
        AnswerCase(200, success(), .cancelled, "http_200"),
        AnswerCase(200, success("sp_2"), .inDoubt, "http_200"),
        AnswerCase(
            400, error("validation_error", child: "invalid_state_for_operation"), .refused,
            "invalid_state_for_operation", look: true),
        AnswerCase(410, error("resource_removed"), .notFound, "resource_removed"),
        AnswerCase(500, .inDoubt, "http_500"),
    ]

    @Test(arguments: deletions)
    func `a deletion is judged as the table says`(_ answer: AnswerCase) throws {
        let deletion = try #require(Self.provider.deletion)
        answer.check(deletion.judgeDelete(answer.answer, of: Self.id))
    }

    @Test(arguments: Documented.sortedErrors)
    func `every documented code is judged by its own line and never as success`(
        _ status: Int, _ code: String
    ) {
        let judgement = Self.provider.judgeCancel(answer(status, Self.error(code)), of: Self.id)
        #expect(judgement.code == code)
        #expect(judgement.verdict != .cancelled && judgement.verdict != .accepted)
        #expect(judgement.requestID == "c-1")
        #expect((judgement.verdict == .inDoubt) == (status >= 500))
    }

    static let open: Set<String> = [
        "unallocated", "allocated", "allocation_failed", "ready_to_ship", "manifest_failed",
        "collection_booking_failed", "collection_booking_pending",
    ]

    @Test(arguments: Documented.sortedStates)
    func `every state is cancelled, under way, open or closed as the law has it`(_ state: String) {
        let body = #"{"reference":"\#(Self.id)","state":"\#(state)"}"#
        let wanted: Sighting.Kind =
            switch state {
            case "cancelled": .cancelled
            case "cancelling": .cancelling
            case _ where Self.open.contains(state): .open
            default: .closed
            }
        LookCase(body, wanted, state).check(Self.provider.judgeLook(answer(200, body), of: Self.id))
    }

    static let looks: [LookCase] = [
        LookCase(#"{"state":"cancel_failed"}"#, .unknown, "cancel_failed"),
        LookCase(#"{"reference":"sp_9","state":"cancelled"}"#, .unknown, "other_shipment"),
        LookCase(404, error("shipment_not_found"), .missing, "shipment_not_found"),
        LookCase(404, error("processing"), .unknown, "processing"),
        LookCase(410, error("resource_quarantined"), .missing, "resource_quarantined"),
    ]

    @Test(arguments: looks)
    func `a look sees what the state says`(_ look: LookCase) {
        look.check(Self.provider.judgeLook(answer(look.status, look.body), of: Self.id))
    }

    static let failures: [FailureCase] = [
        FailureCase(200, #"{"state":null}"#, .trouble, "http_200"),
        FailureCase(200, "<html></html>", .trouble, "http_200"),
        FailureCase(400, error("version_header_error"), .unauthorized, "version_header_error"),
        FailureCase(401, error("unauthorised"), .unauthorized, "unauthorised"),
        FailureCase(429, error("conflict"), .trouble, "conflict"),
        FailureCase(429, "", .throttled, "http_429"),
        FailureCase(521, error("allocation_failed"), .unavailable, "allocation_failed"),
    ]

    @Test(arguments: failures)
    func `a look that failed says why`(_ failure: FailureCase) {
        failure.check(Self.provider.judgeLook(answer(failure.status, failure.body), of: Self.id))
    }

    @Test func `the version header goes with every request`() throws {
        let endpoint = ProviderName.sortedPro.endpoint
        let deletion = try #require(Self.provider.deletion)
        let look = try Self.provider.look(Self.id, at: endpoint)
        let requests = try [
            Self.provider.cancel(Self.id, at: endpoint), #require(look),
            deletion.delete(Self.id, at: endpoint),
        ]
        for request in requests {
            #expect(request.headers.contains(Header("x-api-version", "2")))
        }
        var without = endpoint
        without.apiVersion = nil
        #expect(throws: Problem.self) { try Self.provider.cancel(Self.id, at: without) }
    }

    @Test(arguments: Documented.sortedStates)
    func `what is manifested is held, and nothing that is open`(_ state: String) {
        let hold = Self.provider.precondition(RowFields { $0 == "status" ? state : nil })
        if Self.open.contains(state) || state.hasPrefix("cancel") { #expect(hold == nil) }
        if ["manifested", "manifesting", "dispatched", "in_transit", "delivered"].contains(state) {
            #expect(hold == "manifested")
        }
    }
}

// SPDX-License-Identifier: MIT

import Model
import Providers
import Testing

struct MicrosoftTests {
    static let provider = Microsoft()
    static let id = ProviderName.microsoftHardware.exampleID

    static func error(_ code: String, _ message: String = "No.") -> String {
        #"{"error":{"code":"\#(code)","message":"\#(message)","validationErrors":"#
            + #"[{"target":"t","message":"Because."}],"trace":{"requestId":"r-1"}}}"#
    }

    static let busy =
        "Can't update the shipping label when another workflow is in progress. Try again."

    static let cancels: [AnswerCase] = [
        AnswerCase(204, .accepted, "http_204"),
        AnswerCase(200, .inDoubt, "http_200"),
        AnswerCase(202, "{}", .inDoubt, "http_202"),
        AnswerCase(302, .redirected, "http_302", endsLane: true),
        AnswerCase(400, error("InvalidInput"), .refused, "InvalidInput", look: true),
        AnswerCase(400, error("invalidInput", busy), .refused, "invalidInput", look: true),
        AnswerCase(
            400, error("requestInvalidForCurrentState"), .refused, "requestInvalidForCurrentState",
            look: true),
        AnswerCase(
            422, error("RequestInvalidForCurrentState"), .refused, "RequestInvalidForCurrentState",
            look: true),
        AnswerCase(400, error("entityNotFound"), .notFound, "entityNotFound"),
        AnswerCase(400, error("UpdateUnauthorized"), .refused, "UpdateUnauthorized", look: true),
        AnswerCase(400, error("somethingNew"), .refused, "somethingNew", look: true),
        AnswerCase(
            400, #"{"statusCode":"invalidInput","message":"M"}"#, .refused, "invalidInput",
            look: true),
        AnswerCase(400, "Bad Request", .refused, "http_400", look: true),
        AnswerCase(401, .unauthorized, "http_401", endsLane: true),
        AnswerCase(
            403, error("updateUnauthorized"), .unauthorized, "updateUnauthorized", endsLane: true),
        AnswerCase(404, error("EntityNotFound"), .notFound, "EntityNotFound"),
        AnswerCase(404, .notFound, "http_404"),
        AnswerCase(409, error("conflict"), .refused, "conflict", look: true),
        AnswerCase(415, .refused, "http_415"),
        AnswerCase(422, error("InvalidInput"), .refused, "InvalidInput"),
        AnswerCase(429, .throttled, "http_429"),
        AnswerCase(500, .inDoubt, "http_500"),
        AnswerCase(
            502, error("requestInvalidForCurrentState"), .inDoubt,
            "requestInvalidForCurrentState"),
        AnswerCase(503, headers: [Header("Retry-After", "30")], .unavailable, "http_503"),
    ]

    @Test(arguments: cancels)
    func `a cancel is judged as the table says`(_ answer: AnswerCase) {
        answer.check(Self.provider.judgeCancel(answer.answer, of: Self.id))
    }

    @Test func `the error's words, its reasons and its request id are kept`() {
        let judgement = Self.provider.judgeCancel(
            answer(400, Self.error("InvalidInput")), of: Self.id)
        #expect(judgement.message == "No. · Because.")
        #expect(judgement.requestID == "r-1")
    }

    static func label(_ step: String, _ state: String = #""started""#, targeting: String = "{}")
        -> String
    {
        #"{"id":1152921504606980231,"workflowStatus":{"currentStep":\#(step),"state":\#(state),"#
            + #""messages":[]},"targeting":\#(targeting)}"#
    }

    static func hardware(_ states: String...) -> String {
        let list = states.map { #"{"hardwareId":"pci","distributionState":"\#($0)"}"# }
        return #"{"hardwareIds":["# + list.joined(separator: ",") + "]}"
    }

    static let looks: [LookCase] = [
        LookCase(label(#""microsoftApproval""#), .open, "microsoftApproval/started"),
        LookCase(label(#""MicrosoftApproval""#), .open, "microsoftApproval/started"),
        LookCase(
            label(#""microsoftApproval""#, targeting: hardware("added", "pendingRemove")),
            .cancelling, "pendingRemove"),
        LookCase(
            label(#""finalizePublishing""#, targeting: hardware("PendingRemove")), .cancelling,
            "pendingRemove"),
        LookCase(
            label(
                #""publishing""#,
                targeting: #"{"chids":[{"chid":"c","distributionState":"PendingRemove"}]}"#),
            .cancelling, "pendingRemove"),
        LookCase(
            label(#""microsoftApproval""#, targeting: hardware("added", "pendingAdd")), .open,
            "microsoftApproval/started"),
        LookCase(
            label(#""microsoftApproval""#, targeting: #"{"hardwareIds":[],"chids":[]}"#), .unknown,
            "microsoftApproval/no targeting"),
        LookCase(
            label(#""microsoftApproval""#, targeting: #"{"hardwareIds":[{"pnpString":"p"}]}"#),
            .open, "microsoftApproval/started"),
        LookCase(label(#""publishing""#), .unknown, "publishing/started"),
        LookCase(label("5", "1"), .unknown, "5/1"),
        LookCase(label(#""cancelled""#, #""published""#), .unknown, "cancelled/published"),
        LookCase(label("null", "null"), .unknown, ""),
        LookCase(
            #"{"id":5,"workflowStatus":{"currentStep":"microsoftApproval"}}"#, .unknown,
            "other_shipment"),
        LookCase(
            #"{"productId":5,"workflowStatus":{"currentStep":"microsoftApproval"}}"#, .unknown,
            "other_shipment"),
        LookCase(
            #"{"submissionId":"x","workflowStatus":{"currentStep":"microsoftApproval"}}"#,
            .unknown, "other_shipment"),
        // The vendor's own rounding of 1152921504606980231 is no other label.
        LookCase(
            #"{"id":1152921504606980200,"workflowStatus":{"currentStep":"microsoftApproval"}}"#,
            .open, "microsoftApproval"),
        LookCase(404, error("EntityNotFound"), .missing, "EntityNotFound"),
        LookCase(404, "", .missing, "http_404"),
    ]

    @Test(arguments: looks)
    func `a look sees what the label shows, and never a cancellation that is done`(
        _ look: LookCase
    ) {
        look.check(Self.provider.judgeLook(answer(look.status, look.body), of: Self.id))
        #expect(look.kind != .cancelled)
    }

    static let failures: [FailureCase] = [
        FailureCase(200, "{}", .trouble, "http_200"),
        FailureCase(200, #"{"workflowStatus":"started"}"#, .trouble, "http_200"),
        FailureCase(200, error("invalidInput"), .trouble, "invalidInput"),
        FailureCase(401, "", .unauthorized, "http_401"),
        FailureCase(403, "", .unauthorized, "http_403"),
        FailureCase(415, "", .trouble, "http_415"),
        FailureCase(422, "", .trouble, "http_422"),
        FailureCase(429, "", .throttled, "http_429"),
        FailureCase(502, "", .unavailable, "http_502"),
    ]

    @Test(arguments: failures)
    func `a look that failed says why`(_ failure: FailureCase) {
        failure.check(Self.provider.judgeLook(answer(failure.status, failure.body), of: Self.id))
    }

    @Test(arguments: [
        ("anotherPartner", "shared label"), ("AnotherPartner", "shared label"),
        ("windowsUpdate", nil), ("", nil),
    ])
    func `a label shared with a partner is held`(_ destination: String, _ hold: String?) {
        let row = RowFields { $0 == "destination" ? destination : nil }
        #expect(Self.provider.precondition(row) == hold)
    }
}

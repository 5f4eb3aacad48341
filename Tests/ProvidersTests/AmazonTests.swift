// SPDX-License-Identifier: MIT

import Model
import Providers
import Testing

struct AmazonTests {
    static let provider = Amazon()

    static func errors(_ code: String, _ message: String = "No.", details: String = "") -> String {
        #"{"errors":[{"code":"\#(code)","message":"\#(message)","details":"\#(details)"}]}"#
    }

    static let cancels: [AnswerCase] = [
        AnswerCase(200, "{}", .cancelled, "http_200"),
        AnswerCase(200, #"{"payload":{}}"#, .cancelled, "http_200"),
        AnswerCase(200, #"{"payload":{"anything":1}}"#, .cancelled, "http_200"),
        AnswerCase(200, .inDoubt, "http_200"),
        AnswerCase(200, #"{"payload":null}"#, .inDoubt, "http_200"),
        AnswerCase(200, #"{"message":"Shipment cancelled!"}"#, .inDoubt, "http_200"),
        AnswerCase(200, "[]", .inDoubt, "http_200"),
        AnswerCase(200, #"{"payload":{},"errors":[]}"#, .inDoubt, "http_200"),
        AnswerCase(200, errors("InvalidRequest"), .inDoubt, "InvalidRequest"),
        AnswerCase(202, "{}", .inDoubt, "http_202"),
        AnswerCase(204, .inDoubt, "http_204"),
        AnswerCase(307, .redirected, "http_307", endsLane: true),
        AnswerCase(400, errors("InvalidRequest"), .refused, "InvalidRequest"),
        AnswerCase(400, errors("SomethingNew"), .refused, "SomethingNew"),
        AnswerCase(
            400,
            errors("InvalidInput", details: "Shipment not found for specified shipmentId"),
            .notFound, "InvalidInput"),
        AnswerCase(
            400,
            errors(
                "InvalidRequest",
                "There is no marketplaceId configured to AmazonShippingIdentifier = X"),
            .unauthorized, "InvalidRequest", endsLane: true),
        AnswerCase(400, .refused, "http_400"),
        AnswerCase(401, errors("Unauthorized"), .unauthorized, "Unauthorized", endsLane: true),
        AnswerCase(403, errors("Unauthorized"), .unauthorized, "Unauthorized", endsLane: true),
        AnswerCase(403, .unauthorized, "http_403", endsLane: true),
        AnswerCase(404, errors("NotFound"), .notFound, "NotFound"),
        AnswerCase(409, errors("Conflict"), .refused, "Conflict"),
        AnswerCase(413, errors("InvalidRequest"), .refused, "InvalidRequest"),
        AnswerCase(415, errors("InvalidRequest"), .refused, "InvalidRequest"),
        AnswerCase(429, errors("TooManyRequests"), .throttled, "TooManyRequests"),
        AnswerCase(429, errors("QuotaExceeded"), .throttled, "QuotaExceeded"),
        AnswerCase(429, .throttled, "http_429"),
        AnswerCase(500, errors("InternalError"), .inDoubt, "InternalError"),
        AnswerCase(503, errors("ServiceUnavailable"), .inDoubt, "ServiceUnavailable"),
        AnswerCase(
            503, errors("ServiceUnavailable"), headers: [Header("retry-after", "5")], .unavailable,
            "ServiceUnavailable"),
    ]

    @Test(arguments: cancels)
    func `a cancel is judged as the table says, and never wants a look`(_ answer: AnswerCase) {
        answer.check(Self.provider.judgeCancel(answer.answer, of: "amzn1.sid.1"))
        #expect(!answer.wantsLook)
    }

    @Test func `the request id comes from the header and details join the message`() {
        let judgement = Self.provider.judgeCancel(
            answer(
                400, Self.errors("InvalidRequest", "Invalid", details: "ShipmentId cannot be null"),
                Header("X-Amzn-Requestid", "r-1")),
            of: "1")
        #expect(judgement.requestID == "r-1")
        #expect(judgement.message == "Invalid · ShipmentId cannot be null")
    }

    @Test func `the business id is sent with every request and never left out`() throws {
        let endpoint = ProviderName.amazonShipping.endpoint
        let request = try Self.provider.cancel("amzn1.sid.1", at: endpoint)
        #expect(
            request.headers.contains(Header("x-amzn-shipping-business-id", "AmazonShipping_US")))
        for missing in [nil, "", " "] {
            var without = endpoint
            without.businessID = missing
            #expect(throws: Problem.self) { try Self.provider.cancel("1", at: without) }
        }
        var torn = endpoint
        torn.businessID = "AmazonShipping_US\r\nx-evil: 1"
        #expect(throws: Problem.self) { try Self.provider.cancel("1", at: torn) }
    }

    @Test func `there is no look and no list, and the reason is said`() throws {
        let look = try Self.provider.look("1", at: ProviderName.amazonShipping.endpoint)
        #expect(look == nil)
        guard case .impossible(let reason) = Self.provider.listing else {
            Issue.record("listed")
            return
        }
        #expect(reason.contains("no call"))
    }
}

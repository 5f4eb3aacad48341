// SPDX-License-Identifier: MIT

import Formats
import Model

@testable import Execution

/// What the providers of a simulated night answer on a good day.
extension ProviderName {
    var isAsynchronous: Bool { self == .sendcloudReturns || self == .microsoftHardware }

    /// A cancel has the same effect twice at Amazon, so it answers as if it were the first.
    func cancel(
        _ before: SimulatedWorld.State, takesEffect: Bool, _ id: String
    ) -> Answer {
        if before == .missing { return missing }
        if takesEffect || self == .amazonShipping && before == .cancelled { return done(id) }
        return refusal
    }

    func done(_ id: String) -> Answer {
        switch self {
        case .shipStation, .microsoftHardware: Answer(status: 204)
        case .amazonShipping: .json(200, #"{"payload":{}}"#)
        case .sendcloudReturns:
            .json(202, #"{"message":"Cancellation requested successfully"}"#)
        case .sortedPro:
            .json(
                200,
                #"{"reference":"\#(id)","message":"has been cancelled","_links":[]}"#)
        }
    }

    var refusal: Answer {
        switch self {
        case .shipStation:
            .json(
                400,
                #"""
                {"request_id":"r","errors":[{"error_source":"ShipStation",
                "error_type":"business_rules","error_code":"invalid_status","message":"no"}]}
                """#)
        case .amazonShipping:
            .json(400, #"{"errors":[{"code":"InvalidRequest","message":"no"}]}"#)
        case .sendcloudReturns:
            .json(
                409,
                #"{"errors":[{"field":"returns","code":409,"message":"not cancellable"}]}"#)
        case .sortedPro:
            .json(
                400,
                #"""
                {"correlation_id":"c","code":"validation_error","message":"no","details":
                [{"property":"state","code":"invalid_state_for_operation","message":"no"}]}
                """#)
        case .microsoftHardware:
            .json(400, #"{"error":{"code":"requestInvalidForCurrentState","message":"no"}}"#)
        }
    }

    var missing: Answer {
        switch self {
        case .shipStation:
            .json(
                404,
                #"""
                {"request_id":"r","errors":[{"error_source":"ShipStation",
                "error_type":"system","error_code":"unspecified","message":"not found"}]}
                """#)
        case .amazonShipping: .json(404, #"{"errors":[{"code":"NotFound","message":"no"}]}"#)
        case .sendcloudReturns: Answer(status: 404)
        case .sortedPro:
            .json(
                404,
                #"""
                {"correlation_id":"c","code":"not_found","message":"no","details":
                [{"property":"reference","code":"shipment_not_found","message":"no"}]}
                """#)
        case .microsoftHardware:
            .json(404, #"{"error":{"code":"entityNotFound","message":"no"}}"#)
        }
    }

    func look(_ state: SimulatedWorld.State, _ id: String) -> Answer {
        if state == .missing { return missing }
        switch self {
        case .shipStation:
            let words: [SimulatedWorld.State: String] = [
                .cancelled: "cancelled", .open: "pending", .labelled: "label_purchased",
            ]
            let word = words[state] ?? "processing"
            return .json(200, #"{"shipment_id":"\#(id)","shipment_status":"\#(word)"}"#)
        case .sortedPro:
            let words: [SimulatedWorld.State: String] = [
                .open: "allocated", .cancelling: "cancelling", .cancelled: "cancelled",
                .closed: "dispatched",
            ]
            return .json(200, #"{"reference":"\#(id)","state":"\#(words[state] ?? "lost")"}"#)
        case .sendcloudReturns:
            let words: [SimulatedWorld.State: String] = [
                .open: "announced", .cancelling: "cancelling", .cancelled: "cancelled",
                .closed: "delivered", .failed: "cancellation-failed",
            ]
            return .json(
                200,
                #"""
                {"is_cancellable":\#(state == .open),"status":"requested","status_history":[
                {"carrier_update_timestamp":"2026-11-20T01:00:00+00:00",
                "parcel_status_history_id":"1","parent_status":"\#(words[state] ?? "lost")"}]}
                """#)
        case .microsoftHardware:
            let removing = state == .cancelling || state == .cancelled
            let isClosed = state == .closed
            let step = isClosed ? "finalizePublishing" : "microsoftApproval"
            let last = id.split(separator: "/").last ?? "0"
            return .json(
                200,
                #"""
                {"id":\#(last),"destination":"windowsUpdate","workflowStatus":{"currentStep":
                "\#(step)","state":"\#(isClosed ? "completed" : "started")"},
                "targeting":{"hardwareIds":[{"hardwareId":"PCI\\1","distributionState":
                "\#(removing ? "pendingRemove" : "added")"}]}}
                """#)
        case .amazonShipping:
            return Answer(status: 404)
        }
    }
}

extension Answer {
    static func json(_ status: Int, _ body: String) -> Answer {
        Answer(
            status: status, headers: [Header("Content-Type", "application/json")],
            body: Array(body.utf8))
    }
}

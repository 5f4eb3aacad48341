// SPDX-License-Identifier: MIT

import Formats
import Model

@testable import Execution

/// The providers of a simulated night: what they hold, what they were sent, what it did.
struct SimulatedWorld {
    enum State: String { case open, cancelling, cancelled, closed, missing }

    /// One request as the server saw it.
    struct Arrival {
        let provider: ProviderName
        let id: String
        let isRead: Bool
        let at: Int64
        /// The state before it, and whether it changed it.
        let before: State
        let hadEffect: Bool
    }

    struct Key: Hashable {
        let provider: ProviderName
        let id: String
    }

    private(set) var shipments: [Key: State] = [:]
    private(set) var arrivals: [Arrival] = []
    /// How many cancels took effect.
    private(set) var effects: [Key: Int] = [:]

    mutating func add(_ id: String, _ state: State, at provider: ProviderName) {
        shipments[Key(provider: provider, id: id)] = state
    }

    func state(of id: String, at provider: ProviderName) -> State {
        shipments[Key(provider: provider, id: id)] ?? .missing
    }

    /// Takes in a request and answers it as the provider would on a good day.
    mutating func receive(
        _ request: Request, of id: String, at provider: ProviderName, _ monotonic: Int64
    ) -> Answer {
        let key = Key(provider: provider, id: id)
        let before = shipments[key] ?? .missing
        let isRead = request.method == .get
        let takesEffect = !isRead && before == .open
        if takesEffect {
            shipments[key] = provider.isAsynchronous ? .cancelling : .cancelled
            effects[key, default: 0] += 1
        }
        arrivals.append(
            Arrival(
                provider: provider, id: id, isRead: isRead, at: monotonic, before: before,
                hadEffect: takesEffect))
        return isRead
            ? provider.look(before, id) : provider.cancel(before, takesEffect: takesEffect)
    }
}

extension ProviderName {
    var isAsynchronous: Bool { self == .sendcloudReturns || self == .microsoftHardware }

    /// A cancel has the same effect twice at Amazon, so it answers as if it were the first.
    fileprivate func cancel(_ before: SimulatedWorld.State, takesEffect: Bool) -> Answer {
        if before == .missing { return missing }
        if takesEffect || self == .amazonShipping && before == .cancelled { return done }
        return refusal
    }

    private var done: Answer {
        switch self {
        case .shipStation, .microsoftHardware: Answer(status: 204)
        case .amazonShipping: .json(200, #"{"payload":{}}"#)
        case .sendcloudReturns:
            .json(202, #"{"message":"Cancellation requested successfully"}"#)
        case .sortedPro:
            .json(200, #"{"reference":"x","message":"has been cancelled","_links":[]}"#)
        }
    }

    private var refusal: Answer {
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

    private var missing: Answer {
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

    fileprivate func look(_ state: SimulatedWorld.State, _ id: String) -> Answer {
        if state == .missing { return missing }
        switch self {
        case .shipStation:
            let word = state == .cancelled ? "cancelled" : state == .open ? "pending" : "processing"
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
                .closed: "delivered",
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
            let step = state == .closed ? "finalizePublishing" : "microsoftApproval"
            let last = id.split(separator: "/").last ?? "0"
            return .json(
                200,
                #"""
                {"id":\#(last),"destination":"windowsUpdate","workflowStatus":{"currentStep":
                "\#(step)","state":"\#(state == .closed ? "completed" : "started")"},
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

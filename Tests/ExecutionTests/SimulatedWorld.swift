// SPDX-License-Identifier: MIT

import Model

@testable import Execution

/// The providers of a simulated night: what they hold, what they were sent, what it did.
struct SimulatedWorld {
    enum State: String { case open, labelled, cancelling, cancelled, failed, closed, missing }

    /// One request as the server saw it.
    struct Arrival {
        let provider: ProviderName
        let isRead: Bool
        let at: Int64
    }

    struct Key: Hashable {
        let provider: ProviderName
        let id: String
    }

    struct Label {
        let id: String
        let shipment: String
        var isVoided = false
        /// The carrier never gives it up.
        var isStubborn = false
    }

    private(set) var shipments: [Key: State] = [:]
    private(set) var labels: [Label] = []
    /// Shipments whose labels are not what the export shows: none of them may be voided.
    var changed: Set<String> = []
    var arrivals: [Arrival] = []
    /// How many cancels and voids took effect.
    private(set) var effects: [Key: Int] = [:]
    private(set) var deleted: Set<Key> = []
    private(set) var broken: [String] = []

    mutating func add(_ id: String, _ state: State, at provider: ProviderName) {
        shipments[Key(provider: provider, id: id)] = state
    }

    mutating func add(_ label: Label) { labels.append(label) }

    func state(of id: String, at provider: ProviderName) -> State {
        let state = shipments[Key(provider: provider, id: id)] ?? .missing
        let isLabelled = labels.contains { $0.shipment == id && !$0.isVoided }
        return state == .open && isLabelled ? .labelled : state
    }

    func isVoided(_ label: String) -> Bool { labels.contains { $0.id == label && $0.isVoided } }

    /// Lets what was only asked for come to its end, one way or another.
    mutating func age(_ random: inout RandomSource) {
        for key in shipments.keys.sorted(by: { $0.id < $1.id }) {
            guard shipments[key] == .cancelling, key.provider == .sendcloudReturns else { continue }
            shipments[key] = [.cancelled, .cancelled, .failed, .cancelling].randomElement(
                using: &random)
        }
    }

    /// Takes in a request and answers it as the provider would on a good day.
    mutating func receive(
        _ request: Request, at provider: ProviderName, _ monotonic: Int64
    ) -> Answer {
        if request.url.contains("/v2/labels") { return receiveLabel(request) }
        let id = SimulatedAccounts.id(in: request.url, provider)
        let key = Key(provider: provider, id: id)
        let before = state(of: id, at: provider)
        if request.method == .get { return provider.look(before, id) }
        if request.method == .delete { return delete(key, before) }
        let takesEffect = before == .open
        if takesEffect {
            shipments[key] = provider.isAsynchronous ? .cancelling : .cancelled
            effects[key, default: 0] += 1
        }
        return provider.cancel(before, takesEffect: takesEffect, id)
    }

    private mutating func delete(_ key: Key, _ before: State) -> Answer {
        if before != .cancelled { broken.append("\(key.id) was deleted while \(before)") }
        deleted.insert(key)
        return key.provider.done(key.id)
    }

    private mutating func receiveLabel(_ request: Request) -> Answer {
        if let query = request.url.split(separator: "shipment_id=").dropFirst().first {
            let shipment = String(query.prefix { $0 != "&" })
            let bodies = labels.filter { $0.shipment == shipment }.map(\.json)
            return .json(
                200, #"{"labels":[\#(bodies.joined(separator: ","))],"page":1,"pages":1}"#)
        }
        let parts = request.url.split(separator: "/").map(String.init)
        let isVoid = parts.last == "void"
        let id = isVoid ? parts[parts.count - 2] : parts.last ?? ""
        guard let place = labels.firstIndex(where: { $0.id == id }) else {
            return ProviderName.shipStation.missing
        }
        return isVoid ? void(place) : .json(200, labels[place].json)
    }

    private mutating func void(_ place: Int) -> Answer {
        let label = labels[place]
        if changed.contains(label.shipment) { broken.append("\(label.id) had changed") }
        if label.isVoided {
            return .json(
                200,
                #"{"approved":false,"message":"no","reason_code":"label_already_voided"}"#)
        }
        if label.isStubborn {
            return .json(
                200, #"{"approved":false,"message":"no","reason_code":"contact_carrier"}"#)
        }
        labels[place].isVoided = true
        effects[Key(provider: .shipStation, id: label.id), default: 0] += 1
        return .json(200, #"{"approved":true,"message":"ok","voided_label_ids":["\#(label.id)"]}"#)
    }
}

extension SimulatedWorld.Label {
    var json: String {
        let status = isVoided ? "voided" : "completed"
        return
            #"{"label_id":"\#(id)","shipment_id":"\#(shipment)","status":"\#(status)","voided":\#(isVoided)}"#
    }
}

// SPDX-License-Identifier: MIT

import Formats
import Model

/// One account at one simulated provider: its shipments, and how it answers.
///
/// A class, so that a request changes one shipment in place; it never leaves the lock of `World`.
protocol Simulation: AnyObject {
    /// Judges a request and carries out what it asks for.
    func answer(_ request: Incoming, _ scene: inout Scene) -> Reply
    /// The answer to a request beyond the rate limit, or said to be.
    func throttled(_ request: Incoming, milliseconds: Int64, _ scene: Scene) -> Reply
    /// The provider's own 500, 502 or 503.
    func broken(_ status: Int, _ request: Incoming, _ scene: Scene) -> Reply
    func add(_ origin: Origin, _ scene: inout Scene) throws(Problem)
    /// Brings an asynchronous cancellation to its end.
    func settle(_ id: String, _ scene: inout Scene)
    /// Everything known of one shipment or label, for tests and people.
    func state(of id: String) -> JSON.Value?
    /// What could still be cancelled, in the shape the provider lists it.
    func listing(_ scene: Scene) -> JSON.Value
    /// What could still be cancelled, flat.
    func rows() -> [ExportRow]
}

/// What surrounds one request: the time, the chances, and where its consequences are noted.
struct Scene {
    let place: Place
    let now: Timestamp
    let requestID: String
    let lottery: Lottery
    let options: SandboxOptions
    let tokens: TokenStore
    /// `http://host:port/segment`, for the links in answers.
    let base: String
    var effects: [Effect] = []
    /// Cancellations begun here, and when they come to their end.
    var later: [(id: String, milliseconds: Int64)] = []

    mutating func note(_ kind: Effect.Kind, _ id: String) { effects.append(Effect(kind, id)) }

    /// Lets an asynchronous cancellation run its course.
    mutating func settleLater(_ id: String, _ item: SandboxItem) {
        guard item.scenario != .stuck else { return }
        let pause = item.settlesAfter?.milliseconds ?? options.settling.milliseconds(item.provider)
        later.append((id, pause))
    }

    /// Whether the asynchronous cancellation of this shipment fails.
    func fails(_ id: String, _ scenario: Scenario) -> Bool {
        scenario == .fail
            || lottery.share("settling", place.segment, id) < options.settling.failureShare
    }
}

// SPDX-License-Identifier: MIT

/// What each fault does to a request or to its answer.
enum FaultDelivery {
    /// Faults that happen instead of the request's effect; nil lets the request through.
    static func before(
        _ fault: FaultKind, _ request: Incoming, _ account: any Simulation, _ scene: Scene
    ) -> Outgoing? {
        switch fault {
        case .resetBefore: Outgoing(delivery: .reset)
        case .redirect:
            answer(Reply(302).adding("Location", "\(scene.base)/moved"))
        case .throttled: answer(account.throttled(request, milliseconds: 1000, scene))
        case .unavailable: answer(account.broken(503, request, scene))
        case .broken:
            hadEffect(request, scene) ? nil : answer(account.broken(500, request, scene))
        case .brokenAfter, .badGateway, .slow, .resetAfter, .truncated, .garbage, .expireToken:
            nil
        }
    }

    /// Faults that spoil the answer to a request whose effect took place.
    static func after(
        _ fault: FaultKind?, _ reply: Reply, _ request: Incoming, _ account: any Simulation,
        _ scene: Scene
    ) -> Outgoing {
        switch fault {
        case .resetAfter: Outgoing(delivery: .reset)
        case .truncated: Outgoing(delivery: .cut(reply))
        case .garbage: answer(Garbage.spoil(reply, request, scene))
        case .broken, .brokenAfter: answer(account.broken(500, request, scene))
        case .badGateway: answer(account.broken(502, request, scene))
        case .slow:
            Outgoing(
                delivery: .answer(reply), delayMilliseconds: scene.options.slowMilliseconds)
        case .redirect, .resetBefore, .throttled, .unavailable, .expireToken, nil:
            answer(reply)
        }
    }

    private static func answer(_ reply: Reply) -> Outgoing { Outgoing(delivery: .answer(reply)) }

    /// Whether a 500 comes after the effect: half of them do.
    private static func hadEffect(_ request: Incoming, _ scene: Scene) -> Bool {
        scene.lottery.bits("coin", request.method, request.rawPath) & 1 == 1
    }
}

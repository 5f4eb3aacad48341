// SPDX-License-Identifier: MIT

import Formats
import Model

/// Sendcloud API v3, returns: a cancel is a request, the carrier's answer comes later.
final class Sendcloud: Simulation {
    struct Event {
        let at: Timestamp
        let status: String
    }

    struct Return {
        let origin: Origin
        var item: SandboxItem { origin.item }
        var isCancellable: Bool
        var createdAt: Timestamp
        /// Oldest first; statuses in kebab-case.
        var history: [Event]
        var cancellations = 0

        var status: String { history.last?.status ?? "unknown" }
    }

    var returns: [Int: Return] = [:]
    var order: [Int] = []

    func answer(_ request: Incoming, _ scene: inout Scene) -> Reply {
        var path = Array(request.segments.dropFirst())
        // The specification writes the token address with a slash at its end.
        if path.count > 1, path.last == "" { path.removeLast() }
        if path == ["oauth2", "token"] { return token(request, &scene) }
        guard path.starts(with: ["api", "v3"]), let route = Route(path.dropFirst(2)) else {
            return error(404, "not_found", "Not found.", scene)
        }
        guard isAuthentic(request, scene) else {
            return error(
                401, "authentication_failed", "Invalid username/password.", scene,
                source: ("pointer", "/data"))
        }
        guard request.method == route.method else {
            return error(405, "invalid", "Method \(request.method) not allowed.", scene)
                .adding("Allow", route.method)
        }
        guard request.header("sendcloud-partner-id").map(Self.isUUID) ?? true else {
            return error(
                400, "invalid", "Must be a valid UUID.", scene,
                source: ("header", "Sendcloud-Partner-Id"))
        }
        guard request.body.isEmpty else {
            return error(400, "unknown_field", "No body is expected.", scene)
        }
        switch route {
        case .list: return list(request, scene)
        case .statuses: return Reply(200, Self.statusList)
        case .look(let id): return withReturn(id, &scene) { id, scene in shown(id, scene) }
        case .cancel(let id): return withReturn(id, &scene, cancel)
        }
    }

    private func isAuthentic(_ request: Incoming, _ scene: Scene) -> Bool {
        switch Credential(in: request, of: .sendcloudReturns) {
        case .token(let token)?: scene.tokens.owner(of: token, at: scene.now) != nil
        case .basic(let user, let password)?:
            !scene.options.sendcloudNeedsOAuth2 && !user.isEmpty
                && Credential.basic(user: user, password: password)
                    .isAccepted(by: .sendcloudReturns, scene.options)
        case .key?, nil: false
        }
    }

    private func withReturn(
        _ text: String, _ scene: inout Scene, _ body: (Int, inout Scene) -> Reply
    ) -> Reply {
        guard let id = Self.id(text) else {
            return error(404, "not_found", "Not found.", scene)
        }
        if returns[id] == nil, scene.options.acceptsUnknown {
            insert(Origin(SandboxItem(.sendcloudReturns, text)), id, scene)
        }
        guard returns[id] != nil else {
            return error(404, "not_found", "Return with id \(id) was not found.", scene)
        }
        return body(id, &scene)
    }

    private static func isUUID(_ text: String) -> Bool {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.utf8.count) == [8, 4, 4, 4, 12]
            && groups.joined().allSatisfy(\.isHexDigit)
    }

    /// A positive integer in plain digits.
    static func id(_ text: String) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy(\.isDigit), let id = Int(text), id > 0 else {
            return nil
        }
        return id
    }

    private func cancel(_ id: Int, _ scene: inout Scene) -> Reply {
        guard let found = returns[id], found.isCancellable, !found.item.scenario.isRefusal else {
            return Reply(
                409,
                [
                    "errors": [
                        [
                            "field": "returns", "code": 409,
                            "message": "Return is not cancellable.",
                        ]
                    ]
                ])
        }
        if found.item.scenario != .ignore {
            returns[id]?.isCancellable = false
            returns[id]?.history.append(
                Event(
                    at: scene.now,
                    status: isUpstream(id, scene) ? "cancelling-upstream" : "cancelling"))
            scene.note(.cancelling, String(id))
            scene.settleLater(String(id), found.item)
        }
        return Reply(202, ["message": "Cancellation requested successfully"])
    }

    func settle(_ text: String, _ scene: inout Scene) {
        guard let id = Self.id(text), let found = returns[id],
            found.status.hasPrefix("cancelling")
        else { return }
        let fails = scene.fails(text, found.item.scenario)
        let success = found.status == "cancelling" ? "cancelled" : "cancelled-upstream"
        returns[id]?.history.append(
            Event(at: scene.now, status: fails ? "cancellation-failed" : success))
        returns[id]?.cancellations += fails ? 0 : 1
        scene.note(fails ? .cancellationFailed : .cancelled, text)
    }

    private func isUpstream(_ id: Int, _ scene: Scene) -> Bool {
        scene.lottery.bits("upstream", String(id)) & 1 == 0
    }
}

extension Sendcloud {
    enum Route {
        case list
        case statuses
        case look(String)
        case cancel(String)

        init?(_ path: ArraySlice<String>) {
            let path = Array(path)
            switch (path.count, path.first, path.last) {
            case (1, "returns", _): self = .list
            case (2, "parcels", "statuses"): self = .statuses
            case (2, "returns", .some(let id)): self = .look(id)
            case (3, "returns", "cancel"): self = .cancel(path[1])
            default: return nil
            }
        }

        var method: String {
            if case .cancel = self { "PATCH" } else { "GET" }
        }
    }
}

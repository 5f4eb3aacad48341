// SPDX-License-Identifier: MIT

import Formats
import Model

/// Microsoft Hardware Dev Center: shipping labels are driver publications, three 64-bit ids each,
/// and no state ever says "cancelled".
final class Microsoft: Simulation {
    struct Key: Hashable, Comparable {
        let product: Int64
        let submission: Int64
        let label: Int64

        var text: String { "\(product)/\(submission)/\(label)" }

        static func < (left: Key, right: Key) -> Bool {
            (left.product, left.submission, left.label)
                < (right.product, right.submission, right.label)
        }
    }

    /// How far the removal of a label's targeting went.
    enum Removal: String { case none, pending, done }

    struct Label {
        let origin: Origin
        var item: SandboxItem { origin.item }
        /// A documented step in camelCase, or digits for a service that numbers its steps.
        var step: String
        var stepState: String
        var isShared: Bool
        var removal = Removal.none
        var busyAnswersLeft: Int
        var cancellations = 0

        /// Gradual rollout has no step of its own in the documents; it happens while publishing.
        var isCancellable: Bool {
            !isShared && removal == .none
                && ["microsoftApproval", "publishing", "5"].contains(step)
                && stepState == "started"
        }
    }

    var labels: [Key: Label] = [:]
    /// Sorted when a list is asked for and something was added since.
    var keys: [Key] = []
    var isSorted = true

    func answer(_ request: Incoming, _ scene: inout Scene) -> Reply {
        let path = Array(request.segments.dropFirst())
        if path.count == 3, path[1] == "oauth2", path[2] == "token" {
            return token(request, tenant: path[0], &scene)
        }
        guard path.starts(with: ["v2.0", "my", "hardware"]),
            let route = Route(path.dropFirst(3))
        else { return error(404, "entityNotFound", "The resource was not found.", request, scene) }
        guard case .token(let token)? = Credential(in: request, of: .microsoftHardware),
            scene.tokens.owner(of: token, at: scene.now) != nil
        else {
            return error(401, "unauthorized", "The access token is not valid.", request, scene)
        }
        guard request.method == route.method else {
            return error(405, "invalidInput", "The method is not allowed.", request, scene)
                .adding("Allow", route.method)
        }
        guard request.body.isEmpty else {
            return error(
                415, "invalidInput", "The request must not have a body.", request, scene)
        }
        return carryOut(route, request, &scene)
    }

    private func carryOut(_ route: Route, _ request: Incoming, _ scene: inout Scene) -> Reply {
        guard let ids = route.ids.map({ $0.map(Self.id) }), !ids.contains(nil) else {
            return error(400, "invalidInput", "An id is not valid.", request, scene)
        }
        let known = ids.compactMap { $0 }
        switch route {
        case .products: return listProducts(request, scene)
        case .submissions: return listSubmissions(known[0], request, scene)
        case .labels: return listLabels(known[0], known[1], request, scene)
        case .label, .cancel:
            let key = Key(product: known[0], submission: known[1], label: known[2])
            return withLabel(key, route, request, &scene)
        }
    }

    private func withLabel(
        _ key: Key, _ route: Route, _ request: Incoming, _ scene: inout Scene
    ) -> Reply {
        if labels[key] == nil, scene.options.acceptsUnknown {
            insert(Origin(SandboxItem(.microsoftHardware, key.text)), key)
        }
        guard labels[key] != nil else {
            return error(
                404, "entityNotFound", "The shipping label was not found.", request, scene)
        }
        let known: Set = route.method == "GET" ? ["includeTargetingInfo"] : []
        if let other = request.query.first(where: { !known.contains($0.name) }) {
            return error(400, "invalidInput", "\(other.name) is not valid.", request, scene)
        }
        if case .cancel = route { return cancel(key, request, &scene) }
        let isFull = request.parameter("includeTargetingInfo")?.lowercased() == "true"
        return Reply(200, json(key, scene, withTargeting: isFull))
    }

    /// A whole number of 64 bits in plain digits; a float or an exponent is none.
    static func id(_ text: String) -> Int64? {
        guard !text.isEmpty, text.utf8.allSatisfy(\.isDigit), let id = Int64(text), id > 0 else {
            return nil
        }
        return id
    }
}

// MARK: - Cancelling

extension Microsoft {
    private func cancel(_ key: Key, _ request: Incoming, _ scene: inout Scene) -> Reply {
        guard let label = labels[key] else { return Reply(404) }
        if label.busyAnswersLeft > 0 {
            labels[key]?.busyAnswersLeft -= 1
            return error(
                400, "invalidInput",
                "Can't update the shipping label when another workflow is in progress. Try again.",
                request, scene)
        }
        guard label.isCancellable, !label.item.scenario.isRefusal else {
            return error(
                400, "requestInvalidForCurrentState",
                "The shipping label is not in Microsoft Approval or Gradual Rollout.", request,
                scene)
        }
        if label.item.scenario != .ignore {
            labels[key]?.removal = .pending
            scene.note(.cancelling, key.text)
            scene.settleLater(key.text, label.item)
        }
        return Reply(204).adding("request-id", scene.requestID)
    }

    func settle(_ id: String, _ scene: inout Scene) {
        guard let key = Self.key(id), let label = labels[key], label.removal == .pending else {
            return
        }
        let fails = scene.fails(id, label.item.scenario)
        labels[key]?.removal = fails ? .none : .done
        labels[key]?.cancellations += fails ? 0 : 1
        scene.note(fails ? .cancellationFailed : .cancelled, id)
    }

    /// Reads `product/submission/label`.
    static func key(_ text: String) -> Key? {
        let ids = text.split(separator: "/", omittingEmptySubsequences: false)
            .map { id(String($0)) }
        guard ids.count == 3, let product = ids[0], let submission = ids[1], let label = ids[2]
        else { return nil }
        return Key(product: product, submission: submission, label: label)
    }
}

extension Microsoft {
    enum Route {
        case products
        case submissions(String)
        case labels(String, String)
        case label(String, String, String)
        case cancel(String, String, String)

        /// A list may be asked for with a slash at its end, as the documents write it.
        init?(_ path: ArraySlice<String>) {
            var path = Array(path)
            if path.count % 2 == 0, path.last == "" { path.removeLast() }
            let names = ["products", "submissions", "shippingLabels"]
            for (index, name) in names.enumerated() where path.count > index * 2 {
                guard path[index * 2] == name else { return nil }
            }
            switch path.count {
            case 1: self = .products
            case 3: self = .submissions(path[1])
            case 5: self = .labels(path[1], path[3])
            case 6: self = .label(path[1], path[3], path[5])
            case 7 where path[6] == "cancel": self = .cancel(path[1], path[3], path[5])
            default: return nil
            }
        }

        var method: String {
            if case .cancel = self { "PUT" } else { "GET" }
        }

        var ids: [String]? {
            switch self {
            case .products: []
            case .submissions(let product): [product]
            case .labels(let product, let submission): [product, submission]
            case .label(let product, let submission, let label),
                .cancel(let product, let submission, let label):
                [product, submission, label]
            }
        }
    }
}

// SPDX-License-Identifier: MIT

import Formats
import Model

/// Products, their submissions, their labels: three lists with next links.
extension Microsoft {
    func listProducts(_ request: Incoming, _ scene: Scene) -> Reply {
        sortIfNeeded()
        let products = unique(keys.map(\.product))
        return page(products, request, scene) { product in
            [
                "id": .number(String(product)), "productName": .string("Driver \(product)"),
                "isCommitted": true, "links": [],
            ]
        }
    }

    func listSubmissions(_ product: Int64, _ request: Incoming, _ scene: Scene) -> Reply {
        sortIfNeeded()
        let submissions = unique(keys.filter { $0.product == product }.map(\.submission))
        guard !submissions.isEmpty else {
            return error(404, "entityNotFound", "The product was not found.", request, scene)
        }
        return page(submissions, request, scene) { submission in
            [
                "id": .number(String(submission)), "productId": .number(String(product)),
                "name": .string("Submission \(submission)"), "type": "initial", "links": [],
            ]
        }
    }

    func listLabels(
        _ product: Int64, _ submission: Int64, _ request: Incoming, _ scene: Scene
    ) -> Reply {
        sortIfNeeded()
        let found = keys.filter { $0.product == product && $0.submission == submission }
        guard !found.isEmpty else {
            return error(404, "entityNotFound", "The submission was not found.", request, scene)
        }
        let isFull = request.parameter("includeTargetingInfo")?.lowercased() == "true"
        return page(found, request, scene) { json($0, scene, withTargeting: isFull) }
    }

    private static let parameters: Set<String> = ["pageSize", "skip", "includeTargetingInfo"]

    /// The link to the next page is one that works here, unlike those of the labels.
    private func page<Element>(
        _ all: [Element], _ request: Incoming, _ scene: Scene,
        _ shown: (Element) -> JSON.Value
    ) -> Reply {
        let size = request.parameter("pageSize").map { Int($0) } ?? Self.pageSizeDefault
        let skip = request.parameter("skip").map { Int($0) } ?? 0
        guard let size, (1...Self.pageSizeMax).contains(size), let skip, skip >= 0,
            request.query.allSatisfy({ Self.parameters.contains($0.name) })
        else { return error(400, "invalidInput", "A parameter is not valid.", request, scene) }
        let rest = all.dropFirst(skip)
        var links = [link(to: request, size, skip, "self", scene)]
        if rest.count > size {
            links.append(link(to: request, size, skip + size, "next_link", scene))
        }
        return Reply(
            200, ["value": .array(rest.prefix(size).map(shown)), "links": .array(links)]
        ).adding("request-id", scene.requestID)
    }

    private func link(
        to request: Incoming, _ size: Int, _ skip: Int, _ rel: String, _ scene: Scene
    ) -> JSON.Value {
        let path = request.rawPath.dropFirst().drop { $0 != "/" }
        let targeting =
            request.parameter("includeTargetingInfo").map {
                "&includeTargetingInfo=\(PercentCoding.encode($0))"
            } ?? ""
        return [
            "href": .string("\(scene.base)\(path)?pageSize=\(size)&skip=\(skip)\(targeting)"),
            "rel": .string(rel), "method": "GET",
        ]
    }

    /// Neighbours only: the keys are sorted.
    private func unique(_ ids: [Int64]) -> [Int64] {
        ids.reduce(into: []) { result, id in
            if result.last != id { result.append(id) }
        }
    }

    private func sortIfNeeded() {
        guard !isSorted else { return }
        isSorted = true
        keys.sort()
    }
}

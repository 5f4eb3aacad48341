// SPDX-License-Identifier: MIT

import Formats
import Model

/// The list of returns, with its cursor.
extension Sendcloud {
    private static let filters: Set<String> = [
        "from_date", "to_date", "parent_parcel_status", "page_size", "cursor",
    ]

    func list(_ request: Incoming, _ scene: Scene) -> Reply {
        for (name, _) in request.query where !Self.filters.contains(name) {
            return bad("unknown_field", name, "Unknown field.", scene)
        }
        for name in ["from_date", "to_date"] {
            guard let text = request.parameter(name) else {
                return bad("required", name, "This field is required.", scene)
            }
            guard Self.moment(text) != nil else {
                return bad("invalid", name, "Enter a valid date and time.", scene)
            }
        }
        if let status = request.parameter("parent_parcel_status"),
            !Self.statuses.dropLast().contains(status)
        {
            return bad("invalid_choice", "parent_parcel_status", "Not a valid choice.", scene)
        }
        let size = request.parameter("page_size").map { Int($0) } ?? Self.pageSizeMax
        guard let size, (1...Self.pageSizeMax).contains(size) else {
            return bad("min_value", "page_size", "From 1 to \(Self.pageSizeMax).", scene)
        }
        let start = request.parameter("cursor").map(Self.offset) ?? 0
        guard let start else { return bad("invalid", "cursor", "Invalid cursor.", scene) }
        return page(matches(request), start, size, request, scene)
    }

    /// `2022-04-06 00:00:00`, in UTC.
    private static func moment(_ text: String) -> Timestamp? {
        text.utf8.count == 19 ? Timestamp(text + "Z") : nil
    }

    private func matches(_ request: Incoming) -> [Int] {
        let from = request.parameter("from_date").flatMap(Self.moment)
        let to = request.parameter("to_date").flatMap(Self.moment)
        let status = request.parameter("parent_parcel_status")
        return order.filter { id in
            guard let found = returns[id], let from, let to else { return false }
            return found.createdAt >= from && found.createdAt <= to
                && (status == nil || found.status == status)
        }
    }

    /// The next page stands in the body, as the specification has it, and in a Link header, as
    /// the page on pagination has it; both with `http:`, as in their example.
    private func page(
        _ ids: [Int], _ start: Int, _ size: Int, _ request: Incoming, _ scene: Scene
    ) -> Reply {
        let end = min(start + size, ids.count)
        let items = ids[min(start, ids.count)..<max(end, min(start, ids.count))]
        let next = end < ids.count ? link(end, request, scene) : nil
        let previous = start > 0 ? link(max(0, start - size), request, scene) : nil
        let reply = Reply(
            200,
            [
                "next": JSON.Value(next), "previous": JSON.Value(previous),
                "data": .array(items.map { json($0, scene) }),
            ])
        return next.map { reply.adding("Link", "<\($0)>; rel=\"next\"") } ?? reply
    }

    private func link(_ offset: Int, _ request: Incoming, _ scene: Scene) -> String {
        let cursor = Array("o=\(offset)".utf8).base64
        let query = request.query.filter { $0.name != "cursor" } + [("cursor", cursor)]
        return "\(scene.base)/api/v3/returns?"
            + query.map { "\($0.0)=\(PercentCoding.encode($0.1))" }.joined(separator: "&")
    }

    private static func offset(_ cursor: String) -> Int? {
        guard let bytes = [UInt8](base64: cursor) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.hasPrefix("o="), let offset = Int(text.dropFirst(2)), offset >= 0,
            offset < 1_000_000_000
        else { return nil }
        return offset
    }

    private func bad(
        _ code: String, _ parameter: String, _ detail: String, _ scene: Scene
    ) -> Reply {
        error(400, code, detail, scene, source: ("parameter", parameter))
    }
}

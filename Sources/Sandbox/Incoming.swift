// SPDX-License-Identifier: MIT

import Model

/// A request as it arrived, taken apart but not yet judged.
struct Incoming: Sendable {
    let method: String
    /// The path as it stood in the request line.
    let rawPath: String
    let rawQuery: String
    /// Percent-decoded; empty when the path cannot be decoded, which no route accepts.
    let segments: [String]
    let query: [(name: String, value: String)]
    let headers: [Header]
    /// What was kept of the body.
    let body: [UInt8]
    let isTooLarge: Bool

    init(
        method: String, target: String, headers: [Header], body: [UInt8], isTooLarge: Bool = false
    ) {
        self.method = method
        self.headers = headers
        self.body = body
        self.isTooLarge = isTooLarge
        let parts = target.split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        rawPath = String(parts.first ?? "")
        rawQuery = parts.count > 1 ? String(parts[1]) : ""
        segments = Self.segments(of: rawPath)
        query = Form.pairs(rawQuery)
    }

    /// The first header of that name; names are compared without case.
    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name }?.value
    }

    func parameter(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// The body as a form, when it says that it is one.
    var form: [(name: String, value: String)]? {
        guard let type = header("content-type"),
            type.lowercased().hasPrefix("application/x-www-form-urlencoded")
        else { return nil }
        return Form.pairs(String(decoding: body, as: UTF8.self))
    }

    private static func segments(of path: String) -> [String] {
        guard path.hasPrefix("/") else { return [] }
        let raw = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        let decoded = raw.compactMap { PercentCoding.decode($0) }
        return decoded.count == raw.count ? decoded : []
    }
}

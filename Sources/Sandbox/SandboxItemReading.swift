// SPDX-License-Identifier: MIT

import Formats
package import Model

/// A world's file: a JSON list, or NDJSON, of objects with the fields of `SandboxItem` in
/// snake_case.
extension SandboxItem {
    /// Reads a whole file; `file` names it in problems.
    package static func read(_ bytes: [UInt8], in file: String) throws(Problem) -> [SandboxItem] {
        let first = bytes.first { $0 > 0x20 }
        guard first == UInt8(ascii: "[") else { return try readLines(bytes, in: file) }
        var items: [SandboxItem] = []
        for (index, value) in (try parsed(bytes, file).array ?? []).enumerated() {
            items.append(try SandboxItem(value, at: "\(file) element \(index + 1)"))
        }
        return items
    }

    private static func readLines(
        _ bytes: [UInt8], in file: String
    ) throws(Problem) -> [SandboxItem] {
        var items: [SandboxItem] = []
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where line.contains(where: { $0 > 0x20 }) {
            let place = "\(file) line \(index + 1)"
            items.append(try SandboxItem(parsed(Array(line), place), at: place))
        }
        return items
    }

    private static func parsed(_ bytes: [UInt8], _ file: String) throws(Problem) -> JSON.Value {
        do throws(JSON.Failure) {
            return try JSON.parse(bytes)
        } catch {
            throw error.problem(in: file)
        }
    }

    init(_ value: JSON.Value, at place: String) throws(Problem) {
        var fields = try ItemFields(value, at: place)
        let name = fields.text("provider")
        guard let provider = Place(segment: name)?.provider else {
            throw Problem(
                .usage, "unknown provider \"\(name)\"", at: place,
                next: nearest(to: name, among: ProviderName.allCases.map(\.rawValue))
                    .map { "did you mean \($0)?" })
        }
        self.init(provider, try Self.id(provider, &fields, place))
        account = fields.text("account")
        status = fields.text("status")
        createdAt = Timestamp(fields.text("created_at"))
        shipDate = fields.text("ship_date")
        reference = fields.text("reference")
        trackingNumber = fields.text("tracking_number")
        carrier = fields.text("carrier")
        service = fields.text("service")
        tags = fields.list("tags").compactMap(\.text)
        shipTo = fields.text("ship_to")
        cost = try fields.amount("cost")
        currency = fields.text("currency")
        business = fields.text("business")
        scenario = try fields.word("on_cancel") ?? .normal
        settlesAfter = try fields.interval("settles_after")
        for label in fields.list("labels") {
            labels.append(try SandboxLabel(label, at: "\(place) label"))
        }
        try fields.finish()
    }

    private static func id(
        _ provider: ProviderName, _ fields: inout ItemFields, _ place: String
    ) throws(Problem) -> String {
        let three = ["product_id", "submission_id", "label_id"].map { fields.text($0) }
        let id = fields.text("id")
        let wanted =
            provider == .microsoftHardware && id.isEmpty ? three.joined(separator: "/") : id
        guard !wanted.isEmpty else { throw Problem(.usage, "no id", at: place) }
        return wanted
    }
}

extension SandboxLabel {
    init(_ value: JSON.Value, at place: String) throws(Problem) {
        var fields = try ItemFields(value, at: place)
        self.init(fields.text("id"), status: fields.text("status"))
        cost = try fields.amount("cost")
        insurance = try fields.amount("insurance")
        currency = fields.text("currency", default: "usd")
        trackingNumber = fields.text("tracking_number")
        trackingStatus = fields.text("tracking_status", default: "unknown")
        chargeEvent = fields.text("charge_event", default: "carrier_default")
        voidRefusal = fields.text("void_refusal")
        voidsAlso = fields.list("voids_also").compactMap(\.text)
        try fields.finish()
    }
}

// SPDX-License-Identifier: MIT

package import Exports
package import Model

/// `--only FILE --by FIELD`: nothing but the shipments of a list.
package struct OnlyList: Sendable {
    package enum Field: String, Sendable, CaseIterable {
        case id, reference
        case trackingNumber = "tracking_number"
    }

    package let path: String
    package let field: Field
    private let values: ShipmentNames<String>

    package init(_ path: String, by field: Field) throws(Problem) {
        self.path = path
        self.field = field
        let table = try SmallTable(path, what: "the list of --only")
        let names = [field.rawValue, "shipment_id", "shipment id", field.rawValue.spaced]
        var cells: [String] = []
        if let column = try table.column(names) {
            cells = table.rows.compactMap { $0.cells.count > column ? $0.cells[column] : nil }
        } else {
            // A plain list has no header: its first line is an entry like the others.
            cells = table.first.prefix(1) + table.rows.compactMap(\.cells.first)
        }
        values = try Self.names(cells, in: path)
    }

    /// A blank names nothing: it must not choose every shipment whose field is blank.
    private static func names(
        _ cells: [String], in path: String
    ) throws(Problem) -> ShipmentNames<String> {
        var names = ShipmentNames<String>()
        for cell in cells where !cell.isEmpty { names.add(cell, cell) }
        guard names.count > 0 else {
            throw Problem(
                .usage, "the list of --only names no shipment", at: path,
                next: "write one shipment a line, or leave --only out")
        }
        return names
    }

    /// The line that names the shipment of a row.
    func entry(of row: borrowing JudgedRow) -> String? {
        if let entry = values.value(written: row.text(named: field.rawValue) ?? "") { return entry }
        guard field == .id, case .success(let id)? = row.checkedID() else { return nil }
        return values.value(of: id, row.provider)
    }

    /// Whether the list names the shipment of a row.
    package func holds(_ row: borrowing JudgedRow) -> Bool { entry(of: row) != nil }

    /// What the list names, as it is written.
    var entries: Set<String> { Set(values.values) }

    package var count: Int { values.count }
}

extension String {
    fileprivate var spaced: String { replacing("_", with: " ") }
}

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
    private let values: ShipmentNames<Bool>

    package init(_ path: String, by field: Field) throws(Problem) {
        self.path = path
        self.field = field
        let table = try SmallTable(path, what: "the list of --only")
        let names = [field.rawValue, "shipment_id", "shipment id", field.rawValue.spaced]
        var cells: [String] = []
        if let column = table.column(names) {
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
    ) throws(Problem) -> ShipmentNames<Bool> {
        var names = ShipmentNames<Bool>()
        for cell in cells where !cell.isEmpty { names.add(cell, true) }
        guard names.count > 0 else {
            throw Problem(
                .usage, "the list of --only names no shipment", at: path,
                next: "write one shipment a line, or leave --only out")
        }
        return names
    }

    /// Whether the list names the shipment of a row.
    package func holds(_ row: borrowing JudgedRow) -> Bool {
        if values.value(written: row.text(named: field.rawValue) ?? "") != nil { return true }
        guard field == .id, case .success(let id)? = row.checkedID() else { return false }
        return values.value(of: id, row.provider) != nil
    }

    package var count: Int { values.count }
}

extension String {
    fileprivate var spaced: String { replacing("_", with: " ") }
}

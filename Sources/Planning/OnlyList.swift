// SPDX-License-Identifier: MIT

package import Model

/// `--only FILE --by FIELD`: nothing but the shipments of a list.
package struct OnlyList: Sendable {
    package enum Field: String, Sendable, CaseIterable {
        case id, reference
        case trackingNumber = "tracking_number"
    }

    package let path: String
    package let field: Field
    let values: Set<String>

    package init(_ path: String, by field: Field) throws(Problem) {
        self.path = path
        self.field = field
        let table = try SmallTable(path, what: "the list of --only")
        let names = [field.rawValue, "shipment_id", "shipment id", field.rawValue.spaced]
        if let column = table.column(names) {
            values = Set(table.rows.compactMap { $0.cells.count > column ? $0.cells[column] : nil })
        } else {
            // A plain list has no header: its first line is an entry like the others.
            values = Set(table.first.prefix(1) + table.rows.compactMap(\.cells.first))
        }
    }

    package func holds(_ value: String) -> Bool { values.contains(value) }

    package var count: Int { values.count }
}

extension String {
    fileprivate var spaced: String { replacing("_", with: " ") }
}

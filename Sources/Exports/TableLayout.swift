// SPDX-License-Identifier: MIT

import Model

/// The columns of the SQL table `export`: the canonical fields, then every column of the file.
///
/// SQL compares names without case. Where a column of the file is called like a canonical field,
/// the field has the name and the column is reached as `"original.NAME"`.
struct TableLayout {
    enum Column {
        case field(CanonicalField)
        case original(Int)
    }

    static let prefix = "original."

    let columns: [Column]
    let names: [String]

    init(_ originals: [String], fields: [CanonicalField]) {
        var taken = Set(fields.map(\.rawValue))
        var names = fields.map(\.rawValue)
        for name in originals {
            var name = name
            while !taken.insert(name.lowercased()).inserted { name = Self.prefix + name }
            names.append(name)
        }
        self.names = names
        columns = fields.map(Column.field) + originals.indices.map(Column.original)
    }

    /// What SQLite is told; types give comparisons the right affinity.
    var declaration: String {
        let columns = zip(names, columns).map { name, column in
            let quoted =
                "\""
                + name.split(
                    separator: "\"", omittingEmptySubsequences: false
                ).joined(separator: "\"\"") + "\""
            if case .field(let field) = column, field.isNumber { return quoted + " NUMERIC" }
            return quoted + " TEXT"
        }
        return "CREATE TABLE export(\(columns.joined(separator: ", ")))"
    }

    func column(named name: String) -> Column? {
        let wanted = name.lowercased()
        return names.firstIndex { $0.lowercased() == wanted }.map { columns[$0] }
    }
}

// SPDX-License-Identifier: MIT

package import Proof
package import SQLite

extension Statement {
    /// Runs the statement with the fields of a leaf for its values.
    ///
    /// - Parameter first: a value before them that the leaf does not hold.
    package func run(_ leaf: inout LentLeaf, after first: Int64? = nil) throws(SQLiteError) {
        var binding = binding()
        if let first { try binding.bind(first) }
        while let field = leaf.next() {
            switch field {
            case .null: try binding.bindNull()
            case .integer(let number): try binding.bind(number)
            case .text(let utf8): try binding.lend(text: utf8)
            case .bytes(let bytes): try binding.lend(blob: bytes)
            }
        }
        try binding.run()
    }
}

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
        try binding.lend(&leaf)
        try binding.run()
    }

    /// Runs the statement with the fields of several leaves for its values.
    func run(_ leaves: [LentLeaf]) throws(SQLiteError) {
        var binding = binding()
        for leaf in leaves {
            var leaf = leaf
            try binding.lend(&leaf)
        }
        try binding.run()
    }
}

extension Binding {
    /// Binds the fields of a leaf, which must stay where it is until this binding has ended.
    fileprivate mutating func lend(_ leaf: inout LentLeaf) throws(SQLiteError) {
        while let field = leaf.next() {
            switch field {
            case .null: try bindNull()
            case .integer(let number): try bind(number)
            case .text(let utf8): try lend(text: utf8)
            case .bytes(let bytes): try lend(blob: bytes)
            }
        }
    }
}

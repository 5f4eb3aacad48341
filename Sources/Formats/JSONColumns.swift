// SPDX-License-Identifier: MIT

extension JSON {
    /// The flattened names seen so far, in the order of their discovery.
    ///
    /// They are compared byte for byte; two Unicode spellings of one name are two columns.
    struct Columns: Sendable {
        private(set) var names: [String] = []
        private var places: [[UInt8]: Int] = [:]
        let columnsMax: Int

        init(_ names: [String], columnsMax: Int) {
            self.columnsMax = columnsMax
            for name in names { _ = index(of: Array(name.utf8)[...]) }
        }

        func find(_ name: String) -> Int? { places[Array(name.utf8)] }

        /// The place of that name, made when it is new; nil when there are too many.
        mutating func index(of path: ArraySlice<UInt8>) -> Int? {
            let path = Array(path)
            if let place = places[path] { return place }
            guard names.count < columnsMax else { return nil }
            places[path] = names.count
            names.append(String(decoding: path, as: UTF8.self))
            return names.count - 1
        }
    }
}

// SPDX-License-Identifier: MIT

/// Which items of the record the books are read for.
enum BookedItems {
    case all
    case run(Int64)
    case part(of: Int64, Range<Int64>)

    /// What holds for the rows of a table with a run and an item's number.
    ///
    /// Numbers only, so that SQLite sees an equality its index of runs and items can use.
    func condition(on table: String) -> String {
        switch self {
        case .all: "1"
        case .run(let run): "\(table).run = \(run)"
        case .part(let run, let items):
            "\(table).run = \(run) AND \(table).no >= \(items.lowerBound)"
                + " AND \(table).no < \(items.upperBound)"
        }
    }
}

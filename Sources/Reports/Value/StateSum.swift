// SPDX-License-Identifier: MIT

package import Model

/// How many items there are of a kind, and what they are worth.
package struct StateSum: Sendable, Equatable {
    package var count: Int64 = 0
    package var value = Totals()
    package var withoutAmount: Int64 = 0

    package init() {}

    mutating func add(_ item: ReportItem) throws(Problem) {
        count += 1
        guard let amount = item.amount else {
            withoutAmount += 1
            return
        }
        guard value.add(amount, item.currency) else { throw Self.tooLarge(item.currency) }
    }

    mutating func add(_ other: StateSum) throws(Problem) {
        count += other.count
        withoutAmount += other.withoutAmount
        guard value.add(other.value) else { throw Self.tooLarge("a currency") }
    }

    static func tooLarge(_ currency: String) -> Problem {
        Problem(
            .internal, "the sum of \(currency) is larger than exact numbers go",
            next: "split the export into smaller runs")
    }
}

extension [ItemState: StateSum] {
    /// The sum over some states.
    package func sum(_ states: some Sequence<ItemState>) throws(Problem) -> StateSum {
        var result = StateSum()
        for state in states {
            if let part = self[state] { try result.add(part) }
        }
        return result
    }

    package func count(_ states: ItemState...) -> Int64 {
        states.reduce(0) { $0 + (self[$1]?.count ?? 0) }
    }

    /// What is there, in the order in which states are told.
    package var inOrder: [(state: ItemState, sum: StateSum)] {
        ItemState.allCases.compactMap { state in
            self[state].map { (state, $0) }
        }.filter { $0.sum.count > 0 }
    }
}

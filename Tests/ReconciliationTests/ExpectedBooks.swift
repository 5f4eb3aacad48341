// SPDX-License-Identifier: MIT

import Model

/// What the books of the generated month must say, counted in whole cents and shipment by shipment.
///
/// It knows which line is for which shipment, because the test made them; it matches nothing.
struct ExpectedBooks {
    struct Key: Hashable {
        let account: String
        let currency: String
    }

    struct Sums: Equatable {
        var opening = 0
        var voided = 0
        var neverCharged = 0
        var credited = 0
        var invoices: [String: Int] = [:]
        var writtenOff = 0
        var withdrawn = 0
        var closing = 0
        var unexpected = 0
        var explained = 0
        var unexpectedClosing = 0
    }

    private struct Open {
        var remaining = 0
        var withdrawn = 0
        var isWithdrawn = false
        var known = false
        var early: [(cents: Int, invoice: String)] = []
    }

    private(set) var months: [Int: [Key: Sums]] = [11: [:], 12: [:]]
    private var open: [Int: Open] = [:]
    private let fates: [Fate]

    init(_ fates: [Fate]) { self.fates = fates }

    private mutating func add(
        _ path: WritableKeyPath<Sums, Int>, _ cents: Int, _ month: Int, _ key: Key
    ) {
        months[month, default: [:]][key, default: Sums()][keyPath: path] += cents
    }

    private func key(_ fate: Int) -> Key {
        Key(account: fates[fate].account, currency: fates[fate].currency)
    }

    mutating func cancelled(_ index: Int, _ month: Int) {
        let fate = fates[index]
        add(\.voided, fate.cents, month, key(index))
        var one = open[index] ?? Open()
        one.known = true
        if fate.isCharged {
            one.remaining = fate.cents
        } else {
            add(\.neverCharged, fate.cents, month, key(index))
        }
        let early = one.early
        one.early = []
        open[index] = one
        for (cents, invoice) in early {
            let part = min(cents, open[index]?.remaining ?? 0)
            guard part > 0 else { continue }
            add(\.explained, part, month, Key(account: "", currency: fate.currency))
            take(part, invoice, index, month)
        }
    }

    private mutating func take(_ cents: Int, _ invoice: String, _ index: Int, _ month: Int) {
        open[index]?.remaining -= cents
        add(\.credited, cents, month, key(index))
        let key = key(index)
        months[month]?[key]?.invoices[invoice, default: 0] += cents
    }

    mutating func reopened(_ index: Int, _ month: Int) {
        add(\.withdrawn, open[index]?.remaining ?? 0, month, key(index))
        open[index]?.remaining = 0
    }

    mutating func writtenOff(_ index: Int, _ month: Int) {
        add(\.writtenOff, open[index]?.remaining ?? 0, month, key(index))
        open[index]?.remaining = 0
    }

    mutating func credited(_ line: RefundLine, _ month: Int) {
        guard let index = line.fate, open[index]?.known == true else {
            add(\.unexpected, line.cents, month, Key(account: "", currency: line.currency))
            if let index = line.fate {
                open[index, default: Open()].early.append((line.cents, line.invoice))
            }
            return
        }
        let part = min(line.cents, open[index]?.remaining ?? 0)
        if part > 0 { take(part, line.invoice, index, month) }
        if line.cents > part { add(\.unexpected, line.cents - part, month, key(index)) }
    }

    func remaining(_ index: Int) -> Int { open[index]?.remaining ?? 0 }

    /// The sums of both months with their ends; what November ends with, December begins with.
    func statements() -> (november: [Key: Sums], december: [Key: Sums]) {
        var first = months[11] ?? [:]
        var second = months[12] ?? [:]
        for key in first.keys {
            first[key]?.close(from: Sums())
        }
        for key in Set(first.keys).union(second.keys) {
            second[key, default: Sums()].close(from: first[key] ?? Sums())
        }
        return (first, second)
    }
}

extension ExpectedBooks.Sums {
    fileprivate mutating func close(from earlier: Self) {
        opening = earlier.closing
        closing = opening + voided - neverCharged - credited - writtenOff - withdrawn
        unexpectedClosing = earlier.unexpectedClosing + unexpected - explained
    }
}

// SPDX-License-Identifier: MIT

import Glibc
import Model
import Testing

@testable import Exports

/// Prints figures for the file that `RESCIND_BENCHMARK` names; asserts nothing about time.
struct ScanBenchmark {
    static let path = getenv("RESCIND_BENCHMARK").map { String(cString: $0) }

    @Test(.enabled(if: path != nil)) func `a scan prints its figures`() throws {
        let path = try #require(Self.path)
        try Self.measure("rows alone", path, nil)
        try Self.measure("two rules", path, RuleSet(due: [Self.old, Rule("dear", "cost > 1000")]))
        try Self.measure(
            "one rule, one hold", path,
            RuleSet(due: [Self.old], hold: [Rule("VIP", "tags LIKE '%vip%'")]))
        try Self.measure(
            "two rules, ids and values", path,
            RuleSet(due: [Self.old, Rule("dear", "cost > 1000")]), readsValues: true)
    }

    static let old = Rule("stale", "status = 'pending' AND age_days >= 7")

    static func measure(
        _ what: String, _ path: String, _ rules: RuleSet?, readsValues: Bool = false
    ) throws {
        var (best, bestCPU) = (Double.infinity, Double.infinity)
        var (rows, due, sum) = (0, 0, Amount.zero)
        var hash: UInt64 = 0
        for _ in 0..<3 {
            (rows, due, sum, hash) = (0, 0, .zero, 0)
            let (start, startCPU) = (seconds(CLOCK_MONOTONIC), seconds(CLOCK_PROCESS_CPUTIME_ID))
            let table = try ExportTable(path, .test)
            let compiled = try rules.map { rules throws(Problem) in try table.compile(rules) }
            try table.scan(compiled) { row in
                rows += 1
                if case .due = row.verdict { due += 1 }
                guard readsValues else { return }
                for byte in row.id { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
                sum = row.cost.flatMap { sum.adding($0) } ?? sum
                _ = row.currency.count
            }
            best = min(best, seconds(CLOCK_MONOTONIC) - start)
            bestCPU = min(bestCPU, seconds(CLOCK_PROCESS_CPUTIME_ID) - startCPU)
        }
        print(
            "\(what): \(rows) rows, \(due) due, sum \(sum), best of 3: \(best) s, \(bestCPU) s of CPU"
        )
    }

    static func seconds(_ clock: clockid_t) -> Double {
        var now = timespec()
        clock_gettime(clock, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }
}

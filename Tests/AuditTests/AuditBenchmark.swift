// SPDX-License-Identifier: MIT

import Glibc
import Model
import Proof
import SQLite
import Testing

@testable import Audit

/// Figures, not tests: `Tests/Benchmarks/audit` prints them.
@Suite(.enabled(if: getenv("RESCIND_BENCHMARK") != nil), .serialized)
struct AuditBenchmark {
    static var exchanges: Int64 {
        getenv("RESCIND_EXCHANGES").flatMap { Int64(String(cString: $0)) } ?? 1_000_000
    }
    /// What a busy apply puts into one commit.
    static let batch: Int64 = 64

    @Test func `writing and verifying`() async throws {
        let night = try Night()
        let count = Self.exchanges
        let planning = seconds { _ = try? night.plan(items: count + count / 4) }
        print("plan \(count + count / 4) items: \(planning) s")
        let writing = try seconds { try Self.write(count, to: night) }
        try night.sign()
        print("write \(count) exchanges, durable: \(writing) s, \(Double(count) / writing)/s")
        print("hashing alone: \(seconds { Self.hash(count * 3) }) s")
        for _ in 0..<2 {
            let start = now()
            let finding = try await night.verify()
            print("verify \(finding.records) records: \(now() - start) s, \(finding.faults)")
        }
        try parts(night)
        if let kept = getenv("RESCIND_KEEP").map({ String(cString: $0) }) {
            try night.connection.copy(to: kept)
        }
        print("peak memory of all: \(peakMegabytes) MB")
    }

    /// What each part of verifying takes by itself.
    private func parts(_ night: Night) throws {
        let reader = try AuditFile.forReading(night.path)
        let bounds = try LogCheck.bounds([], reader)
        for task in VerifyTask.whole {
            print("\(task.name): \(try seconds { _ = try task.findings(bounds, reader) }) s")
        }
        let leaves = try seconds {
            for number in 0...(bounds.last / Int64(bounds.blockRecords)) {
                _ = try VerifyTask.block(number).findings(bounds, reader)
            }
        }
        print("leaves: \(leaves) s")
    }

    private static func write(_ count: Int64, to night: Night) throws {
        var no: Int64 = 0
        var records: [Record] = []
        for _ in 0..<count {
            repeat { no += 1 } while no % 5 == 0
            let intent = night.intent(no, run: 1)
            records.append(.intent(intent))
            records.append(
                .outcome(
                    intent.ticket, .answer(Night.answer), at: night.now,
                    durationMicroseconds: 1000))
            records.append(.verdict(night.verdict(no, run: 1, .cancelled, intent.ticket)))
            if records.count >= batch * 3 {
                try night.put(records)
                records.removeAll()
            }
        }
        try night.put(records)
    }

    /// The share of the time above that the log costs: one leaf of 300 bytes each.
    private static func hash(_ count: Int64) {
        var encoder = LeafEncoder()
        var frontier = MerkleFrontier()
        let text = String(repeating: "x", count: 40)
        for number in 0..<count {
            encoder.begin(type: 2)
            for _ in 0..<4 { encoder.integer(number) }
            for _ in 0..<6 { encoder.text(text) }
            frontier.append(encoder.hash)
        }
    }

    private func seconds(_ work: () throws -> Void) rethrows -> Double {
        let start = now()
        try work()
        return now() - start
    }

    private func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private var peakMegabytes: Int {
        let lines = String(decoding: contents("/proc/self/status"), as: UTF8.self)
        let peak = lines.split(separator: "\n").first { $0.hasPrefix("VmHWM") } ?? ""
        return (Int(peak.filter(\.isNumber)) ?? 0) / 1024
    }
}

// SPDX-License-Identifier: MIT

import Glibc
import HTTP
import Model
import Providers
import SQLite
import Testing

@testable import Audit
@testable import Execution

/// Figures for `Tests/Benchmarks/apply`, which starts the server and sets the variables.
@Suite(.enabled(if: variable("RESCIND_BENCH") == "apply"), .serialized)
struct ApplyBenchmark {
    private let base = variable("RESCIND_BENCH_URL")
    private let folder = variable("RESCIND_BENCH_FOLDER")
    private let count = Int64(variable("RESCIND_BENCH_COUNT")) ?? 20_000
    private let width = Int(variable("RESCIND_BENCH_WIDTH")) ?? 32

    /// With its log, and without what the log adds to it: leaves, hashes, the tree.
    @Test(arguments: [true, false])
    func `a plan is carried out, everything durable`(isHashing: Bool) throws {
        let name = isHashing ? "apply" : "apply without the log"
        let path = "\(folder)/audit-\(count)-\(isHashing).db"
        let connection = try AuditFile.forWriting(path)
        try plan(connection)
        let before = residentKilobytes()
        let recorder = Recorder()
        recorder.isHashing = isHashing
        let meter = Meter()
        let engine = try apply(connection, recorder, path)
        meter.report(name, count)
        let done = engine.progress(Moment(BenchClock())).reduce(0) { $0 + $1.done }
        #expect(done == Int(count))
        report(
            "memory of \(name): \(peakKilobytes() / 1024) MB at its peak,"
                + " \(before / 1024) MB before")
    }

    private func plan(_ connection: Connection) throws {
        try connection.transaction {
            let writer = try PlanWriter(connection)
            for number in 1...count {
                try writer.add(
                    ItemRecord(
                        no: number, source: 0, line: number + 1, account: "shop",
                        provider: "shipstation", shipmentID: "se-\(number)", state: .planned,
                        reason: "stale a week", cost: "7.25", currency: "USD",
                        raw: Array("se-\(number),pending,2026-11-01,7.25,USD,ORDER-\(number)".utf8))
                )
            }
            try writer.finish(
                SimulatedAccounts.run(1, items: count), by: SimulatedAccounts.planning(1))
        }
    }

    private func apply(
        _ connection: sending Connection, _ recorder: sending Recorder, _ path: String
    ) throws -> Engine {
        let clock = BenchClock()
        var setup = Bench.setup(concurrency: width)
        setup.endpoint.baseURL = base
        // Faster than anything here, and no longer a memory than a real account's.
        setup.paces = [PaceBudget(requests: 1000, windowMilliseconds: 1, burst: 1000)]
        let engine = Engine(
            [(setup, try SimulatedAccounts.authorizer())], until: nil, failures: FailureLimit(nil),
            seed: 1, at: Moment(clock))
        let reader = try AuditFile.forReading(path)
        let http = try HTTPLoop(clock: clock)
        let writer = Writer(owning: connection)
        defer { http.shutdown() }
        let queue = SendQueue(run: 1, account: "shop", planned: try SendPlan(run: 1, reader))
        let driver = Driver(
            engine, queues: [queue], options: [.init()], http: http, writer: writer,
            recorder: recorder, reader: reader, clock: clock)
        let ended = try driver.run { _, _ in [] }
        try writer.close()
        return ended
    }
}

private struct BenchClock: Clock {
    var now: Timestamp { Timestamp(milliseconds: Int64(seconds(CLOCK_REALTIME) * 1000)) }
    var monotonicMilliseconds: Int64 { Int64(seconds(CLOCK_MONOTONIC) * 1000) }
}

private struct Meter {
    private let wall = seconds(CLOCK_MONOTONIC)
    private let cpu = seconds(CLOCK_PROCESS_CPUTIME_ID)

    func report(_ what: String, _ count: Int64) {
        let wall = seconds(CLOCK_MONOTONIC) - wall
        let cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu
        ApplyBenchmark.report(
            "\(what): \(Int(Double(count) / wall)) items/s, "
                + "\((cpu * 1e7 / Double(count)).rounded() / 10) µs CPU each")
    }
}

extension ApplyBenchmark {
    fileprivate static func report(_ text: String) {
        let line = "bench \(text)\n"
        _ = write(STDERR_FILENO, line, line.utf8.count)
    }

    private func report(_ text: String) { Self.report(text) }
}

private func residentKilobytes() -> Int { status("VmRSS:") }
private func peakKilobytes() -> Int { status("VmHWM:") }

private func status(_ field: String) -> Int {
    guard let file = fopen("/proc/self/status", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), file) != nil {
        let text = line.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        if text.hasPrefix(field) { return Int(text.filter(\.isNumber)) ?? 0 }
    }
    return 0
}

private func variable(_ name: String) -> String {
    getenv(name).map { String(cString: $0) } ?? ""
}

private func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

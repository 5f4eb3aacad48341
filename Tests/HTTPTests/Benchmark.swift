// SPDX-License-Identifier: MIT

import Glibc
import HTTP
import Model
import Synchronization
import Testing

/// Figures for `Tests/Benchmarks/http`, which starts the server and sets the variables.
@Suite(.enabled(if: variable("RESCIND_BENCH") == "http"), .serialized) struct Benchmark {
    private let request = Request(
        .put, variable("RESCIND_BENCH_URL"),
        headers: [
            Header("Accept", "application/json"), Header("api-key", "0123456789abcdef0123456789"),
            Header("X-Request", "cancel"),
        ])
    private let options = HTTPEngine.Options {
        let file = variable("RESCIND_BENCH_CA")
        $0.caFile = file.isEmpty ? nil : file
    }
    private let count = Int(variable("RESCIND_BENCH_COUNT")) ?? 20_000
    private let width = Int(variable("RESCIND_BENCH_WIDTH")) ?? 32

    @Test func `with completions`() async throws {
        let engine = try HTTPEngine(clock: TestClock())
        defer { engine.shutdown() }
        let meter = Meter()
        let left = Left(count)
        await withCheckedContinuation { continuation in
            for _ in 0..<width { next(engine, left) { continuation.resume() } }
        }
        meter.report("engine, completions", count)
    }

    @Test func `with tasks`() async throws {
        let engine = try HTTPEngine(clock: TestClock())
        defer { engine.shutdown() }
        let meter = Meter()
        let left = Left(count)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<width {
                group.addTask { [request, options] in
                    while left.take() { await check(engine.send(request, options: options)) }
                }
            }
        }
        meter.report("engine, tasks", count)
    }

    private func next(
        _ engine: HTTPEngine, _ left: Left, then done: @escaping @Sendable () -> Void
    ) {
        guard left.take() else { return }
        engine.submit(request, options: options) { exchange in
            check(exchange)
            if left.finish() { done() } else { next(engine, left, then: done) }
        }
    }
}

private func check(_ exchange: Exchange) {
    if exchange.answer?.status != 204 { Issue.record("\(exchange.outcome)") }
}

private func variable(_ name: String) -> String {
    getenv(name).map { String(cString: $0) } ?? ""
}

/// How many requests are still to be begun, and to be ended.
private final class Left: Sendable {
    private let toBegin: Atomic<Int>
    private let toEnd: Atomic<Int>

    init(_ count: Int) {
        toBegin = Atomic(count)
        toEnd = Atomic(count)
    }

    func take() -> Bool { toBegin.subtract(1, ordering: .relaxed).newValue >= 0 }

    /// Counts an end; true for the last.
    func finish() -> Bool { toEnd.subtract(1, ordering: .relaxed).newValue == 0 }
}

/// Wall time and this process's CPU time since it was made.
private struct Meter {
    private let wall = seconds(CLOCK_MONOTONIC)
    private let cpu = seconds(CLOCK_PROCESS_CPUTIME_ID)

    func report(_ what: String, _ count: Int) {
        let wall = seconds(CLOCK_MONOTONIC) - wall
        let cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu
        let line =
            "bench \(what): \(Int(Double(count) / wall)) requests/s, "
            + "\((cpu * 1e7 / Double(count)).rounded() / 10) µs CPU each\n"
        _ = write(STDERR_FILENO, line, line.utf8.count)
    }
}

private func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

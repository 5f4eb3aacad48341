// SPDX-License-Identifier: MIT

import Formats
import Glibc
import Model
import Synchronization
import Testing

@testable import Sandbox

@Suite struct `The server` {
    /// Requests that no client library sends.
    static let malformed: [[UInt8]] = [
        Array("\r\n\r\n".utf8), Array("GET\r\n\r\n".utf8), [0, 1, 2, 3, 13, 10, 13, 10],
        Array("PUT /shipstation/v2/shipments/%zz/cancel HTTP/1.1\r\nHost: x\r\n\r\n".utf8),
        Array("PUT /shipstation/v2/shipments/%00/cancel HTTP/1.1\r\nHost: x\r\n\r\n".utf8),
        Array("PUT /shipstation/v2/shipments/%ff%fe/cancel HTTP/1.1\r\nHost: x\r\n\r\n".utf8),
        Array("PUT /%E2%82 HTTP/1.1\r\nHost: x\r\napi-key: \u{1}\r\n\r\n".utf8),
        Array("PUT ?%%% HTTP/1.1\r\nHost: x\r\n\r\n".utf8),
        Array("PUT * HTTP/1.1\r\nHost: x\r\n\r\n".utf8),
        Array("GET /\(String(repeating: "a", count: 60_000)) HTTP/1.1\r\nHost: x\r\n\r\n".utf8),
        Array("GET / HTTP/1.1\r\n\(String(repeating: "a: b\r\n", count: 9000))\r\n".utf8),
        Array("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n".utf8),
        Array("PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n".utf8),
        Array("PUT / HTTP/9.9\r\nHost: x\r\n\r\n".utf8),
        Array("GET /sendcloud/api/v3/returns?cursor=%ff&&=&=%zz HTTP/1.1\r\nHost: x\r\n\r\n".utf8),
        Array(
            "GET /_/journal?after=-1&limit=99999999999999999999 HTTP/1.1\r\nHost: x\r\n\r\n".utf8),
        Array("GET /microsoft/v2.0/my/hardware/////// HTTP/1.1\r\nHost: x\r\n\r\n".utf8),
        Array("GET /_/state//// HTTP/1.1\r\nHost: x\r\n\r\n".utf8),
        Array("GET /@/@@ HTTP/1.1\r\nHost: x\r\n\r\n".utf8),
    ]

    @Test(arguments: malformed.indices)
    func `a malformed request does not end it`(index: Int) throws {
        let bench = try Bench([Bench.item(.shipStation)])
        let other = TestClient(bench.server)
        try other.lastWords(Self.malformed[index] + Array("\r\n".utf8))
        #expect(try bench.cancel(.shipStation, "se-28529731").status == 204)
    }

    /// Valid requests of all kinds, to be damaged.
    private static func requests(_ bench: Bench) throws -> [[UInt8]] {
        let form = "grant_type=refresh_token&refresh_token=r&client_id=c&client_secret=s"
        var lines = [
            "GET /sendcloud/api/v3/returns?from_date=2022-04-06%2000:00:00"
                + "&to_date=2022-04-07%2000:00:00&page_size=3&cursor=bz0x",
            "GET /shipstation/v2/shipments?page=2&page_size=3&created_at_start=2026-01-01",
            "GET /sorted/pro/shipments?custom_reference=1&take=3&skip=1",
            "GET /_/journal?after=1&limit=3", "GET /_/export/sorted.csv",
        ]
        for provider in ProviderName.allCases {
            let path = Bench.path(provider, Bench.ids[provider] ?? "")
            lines += ["GET \(path)", "PUT \(path)/cancel", "PATCH \(path)/cancel"]
        }
        let headers = try ProviderName.allCases.flatMap { try bench.headers($0) }
            .map { "\($0.key): \($0.value)\r\n" }.joined()
        return (lines + ["POST /amazon/auth/o2/token"]).map { line in
            let body = line.hasPrefix("POST") ? form : ""
            let length = "Content-Length: \(body.utf8.count)\r\nContent-Type: \(Bench.form)\r\n"
            return Array("\(line) HTTP/1.1\r\nHost: x\r\n\(headers)\(length)\r\n\(body)".utf8)
        }
    }

    @Test func `damaged requests do not end it`() throws {
        let bench = try Bench(ProviderName.allCases.map { Bench.item($0) })
        let requests = try Self.requests(bench)
        let lottery = Lottery(seed: 20_261_120)
        for round in 0..<1500 {
            var bytes = requests[round % requests.count]
            for damage in 0...lottery.pick(3, "count", "\(round)") {
                // Mostly in the request line, where the paths and queries are.
                let reach = damage == 0 ? min(bytes.count, 120) : bytes.count
                let place = lottery.pick(reach, "place", "\(round)", "\(damage)")
                let byte = lottery.pick(256, "byte", "\(round)", "\(damage)")
                // Every second round only what gets past the parser of the request line.
                bytes[place] = UInt8(round % 2 == 0 ? byte : 0x21 + byte % 0x5E)
            }
            let client = TestClient(bench.server)
            try client.lastWords(bytes)
        }
        #expect(try bench.client.send("GET", "/_/").status == 200)
        #expect(bench.server.journal().count > 100)
    }

    @Test(arguments: [
        (ProviderName.shipStation, 400), (.amazonShipping, 413), (.sendcloudReturns, 400),
        (.sortedPro, 400), (.microsoftHardware, 415),
    ])
    func `a body beyond any limit is refused and recorded`(
        provider: ProviderName, status: Int
    ) throws {
        let bench = try Bench([Bench.item(provider)])
        let path = Bench.path(provider, Bench.ids[provider] ?? "") + "/cancel"
        let body = String(repeating: "x", count: 3 * Exchange.providerBodyBytesMax)
        let answer = try bench.client.send(
            provider == .sendcloudReturns ? "PATCH" : "PUT", path, bench.headers(provider),
            body: body)
        #expect(answer.status == status)
        #expect(bench.lastEntry?.status == status)
        #expect(bench.effects.isEmpty)
    }

    @Test func `many clients at once leave one consistent record`() async throws {
        let ids = (1...400).map { "se-\($0)" }
        let bench = try Bench(ids.map { SandboxItem(.shipStation, $0) }) {
            $0.faults = try Faults("reset-after@cancel=5%,truncated@cancel=5%,slow@cancel=1%")
            $0.slowMilliseconds = 20
        }
        let server = bench.server
        await withTaskGroup { group in
            for worker in 0..<8 {
                group.addTask {
                    let client = TestClient(server)
                    for id in ids.dropFirst(worker * 25) + ids.prefix(worker * 25) {
                        _ = try? client.send(
                            "PUT", "/shipstation/v2/shipments/\(id)/cancel", ["api-key": "k"])
                    }
                }
            }
        }
        let entries = server.journal()
        #expect(entries.map(\.sequence) == Array(1...3200))
        let cancelled = entries.flatMap(\.effects).map(\.id)
        #expect(cancelled.count == 400)
        #expect(Set(cancelled) == Set(ids))
        for id in ids {
            let of = entries.filter { $0.subject == id }
            #expect(of.first?.effects.count == 1)
            #expect(of.dropFirst().allSatisfy { $0.effects.isEmpty })
        }
    }

    /// The names of this process's threads.
    private static func threads() -> [String] {
        guard let folder = opendir("/proc/self/task") else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let id = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            var buffer = [UInt8](repeating: 0, count: 32)
            let file = open("/proc/self/task/\(id)/comm", O_RDONLY)
            guard file >= 0 else { continue }
            let count = read(file, &buffer, buffer.count)
            close(file)
            names.append(String(decoding: buffer.prefix(max(0, count - 1)), as: UTF8.self))
        }
        return names
    }

    @Test func `after stop there is no thread and no port, even with answers held back`() throws {
        let bench = try Bench([Bench.item(.shipStation)]) {
            $0.faults = Faults([Faults.Rule(.slow, 1)])
            $0.slowMilliseconds = 60_000
        }
        let slow = TestClient(bench.server)
        try slow.start("GET", "/shipstation/v2/shipments/se-28529731", ["api-key": "k"])
        while bench.server.journal().isEmpty { usleep(1000) }
        let name = "sandbox-\(bench.server.port)"
        #expect(Self.threads().contains(name))
        bench.server.stop()
        bench.server.stop()
        #expect(!Self.threads().contains(name))
        #expect(throws: TestClient.Lost(code: ECONNREFUSED)) {
            try bench.client.send("GET", "/_/")
        }
    }

    @Test func `a port in use is a problem that says so`() throws {
        let bench = try Bench()
        var options = SandboxOptions()
        options.port = bench.server.port
        let problem = #expect(throws: Problem.self) { try SandboxServer(options) }
        #expect(
            problem?.description
                == """
                127.0.0.1:\(bench.server.port): port \(bench.server.port) cannot be listened on: \
                Address already in use
                  next: rescind sandbox --port 0 takes any free port
                """)
        #expect(problem?.exit == .usage)
    }

    @Test func `a journal that cannot be written is a problem of storage`() {
        var options = SandboxOptions()
        options.journalPath = "/nowhere/journal.ndjson"
        let problem = #expect(throws: Problem.self) { try SandboxServer(options) }
        #expect(problem?.what == "the journal cannot be written: No such file or directory")
        #expect(problem?.exit == .storage)
    }

    @Test func `a journal on a full disk is known to be incomplete`() throws {
        let bench = try Bench { $0.journalPath = "/dev/full" }
        _ = try bench.send(.shipStation, "GET", "/shipstation/v2/labels")
        #expect(bench.server.journalLost == 1)
        #expect(try bench.client.send("GET", "/_/journal").header("Journal-Lost") == "1")
    }

    @Test func `the port is free again after stop`() throws {
        let first = try Bench()
        _ = try first.client.send("GET", "/_/")
        first.server.stop()
        var options = SandboxOptions()
        options.port = first.server.port
        let second = try SandboxServer(options)
        #expect(second.port == first.server.port)
        second.stop()
    }
}

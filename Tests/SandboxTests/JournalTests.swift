// SPDX-License-Identifier: MIT

import Formats
import Glibc
import Model
import Testing

@testable import Sandbox

@Suite struct `The journal` {
    private static func temporaryPath() -> String {
        var template = Array("/tmp/sandbox-journal-XXXXXX".utf8CString)
        close(mkstemp(&template))
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func lines(_ path: String) -> [String] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let file = open(path, O_RDONLY)
        defer { close(file) }
        while true {
            let count = read(file, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test func `file, memory and HTTP tell the same`() throws {
        let path = Self.temporaryPath()
        defer { unlink(path) }
        let bench = try Bench([Bench.item(.sendcloudReturns), Bench.item(.shipStation)]) {
            $0.journalPath = path
        }
        _ = try bench.cancel(.sendcloudReturns, "1751075")
        _ = try bench.cancel(.shipStation, "se-28529731")
        bench.server.advanceClock(milliseconds: 3000)
        _ = try bench.look(.sendcloudReturns, "1751075")
        let memory = bench.server.journal().map {
            String(decoding: $0.line.dropLast(), as: UTF8.self)
        }
        #expect(memory.count == 4)
        #expect(Self.lines(path) == memory)
        let answer = try bench.client.send("GET", "/_/journal")
        #expect(answer.text.split(separator: "\n").map(String.init) == memory)
        #expect(answer.header("Journal-Last") == "4")
    }

    @Test func `a line says what came, what was answered and what it did`() throws {
        let bench = try Bench([Bench.item(.shipStation)])
        let answer = try bench.client.send(
            "PUT", "/shipstation/v2/shipments/se-28529731/cancel?x=1", ["api-key": "secret-key"])
        let entry = try #require(bench.lastEntry)
        let line = try JSON.parse(entry.line)
        #expect(line["seq"]?.int == 1)
        #expect(line["at"]?.string == "2027-01-15T08:00:00.000Z")
        #expect(line["provider"]?.string == "shipstation")
        #expect(line["credential"]?.string == "shipstation-1")
        #expect(line["purpose"]?.string == "cancel")
        #expect(line["method"]?.string == "PUT")
        #expect(line["path"]?.string == "/shipstation/v2/shipments/se-28529731/cancel")
        #expect(line["query"]?.string == "x=1")
        #expect(line["id"]?.string == "se-28529731")
        #expect(line["status"]?.int == answer.status)
        #expect(line["effects"] == ["cancelled se-28529731"])
        #expect(line["fault"]?.isNull == true)
        #expect(answer.header("Sandbox-Sequence") == "1")
    }

    @Test func `no secret is in it`() throws {
        let bench = try Bench(ProviderName.allCases.map { Bench.item($0) })
        for provider in ProviderName.allCases {
            _ = try bench.cancel(provider, Bench.ids[provider] ?? "")
        }
        _ = try bench.client.send(
            "POST", "/amazon/auth/o2/token", ["Content-Type": Bench.form],
            body: "grant_type=refresh_token&refresh_token=Atzr-1&client_id=c9&client_secret=s9")
        let text = bench.server.journal().map { String(decoding: $0.line, as: UTF8.self) }
            .joined()
        for secret in ["key-1", "secret", "Atz", "eyJ0", "s9", "c9"] {
            #expect(!text.contains(secret))
        }
    }

    @Test func `configured credentials go by their names, strangers are refused`() throws {
        let bench = try Bench([Bench.item(.shipStation)]) {
            $0.credentials = [
                SandboxCredential(.shipStation, name: "us-store", fields: ["apiKey": "key-1"])
            ]
        }
        let stranger = try bench.client.send(
            "PUT", "/shipstation/v2/shipments/se-28529731/cancel", ["api-key": "key-2"])
        #expect(stranger.status == 401)
        #expect(bench.lastEntry?.credential == "shipstation-1")
        #expect(try bench.cancel(.shipStation, "se-28529731").status == 204)
        #expect(bench.lastEntry?.credential == "us-store")
    }

    @Test func `it is read in pieces`() throws {
        let bench = try Bench()
        for _ in 0..<5 { _ = try bench.send(.shipStation, "GET", "/shipstation/v2/labels") }
        let answer = try bench.client.send("GET", "/_/journal?after=2&limit=2")
        let numbers = answer.text.split(separator: "\n").map {
            (try? JSON.parse(String($0)))?["seq"]?.int
        }
        #expect(numbers == [3, 4])
        #expect(try bench.client.send("GET", "/_/journal?after=x").status == 400)
    }

    @Test func `a change that comes with time has an entry of its own`() throws {
        let bench = try Bench([Bench.item(.sendcloudReturns)])
        _ = try bench.cancel(.sendcloudReturns, "1751075")
        bench.server.advanceClock(milliseconds: 3000)
        let entry = try #require(bench.lastEntry)
        #expect(entry.method == nil)
        #expect(entry.effects == [Effect(.cancelled, "1751075")])
    }

    @Test func `what is due settles without any request`() throws {
        let bench = try Bench([Bench.item(.sendcloudReturns)]) {
            $0.clock = SandboxClock()
            $0.settling.scale = 0.01
        }
        let path = Self.temporaryPath()
        defer { unlink(path) }
        _ = try bench.cancel(.sendcloudReturns, "1751075")
        for _ in 0..<2000 where bench.effects.count < 2 { usleep(5000) }
        #expect(bench.effects == ["cancelling 1751075", "cancelled 1751075"])
    }
}

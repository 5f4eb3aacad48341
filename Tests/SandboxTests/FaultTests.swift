// SPDX-License-Identifier: MIT

import Formats
import Glibc
import Model
import Testing

@testable import Sandbox

@Suite struct `Faults on demand` {
    static let errors: [FaultKind: Int] = [
        .throttled: 429, .unavailable: 503, .brokenAfter: 500, .badGateway: 502,
    ]

    private func bench(
        _ fault: FaultKind, _ provider: ProviderName, attempt: Int? = 1
    ) throws -> Bench {
        try Bench([Bench.item(provider)]) {
            $0.settling.sortedAsynchronousShare = 0
            $0.slowMilliseconds = 30
            $0.faults = Faults([
                Faults.Rule(fault, 1, purpose: .cancel, attempt: attempt)
            ])
        }
    }

    @Test(arguments: ProviderName.allCases, [FaultKind.throttled, .unavailable])
    func `a refusal by fault has no effect and speaks the provider's language`(
        provider: ProviderName, fault: FaultKind
    ) throws {
        let bench = try bench(fault, provider)
        let answer = try bench.cancel(provider, Bench.ids[provider] ?? "")
        #expect(answer.status == Self.errors[fault])
        #expect(answer.json.members != nil)
        #expect(bench.effects.isEmpty)
        #expect(bench.lastEntry?.fault == fault)
        #expect(bench.lastEntry?.status == Self.errors[fault])
        if provider != .amazonShipping || fault == .unavailable {
            #expect(answer.header("Retry-After") == "1")
        }
    }

    @Test(arguments: ProviderName.allCases, [FaultKind.brokenAfter, .badGateway])
    func `an error after the effect hides it`(provider: ProviderName, fault: FaultKind) throws {
        let bench = try bench(fault, provider)
        let answer = try bench.cancel(provider, Bench.ids[provider] ?? "")
        #expect(answer.status == Self.errors[fault])
        #expect(bench.effects.count == 1)
        #expect(bench.lastEntry?.fault == fault)
    }

    @Test(arguments: ProviderName.allCases)
    func `a reset before has no effect, and the next request has it`(
        provider: ProviderName
    ) throws {
        let bench = try bench(.resetBefore, provider)
        let id = Bench.ids[provider] ?? ""
        let lost = #expect(throws: TestClient.Lost.self) { try bench.cancel(provider, id) }
        #expect(lost?.code == ECONNRESET)
        #expect(bench.effects.isEmpty)
        #expect(bench.lastEntry?.fault == .resetBefore)
        #expect(bench.lastEntry?.status == nil)
        #expect(try (200..<300).contains(bench.cancel(provider, id).status))
        #expect(bench.effects.count == 1)
    }

    @Test(arguments: ProviderName.allCases)
    func `a reset after has its effect`(provider: ProviderName) throws {
        let bench = try bench(.resetAfter, provider)
        let lost = #expect(throws: TestClient.Lost.self) {
            try bench.cancel(provider, Bench.ids[provider] ?? "")
        }
        #expect(lost?.code == ECONNRESET)
        #expect(bench.effects.count == 1)
        #expect(bench.lastEntry?.fault == .resetAfter)
        #expect(bench.lastEntry?.status == nil)
    }

    @Test(arguments: ProviderName.allCases)
    func `a truncated answer has its effect and ends too early`(provider: ProviderName) throws {
        let bench = try bench(.truncated, provider)
        let lost = #expect(throws: TestClient.Lost.self) {
            try bench.cancel(provider, Bench.ids[provider] ?? "")
        }
        #expect(lost?.code == 0)
        #expect(bench.effects.count == 1)
        let hasBody = ![.shipStation, .microsoftHardware].contains(provider)
        #expect((bench.lastEntry?.status != nil) == hasBody)
    }

    @Test(arguments: ProviderName.allCases)
    func `garbage has its effect and no documented body`(provider: ProviderName) throws {
        let bench = try bench(.garbage, provider)
        let answer = try bench.cancel(provider, Bench.ids[provider] ?? "")
        #expect(Garbage.bodies.contains { $0.body == answer.body })
        #expect((200..<300).contains(answer.status))
        #expect(answer.status != 204)
        #expect(bench.effects.count == 1)
    }

    @Test func `a redirect has no effect and leads nowhere`() throws {
        let bench = try bench(.redirect, .shipStation)
        let answer = try bench.cancel(.shipStation, "se-28529731")
        #expect(answer.status == 302)
        #expect(answer.header("Location") == "\(bench.server.baseURL(.shipStation))/moved")
        #expect(bench.effects.isEmpty)
    }

    @Test func `a slow answer does not keep others waiting`() throws {
        let bench = try Bench([Bench.item(.shipStation)]) {
            $0.slowMilliseconds = 15_000
            $0.faults = Faults([Faults.Rule(.slow, 1, purpose: .look)])
        }
        let slow = TestClient(bench.server)
        try slow.start("GET", "/shipstation/v2/shipments/se-28529731", ["api-key": "k"])
        while bench.server.journal().isEmpty { usleep(1000) }
        #expect(try bench.cancel(.shipStation, "se-28529731").status == 204)
        #expect(!slow.hasAnswer)
    }

    @Test func `a slow answer comes in the end`() throws {
        let bench = try bench(.slow, .shipStation)
        #expect(try bench.cancel(.shipStation, "se-28529731").status == 204)
        #expect(bench.lastEntry?.fault == .slow)
    }

    @Test func `half of the plain 500s hide an effect`() throws {
        let ids = (1...200).map { "se-\($0)" }
        let bench = try Bench(ids.map { SandboxItem(.shipStation, $0) }) {
            $0.faults = Faults([Faults.Rule(.broken, 1, purpose: .cancel)])
        }
        for id in ids { #expect(try bench.cancel(.shipStation, id).status == 500) }
        #expect((60...140).contains(bench.effects.count))
    }

    @Test(arguments: [ProviderName.amazonShipping, .microsoftHardware])
    func `an expired token is refused as the provider refuses it`(provider: ProviderName) throws {
        let bench = try bench(.expireToken, provider)
        let id = Bench.ids[provider] ?? ""
        let answer = try bench.cancel(provider, id)
        #expect(answer.status == (provider == .amazonShipping ? 403 : 401))
        #expect(bench.effects.isEmpty)
        #expect(bench.lastEntry?.effects == [Effect(.tokenExpired, "\(provider.rawValue)-1")])
        #expect(try (200..<300).contains(bench.cancel(provider, id).status))
    }

    @Test func `keys do not expire`() throws {
        let bench = try bench(.expireToken, .shipStation)
        #expect(try bench.cancel(.shipStation, "se-28529731").status == 204)
    }

    @Test func `the same seed brings the same faults in any order`() throws {
        let ids = (1...100).map { "se-\($0)" }
        func faults(_ ids: [String], seed: UInt64) throws -> [String?: FaultKind?] {
            let bench = try Bench(ids.map { SandboxItem(.shipStation, $0) }) {
                $0.seed = seed
                $0.faults = try Faults("429=0.1,500=0.1,garbage=20%")
            }
            for id in ids { _ = try bench.cancel(.shipStation, id) }
            return Dictionary(
                bench.server.journal().map { ($0.subject, $0.fault) },
                uniquingKeysWith: { first, _ in first })
        }
        let first = try faults(ids, seed: 1)
        #expect(try faults(ids.reversed(), seed: 1) == first)
        #expect(try faults(ids, seed: 2) != first)
        #expect((20...60).contains(first.values.count { $0 != nil }))
    }
}

@Suite struct `Reading faults` {
    @Test(arguments: [
        ("", ""), ("429=0.05", "429=0.05"), (" slow = 10% , 503=1", "slow=0.1,503=1.0"),
        ("shipstation:reset-after@cancel#1=1", "shipstation:reset-after@cancel#1=1.0"),
        ("amazon:expire-token=0.5", "amazon-shipping:expire-token=0.5"),
    ])
    func `a list is read and written`(text: String, written: String) throws {
        let faults = try Faults(text)
        #expect(faults.description == written)
        #expect(try Faults(written) == faults)
    }

    @Test(arguments: [
        ("429", "a fault without a probability"), ("429=2", "a probability is a number"),
        ("429=-0.1", "a probability is a number"), ("429=nan", "a probability is a number"),
        ("reset=1", "unknown fault"), ("ups:429=1", "unknown provider"),
        ("429@cancl=1", "unknown purpose"), ("429#0=1", "an attempt is counted from 1"),
    ])
    func `a slip is named`(text: String, what: String) {
        let problem = #expect(throws: Problem.self) { try Faults(text) }
        #expect(problem?.what.hasPrefix(what) == true)
        #expect(problem?.exit == .usage)
    }

    private static let faults =
        "the faults are 302, 429, 500, 500-after, 502, 503, slow, reset-before, reset-after, "
        + "truncated, garbage, expire-token"

    @Test func `a near miss is suggested, and every fault is named`() {
        let problem = #expect(throws: Problem.self) { try Faults("rest-after=1") }
        #expect(problem?.next == "did you mean reset-after? \(Self.faults)")
        let far = #expect(throws: Problem.self) { try Faults("bogus=1") }
        #expect(far?.next == Self.faults)
    }
}

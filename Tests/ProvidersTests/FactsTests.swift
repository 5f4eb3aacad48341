// SPDX-License-Identifier: MIT

import Model
import Providers
import Testing

struct FactsTests {
    @Test(arguments: ProviderName.allCases)
    func `facts are complete and agree with each other`(_ name: ProviderName) throws {
        let facts = name.provider.facts
        #expect(name.provider.name == name)
        #expect(facts.baseURL.hasPrefix("https://") && !facts.baseURL.hasSuffix("/"))
        #expect(facts.concurrency >= 1)
        #expect(!facts.paces.isEmpty)
        let look = try name.provider.look(name.exampleID, at: name.endpoint)
        #expect((look != nil) == (facts.looks != nil))
        #expect(facts.looks != nil || !facts.isConfirmable)
        #expect((facts.requestsPerItem.reads > 0) == (facts.looks != nil))
        #expect(!facts.notes.sources.isEmpty && !facts.notes.notKnown.isEmpty)
    }

    @Test(arguments: ProviderName.allCases)
    func `a pace covers reads and writes and its burst fits into it`(_ name: ProviderName) {
        let facts = name.provider.facts
        for budgets in [facts.paces, facts.testPaces] where !budgets.isEmpty {
            let scopes = Set(budgets.map(\.scope))
            #expect(scopes == [.all] || scopes == [.reads, .writes])
            for budget in budgets {
                #expect(budget.requests > 0 && budget.windowMilliseconds > 0)
                #expect(budget.burstIsExtra || budget.burst <= budget.requests)
            }
        }
        #expect(facts.testPaces.isEmpty == (facts.testKeyPrefix == nil))
    }

    @Test(arguments: ProviderName.allCases)
    func `looks grow further apart and end`(_ name: ProviderName) throws {
        guard let plan = name.provider.facts.looks else { return }
        #expect(plan.intervalsSeconds == plan.intervalsSeconds.sorted())
        #expect(plan.settleSeconds <= plan.overdueSeconds)
        let last = try #require(plan.intervalsSeconds.last)
        #expect(plan.intervalSeconds(afterLooks: 0) == plan.intervalsSeconds.first)
        for looks in [1000, Int.max, -1] {
            #expect(plan.intervalSeconds(afterLooks: looks) == last)
        }
    }

    static let law: [(ProviderName, settle: Int, overdue: Int)] = [
        (.shipStation, 5, 15 * 60), (.sortedPro, 5, 3600),
        (.sendcloudReturns, 60, 14 * 86_400), (.microsoftHardware, 60, 3 * 86_400),
    ]

    @Test(arguments: law)
    func `settling and the provider's own time are as agreed`(
        _ name: ProviderName, _ settle: Int, _ overdue: Int
    ) {
        let plan = name.provider.facts.looks
        #expect(plan?.settleSeconds == settle)
        #expect(plan?.overdueSeconds == overdue)
    }

    static let addresses: [(ProviderName, String, String?)] = [
        (.shipStation, "https://api.shipstation.com", nil),
        (
            .amazonShipping, "https://sellingpartnerapi-na.amazon.com",
            "https://api.amazon.com/auth/o2/token"
        ),
        (
            .sendcloudReturns, "https://panel.sendcloud.sc/api/v3",
            "https://account.sendcloud.com/oauth2/token"
        ),
        (.sortedPro, "https://api.sorted.com/pro", nil),
        (
            .microsoftHardware, "https://manage.devcenter.microsoft.com/v2.0/my/hardware",
            "https://login.microsoftonline.com/{tenantID}/oauth2/token"
        ),
    ]

    @Test(arguments: addresses)
    func `the default addresses are as agreed`(
        _ name: ProviderName, _ base: String, _ token: String?
    ) {
        #expect(name.provider.facts.baseURL == base)
        #expect(name.provider.facts.tokenURL == token)
    }

    /// Requests, milliseconds, burst, and what of it is documented.
    static let paces: [(ProviderName, [String])] = [
        (.shipStation, ["all 200/60000 burst 1 documented"]),
        (.amazonShipping, ["all 80/1000 burst 100 more documented"]),
        (
            .sendcloudReturns,
            ["writes 100/60000 burst 15 documented", "reads 1000/60000 burst 1 documented"]
        ),
        (.sortedPro, ["all 120/60000 burst 1"]), (.microsoftHardware, ["all 60/60000 burst 1"]),
    ]

    @Test(arguments: paces)
    func `the paces are the documented ones, and what is not documented says so`(
        _ name: ProviderName, _ wanted: [String]
    ) {
        let facts = name.provider.facts
        let words = facts.paces.map { budget in
            "\(budget.scope.rawValue) \(budget.requests)/\(budget.windowMilliseconds) burst "
                + "\(budget.burst)\(budget.burstIsExtra ? " more" : "")"
                + (budget.isDocumented ? " documented" : "")
        }
        #expect(words == wanted)
        #expect(!facts.paceHeaders.isEmpty)
        let test = name == .shipStation ? [20] : []
        #expect(facts.testPaces.map(\.requests) == test)
    }

    @Test func `only those with a word for cancelled can be confirmed`() {
        let confirmable = ProviderName.allCases.filter { $0.provider.facts.isConfirmable }
        #expect(confirmable.sorted() == [.sendcloudReturns, .shipStation, .sortedPro])
        for name in ProviderName.allCases {
            let words = name.provider.table.states.filter { $0.kind == .cancelled }
            #expect(!words.isEmpty == name.provider.facts.isConfirmable)
        }
    }

    @Test(arguments: ProviderName.allCases)
    func `what the documents promise is read as it is meant`(_ name: ProviderName) {
        let judgement = name.provider.judgeCancel(name.success, of: name.exampleID)
        let isAsynchronous = name == .sendcloudReturns || name == .microsoftHardware
        #expect(judgement.verdict == (isAsynchronous ? .accepted : .cancelled))
        #expect(!judgement.wantsLook && !judgement.endsLane)
    }
}

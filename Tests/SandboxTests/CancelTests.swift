// SPDX-License-Identifier: MIT

import Formats
import Model
import Testing

@testable import Sandbox

@Suite struct `Cancelling at each provider` {
    @Test(arguments: ProviderName.allCases)
    func `an open shipment is cancelled once, with the documented status`(
        provider: ProviderName
    ) throws {
        let bench = try Bench([Bench.item(provider)]) { $0.settling.sortedAsynchronousShare = 0 }
        let id = try #require(Bench.ids[provider])
        let answer = try bench.cancel(provider, id)
        let expected: [ProviderName: Int] = [
            .shipStation: 204, .amazonShipping: 200, .sendcloudReturns: 202, .sortedPro: 200,
            .microsoftHardware: 204,
        ]
        #expect(answer.status == expected[provider])
        bench.server.advanceClock(milliseconds: 60_000)
        #expect(bench.effects.filter { $0 == "cancelled \(id)" }.count == 1)
    }

    @Test(arguments: ProviderName.allCases)
    func `an unknown shipment is not found and nothing happens`(provider: ProviderName) throws {
        let bench = try Bench()
        let id = try #require(Bench.ids[provider])
        #expect(try bench.cancel(provider, id).status == 404)
        #expect(bench.effects.isEmpty)
    }

    @Test(arguments: ProviderName.allCases)
    func `an unknown shipment is open where unknown ones are accepted`(
        provider: ProviderName
    ) throws {
        let bench = try Bench { $0.acceptsUnknown = true }
        let id = try #require(Bench.ids[provider])
        #expect(try (200..<300).contains(bench.cancel(provider, id).status))
        bench.server.advanceClock(milliseconds: 60_000)
        #expect(bench.effects.last == "cancelled \(id)")
    }
}

// SPDX-License-Identifier: MIT

import Model
import Providers
import Testing

/// What `check --online` may call an account that works.
struct ProbeTests {
    static let letIn: [(ProviderName, Int, String)] = [
        (.shipStation, 200, #"{"shipments":[],"total":0,"page":1,"pages":1,"links":{}}"#),
        (.sendcloudReturns, 200, #"{"next":null,"previous":null,"data":[]}"#),
        (.sendcloudReturns, 200, #"{"data":[]}"#),
        (.microsoftHardware, 200, #"{"value":[],"links":[]}"#),
        (.sortedPro, 404, SortedTests.error("not_found", child: "shipment_not_found")),
        (.sortedPro, 404, SortedTests.error("shipment_not_found")),
        (.sortedPro, 200, #"{"reference":"sp_0","state":"allocated"}"#),
        (.sortedPro, 410, SortedTests.error("resource_removed")),
        (.sortedPro, 400, SortedTests.error("validation_error", child: "invalid_reference_format")),
    ]

    @Test(arguments: letIn)
    func `what only the provider answers shows that the account works`(
        _ name: ProviderName, _ status: Int, _ body: String
    ) {
        #expect(name.provider.judgeProbe(answer(status, body)) == nil)
    }

    /// What an operator would not want to hear "it works" about.
    static let strangers: [(Int, String)] = [
        (404, ""), (404, "{}"), (404, "<html><title>Not Found</title></html>"),
        (404, #"{"statusCode":404,"message":"Resource not found"}"#),
        (404, #"{"errors":[{"error_code":"unspecified","message":"Not found."}]}"#),
        (410, ""), (200, ""), (200, "{}"), (200, "[]"), (200, "OK"), (204, ""),
        (200, "<html><title>Sign in to the hotel's network</title></html>"),
        (200, #"{"shipments":{},"data":{},"value":{},"state":7}"#),
        (200, #"{"shipments":[],"data":[],"value":[],"errors":[{"code":"x"}],"error":{}}"#),
        (400, ""), (405, ""), (421, ""),
    ]

    @Test(arguments: everyName, strangers)
    func `what anybody could answer shows nothing`(_ name: ProviderName, _ seen: (Int, String)) {
        let failure = name.provider.judgeProbe(answer(seen.0, seen.1))
        #expect(failure?.kind == .trouble)
        #expect(failure?.code.isEmpty == false)
    }

    static let refusals: [(Int, ReadFailure.Kind)] = [
        (401, .unauthorized), (403, .unauthorized), (407, .unauthorized), (302, .redirected),
        (429, .throttled), (500, .unavailable), (503, .unavailable),
    ]

    @Test(arguments: everyName, refusals)
    func `a refusal says of what kind it is`(
        _ name: ProviderName, _ refusal: (Int, ReadFailure.Kind)
    ) {
        #expect(name.provider.judgeProbe(answer(refusal.0))?.kind == refusal.1)
    }

    @Test(arguments: everyName)
    func `a probe is a read without a body, of nothing that exists`(_ name: ProviderName) throws {
        let probe = try name.provider.probe(at: name.endpoint)
        #expect((probe == nil) == (name == .amazonShipping))
        guard let probe else { return }
        #expect(probe.method == .get && probe.body.isEmpty)
        #expect(probe.url.hasPrefix(name.provider.facts.baseURL + "/"))
    }

    private static let everyName = ProviderName.allCases
}

// SPDX-License-Identifier: MIT

import Formats
import Model
import Testing

@testable import Job

struct StoredTests {
    @Test func `limits come back from a plan as they were`() throws {
        let job = try #require(reading(exampleJob).job)
        for limits in [job.limits, .standard, RunLimits(items: 0, failures: Tolerance(count: 3))] {
            #expect(RunLimits(stored: limits.stored) == limits)
        }
        #expect(
            String(decoding: job.limits.stored.bytes, as: UTF8.self)
                == #"{"items":1000,"share":"50%","value":{"USD":"50000"},"#
                + #""failures":{"count":null,"share":"5%"},"until":"06:00"}"#)
    }

    @Test(arguments: [
        "{}", "[]", #"{"items":-1,"share":"5%","value":null,"failures":null,"until":null}"#,
        #"{"items":1,"share":"5%","value":{"USD":5},"failures":{"count":1,"share":null},"until":null}"#,
        #"{"items":1,"share":"5%","value":null,"failures":{"count":"x","share":null},"until":null}"#,
        #"{"items":1,"share":"5%","value":null,"failures":{"count":1,"share":null},"until":"6"}"#,
    ])
    func `what is no stored limit is not read as one`(text: String) throws {
        #expect(RunLimits(stored: try JSON.parse(text)) == nil)
    }

    @Test func `rules are the same wherever they stand, and other rules are others`() throws {
        func rules(_ text: String) throws -> [UInt8] {
            try #require(reading(members: text).job).rulesText
        }
        let plain = try rules(#"rules: { due: { a: "1", b: "2" } }"#)
        #expect(try rules("\n\n" + #"rules: { due: { a: "1", b: "2" } }, order: "cost""#) == plain)
        #expect(try rules(#"rules: { due: { b: "2", a: "1" } }"#) != plain)
        #expect(try rules(#"rules: { due: { a: "1", b: "3" } }"#) != plain)
        #expect(try rules(#"rules: { due: { a: "1", b: "2" }, hold: "1" }"#) != plain)
    }

    @Test func `an approval is the same in any order of names`() throws {
        func approval(_ text: String) throws -> JSON.Value {
            try #require(reading(members: text).job).approval.stored
        }
        let plain = try approval(#"approval: { by: ["b", "a"], above: { items: 5 } }"#)
        #expect(try approval(#"approval: { above: { items: 5 }, by: ["a", "b"] }"#) == plain)
        #expect(try approval(#"approval: { by: ["a"], above: { items: 5 } }"#) != plain)
        #expect(try approval(#"approval: { by: ["b", "a"], above: { items: 6 } }"#) != plain)
    }
}

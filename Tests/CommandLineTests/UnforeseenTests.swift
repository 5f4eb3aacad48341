// SPDX-License-Identifier: MIT

import CommandLine
import Formats
import Model
import Testing

struct UnforeseenTests {
    @Test func `a damaged text of the record is the record's fault, anything else ours`() throws {
        struct Surprise: Error {}
        let failure = #expect(throws: JSON.Failure.self) { try JSON.parse(Array("{\"a\" 1}".utf8)) }
        let damaged = Problem(unforeseen: try #require(failure))
        #expect(damaged.exit == .auditInvalid)
        #expect(damaged.what.hasPrefix("the record holds a text that cannot be read: "))
        #expect(Problem(unforeseen: Surprise()).exit == .internalError)
    }
}

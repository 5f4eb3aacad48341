// SPDX-License-Identifier: MIT

import Model
import Testing

struct WordsTests {
    @Test func `final states go nowhere`() {
        let final: Set<ItemState> = [
            .alreadyCancelled, .refused, .notFound, .failed, .superseded, .dropped, .unreadable,
            .duplicate, .settled, .held,
        ]
        for state in ItemState.allCases {
            #expect(state.mayBecome.isEmpty == final.contains(state), "\(state)")
        }
    }

    @Test func `nothing that may have been cancelled returns to planned`() {
        for state in ItemState.allCases where state.mayBecome.contains(.planned) {
            #expect(state == .sending)
        }
    }

    @Test func `the worst code stands for all`() {
        #expect(ExitCode.worst(of: [.done, .overdue, .refusals]) == .refusals)
        #expect(ExitCode.worst(of: [.stopped, .doubt, .storage]) == .storage)
        #expect(ExitCode.worst(of: []) == .done)
        #expect(ExitCode.worst(of: [.done, .blocked]) == .blocked)
    }

    @Test(arguments: [
        ("aply", "apply"), ("recon", "reconcile"), ("pln", "plan"), ("shwo", "show"),
    ])
    func `a slip of the finger finds its word`(slip: String, word: String) {
        let words = ["apply", "plan", "show", "reconcile"]
        #expect(nearest(to: slip, among: words) == (slip == "recon" ? nil : word))
    }

    @Test(arguments: [[], [0], [0, 1], [0, 1, 2], [255, 254, 253, 252]] as [[UInt8]])
    func `base64 survives the round trip`(bytes: [UInt8]) {
        #expect([UInt8](base64: bytes.base64) == bytes)
    }

    @Test(arguments: ["A", "A===", "AB==C", "AA!=", "AB=="])
    func `broken base64 is refused`(text: String) {
        #expect([UInt8](base64: text) == nil)
    }

    @Test(arguments: [
        ("Retry-After", "retry-AFTER", true), ("X-A", "x-a", true), ("X-A", "X_A", false),
        ("X-A", "X-AB", false), ("X-A[", "x-a{", false), ("", "", true), ("É", "é", false),
        ("Retry@After", "Retry`After", false),
    ])
    func `a header is found by its name in any case of its letters`(
        name: String, asked: String, isFound: Bool
    ) {
        let answer = Answer(status: 200, headers: [Header("Date", "d"), Header(name, "v")])
        #expect(answer.header(asked) == (isFound ? "v" : nil))
        let twice = Answer(status: 200, headers: [Header(name, "first"), Header(name, "second")])
        #expect(twice.header(name) == "first")
    }
}

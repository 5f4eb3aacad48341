// SPDX-License-Identifier: MIT

import Formats
import Foundation
import Testing

/// One account of a provider under two names.
@Suite(.serialized) struct TwinTests {
    /// Adds an account like the first, whose key is read from elsewhere.
    private func twin(_ stage: Stage) throws {
        try stage.write("key", "sesame-open-up\n")
        let job = try String(
            contentsOf: stage.folder.appending(path: "rescind.json5"), encoding: .utf8)
        let start = try #require(job.range(of: "store: {"))
        let end = try #require(job.range(of: "timeout: \"2s\",\n  }"))
        let account = job[start.lowerBound..<end.upperBound]
            .replacing("store: {", with: "shop: {").replacing("env:KEY", with: "file:key")
        try stage.write("rescind.json5", job.replacing("store: {", with: "\(account), store: {"))
    }

    @Test(arguments: [["check"], ["plan", "export.csv", "--account", "shop"]])
    func `the same key behind two references is one account`(words: [String]) throws {
        let stage = try Stage(items: 3)
        try twin(stage)
        let ended = try stage.program.start(words).wait()
        #expect(ended.status == 2)
        #expect(
            (ended.output + ended.messages).contains(
                "under another name: provider and address are"))
    }

    @Test func `a plan says what an account sent under its old name`() throws {
        let stage = try Stage(items: 3)
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        #expect(try stage.program.run("apply", "1", "--yes").status == 0)
        try stage.change("rescind.json5", "store: {", to: "shop: {")
        let ended = try stage.program.run("plan", "export.csv", "--again")
        #expect(ended.messages.contains("3 planned shipments of account shop were sent before"))
    }
}

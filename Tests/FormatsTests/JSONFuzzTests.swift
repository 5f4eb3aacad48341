// SPDX-License-Identifier: MIT

import Testing

@testable import Formats

struct JSONFuzzTests {
    static let seeds =
        JSONSplitTests.inputs.map { Array($0.utf8) }
        + [
            """
            [{"id":"se-1","cost":1.20,"to":{"name":"Ann","zip":null},"tags":[{"name":"vip"}]},
             {"id":"se-2","cost":13.0,"to":{"name":"Bob","zip":"1"},"tags":[]},
             {"id":"se-3","cost":-0.5,"to":{"name":"C\\u00e9","zip":null},"tags":[{"name":"x"}]}]
            """,
            "{\"id\":1,\"s\":\"pending\"}\n{\"id\":2,\"s\":\"on hold\"}\n{\"id\":3,\"s\":\"x\"}\n",
            "{\"data\":[{\"i\":1},{\"i\":2},{\"i\":3}],\"total\":3}",
            "{ // job\n a: 'x', \"b\": [0x10, .5, +1,], c: {d: true,}, }",
        ].map { Array($0.utf8) }

    @Test(arguments: 0..<JSONFuzz.shards)
    func `a broken input is never a trap and always read one way`(shard: Int) {
        var random = SeededRandom(seed: UInt64(shard))
        for _ in 0..<JSONFuzz.count / JSONFuzz.shards {
            let seed = Self.seeds.randomElement(using: &random) ?? []
            let input = JSONFuzz.mutated(seed, &random)
            if let what = JSONFuzz.disagreement(input, &random) {
                Issue.record("\(what): \(input.map { String($0, radix: 16) })")
                return
            }
        }
    }

    /// What the fuzzer found once; each of these was read in two ways.
    static let finds: [String] = [
        // A list in a record of a known shape was not counted as one level deeper.
        "{\"a\":[1]}\n{\"a\":[[[[[[1]]]]]]}\n",
        // UTF-16 was no longer recognised when asked again with more bytes.
        "\u{0}[\u{0}]",
    ]

    @Test(arguments: finds)
    func `what the fuzzer found stays mended`(text: String) {
        for seed in 0..<200 {
            var random = SeededRandom(seed: UInt64(seed))
            #expect(JSONFuzz.disagreement(Array(text.utf8), &random) == nil)
        }
    }
}

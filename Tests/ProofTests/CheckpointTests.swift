// SPDX-License-Identifier: MIT

import Testing

@testable import Proof

@Suite struct CheckpointTests {
    static let root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

    @Test func `a checkpoint is three lines and whatever follows`() throws {
        let text = "rescind/audit\n0\n\(Self.root)\n"
        let checkpoint = try Checkpoint(
            origin: "rescind/audit", size: 0, root: MerkleHash.empty)
        #expect(checkpoint.text == text)
        #expect(try Checkpoint(parsing: text) == checkpoint)
        let longer = try Checkpoint(parsing: text + "more\nand more\n")
        #expect(longer.extensions == ["more", "and more"])
        #expect(longer.text == text + "more\nand more\n")
    }

    static let bad = [
        "", "\n", "a\n1\n", "a\n1\n\(root)", "\n1\n\(root)\n", "a\n01\n\(root)\n",
        "a\n-1\n\(root)\n", "a\n+1\n\(root)\n", "a\n\n\(root)\n", "a\n 1\n\(root)\n",
        "a\n1234567890123456789\n\(root)\n", "a\n1\n\(root.dropLast())\n",
        "a\n1\n\(root.dropLast(2))V=\n", "a\n1\n\(root) \n", "a\n1\n\(root)\n\n",
        "a\n1\n\(root)\nx\n\ny\n", "a\r\n1\n\(root)\n", "a\n1\n47DEQpj8\n",
    ]

    @Test(arguments: bad)
    func `a checkpoint that is not written exactly is refused`(text: String) {
        #expect(throws: ProofError.self) { try Checkpoint(parsing: text) }
    }

    @Test func `a checkpoint with an empty line cannot be made`() {
        for (origin, extensions) in [("", []), ("a\nb", []), ("a", [""]), ("a", ["b\n"])] {
            #expect(throws: ProofError.self) {
                try Checkpoint(
                    origin: origin, size: 1, root: MerkleHash.empty, extensions: extensions)
            }
        }
        #expect(throws: ProofError.self) {
            try Checkpoint(origin: "a", size: -1, root: MerkleHash.empty)
        }
    }
}

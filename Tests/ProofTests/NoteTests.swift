// SPDX-License-Identifier: MIT

import Testing

@testable import Proof

@Suite struct NoteTests {
    /// The example of Go's note package, made by other hands than ours.
    static let foreignKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    static let foreignSecret =
        "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    static let foreignNote = """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.

        — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotp\
        RZb6KE6RyyBwJnAM=

        """

    static func signer(_ name: String, _ seed: UInt8) throws -> NoteSigner {
        try NoteSigner(
            name: name, key: Ed25519.PrivateKey(seed: Array(repeating: seed, count: 32)))
    }

    @Test func `a note that another program signed is verified and signed the same`() throws {
        let verifier = try NoteVerifier(parsing: Self.foreignKey)
        let note = try SignedNote(parsing: Self.foreignNote)
        #expect(try note.verified(by: [verifier]) == [verifier])
        #expect(note.description == Self.foreignNote)
        let signer = try NoteSigner(parsing: Self.foreignSecret)
        #expect(signer.verifier == verifier)
        #expect(try SignedNote(text: note.text, signedBy: [signer]) == note)
    }

    @Test func `keys are written as they are read`() throws {
        #expect(try NoteVerifier(parsing: Self.foreignKey).description == Self.foreignKey)
        let signer = try NoteSigner(parsing: Self.foreignSecret)
        #expect(signer.secretText == Self.foreignSecret)
        #expect(!"\(signer)".contains("AYEK"))
    }

    static let badKeys = [
        "", "a", "a+b", "a+00000000+", "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10Q=",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW ",
    ]

    @Test(arguments: badKeys)
    func `a key that is not written exactly is refused`(text: String) {
        #expect(throws: ProofError.self) { try NoteVerifier(parsing: text) }
        #expect(throws: ProofError.self) { try NoteSigner(parsing: "PRIVATE+KEY+" + text) }
        #expect(throws: ProofError.self) { try NoteSigner(parsing: text) }
    }

    @Test func `several keys sign, unknown ones are passed over`() throws {
        let (log, witness) = (try Self.signer("log.example", 1), try Self.signer("witness", 2))
        let stranger = try Self.signer("stranger", 3)
        let note = try SignedNote(text: "text\n\nwith a gap\n", signedBy: [log, stranger, witness])
        let parsed = try SignedNote(parsing: note.description)
        #expect(parsed == note && parsed.signatures.count == 3)
        let known = [witness.verifier, log.verifier]
        #expect(try parsed.verified(by: known) == [log.verifier, witness.verifier])
        let error = #expect(throws: ProofError.self) {
            try parsed.verified(by: [Self.signer("log.example", 9).verifier])
        }
        #expect(error == .noKnownSignature)
    }

    @Test func `a wrong signature of a known key refuses the note`() throws {
        let (log, witness) = (try Self.signer("log.example", 1), try Self.signer("witness", 2))
        var note = try SignedNote(text: "text\n", signedBy: [log])
        note.add(try witness.signature(of: "another text\n"))
        #expect(try note.verified(by: [log.verifier]) == [log.verifier])
        let error = #expect(throws: ProofError.self) {
            try note.verified(by: [log.verifier, witness.verifier])
        }
        #expect(error == .badSignature(key: "witness"))
    }

    static let good = "text\n\n\u{2014} name AAAAAAA=\n"
    static let badNotes: [String] = [
        "", "\n", "\n\n", "text\n", "text\n\n", "text\n\u{2014} name AAAAAAA=\n",
        "text\n\n\u{2014} name AAAAAAA=", "text\n\n- name AAAAAAA=\n",
        "text\n\n\u{2014}name AAAAAAA=\n", "text\n\n\u{2014} name\n",
        "text\n\n\u{2014} name AAAAAAA= \n", "text\n\n\u{2014} name  AAAAAAA=\n",
        "text\n\n\u{2014}  AAAAAAA=\n", "text\n\n\u{2014} na+me AAAAAAA=\n",
        "text\n\n\u{2014} na\u{a0}me AAAAAAA=\n", "text\n\n\u{2014} name AAAAAA==\n",
        "text\n\n\u{2014} name AAAAAAB=\n", "text\n\n\u{2014} name AAAAAAA=\r\n",
        "te\txt\n\n\u{2014} name AAAAAAA=\n", "te\0xt\n\n\u{2014} name AAAAAAA=\n",
        "text\r\n\n\u{2014} name AAAAAAA=\n", "text\n\n\u{2014} name AAAAAAA=\n\n",
        "text\n\n" + String(repeating: "\u{2014} name AAAAAAA=\n", count: 101),
        String(repeating: "x", count: 1_000_000) + good,
    ]

    @Test func `a note that is not written exactly is refused`() throws {
        #expect(try SignedNote(parsing: Self.good).text == "text\n")
        for text in Self.badNotes {
            #expect(throws: ProofError.self, "\(text.prefix(40).debugDescription)") {
                try SignedNote(parsing: text)
            }
        }
        #expect(throws: ProofError.self) { try SignedNote(parsing: [0xff] + Array(Self.good.utf8)) }
        #expect(throws: ProofError.self) { try SignedNote(text: "no newline", signedBy: []) }
    }

    @Test func `two spellings of one name are two names`() throws {
        let composed = try Self.signer("caf\u{e9}", 1)
        let decomposed = try Self.signer("cafe\u{301}", 1)
        #expect(composed.verifier.id != decomposed.verifier.id)
        let note = try SignedNote(text: "text\n", signedBy: [composed])
        #expect(throws: ProofError.noKnownSignature) {
            try note.verified(by: [decomposed.verifier])
        }
    }

    @Test func `every changed bit of a signed checkpoint is noticed`() throws {
        let log = try Self.signer("rescind/audit", 1)
        let checkpoint = try Checkpoint(origin: "rescind/audit", size: 42, root: MerkleHash.empty)
        let bytes = Array(try checkpoint.signed(by: [log]).description.utf8)
        for bit in 0..<(bytes.count * 8) {
            let result = Result {
                try SignedNote(parsing: flipped(bytes, bit)).checkpoint(verifiedBy: [log.verifier])
            }
            #expect((try? result.get()) == nil)
        }
    }
}

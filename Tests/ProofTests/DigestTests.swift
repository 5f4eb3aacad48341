// SPDX-License-Identifier: MIT

import Model
import Testing

@testable import Proof

@Suite struct DigestTests {
    /// FIPS 180-4 examples, and the million letters of the classic test.
    static let digests: [(count: Int, of: String, hex: String)] = [
        (1, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (1, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            1, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (1_000_000, "a", "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ]

    @Test(arguments: digests)
    func `SHA-256 gives the published digests`(count: Int, of text: String, hex: String) {
        let bytes = [UInt8](String(repeating: text, count: count).utf8)
        #expect(SHA256.hash(bytes).hex == hex)
        var pieces = SHA256()
        for start in stride(from: 0, to: bytes.count, by: 977) {
            pieces.update(bytes[start..<min(start + 977, bytes.count)])
        }
        #expect(pieces.digest.hex == hex)
    }

    @Test func `a state that is copied goes on alone`() {
        var first = SHA256()
        first.update("ab".utf8)
        var second = first
        second.update("x".utf8)
        first.update("c".utf8)
        #expect(first.digest == SHA256.hash("abc".utf8))
        #expect(second.digest == SHA256.hash("abx".utf8))
        #expect(first.digest == first.digest)
    }

    @Test(arguments: [0, 31, 33, 64])
    func `a digest has 32 bytes`(count: Int) {
        #expect(Digest([UInt8](repeating: 1, count: count)) == nil)
    }

    @Test func `a digest is read back from its bytes and its base64`() {
        let digest = SHA256.hash("abc".utf8)
        #expect(Digest(digest.bytes) == digest)
        #expect(Digest(base64: digest.base64) == digest)
        #expect(Digest(base64: digest.hex) == nil)
        #expect(digest != SHA256.hash("abd".utf8))
    }

    /// RFC 4231, cases 1, 2, 3 and 6.
    static let codes: [(key: [UInt8], text: [UInt8], hex: String)] = [
        (
            Array(repeating: 0x0b, count: 20), Array("Hi There".utf8),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            Array(repeating: 0xaa, count: 20), Array(repeating: 0xdd, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        (
            Array(repeating: 0xaa, count: 131),
            Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ]

    @Test(arguments: codes)
    func `HMAC gives the published codes`(key: [UInt8], text: [UInt8], hex: String) {
        #expect(HMAC(key: key).code(of: text).hex == hex)
    }

    @Test func `a fingerprint depends on secret and key and shows neither`() throws {
        let key = Array("0123456789abcdef".utf8)
        let maker = try #require(Fingerprinter(key: key))
        let other = try #require(Fingerprinter(key: key + [1]))
        let fingerprint = maker.fingerprint(of: "s3cret")
        #expect(fingerprint.description == HMAC(key: key).code(of: "s3cret".utf8).hex.prefix(16))
        #expect(fingerprint == maker.fingerprint(of: Array("s3cret".utf8)))
        #expect(fingerprint != maker.fingerprint(of: "s3creT"))
        #expect(fingerprint != other.fingerprint(of: "s3cret"))
        #expect(Fingerprinter(key: key.dropLast()) == nil)
    }
}

@Suite struct Ed25519Tests {
    /// RFC 8032, section 7.1, tests 1 to 3.
    static let vectors: [(seed: String, key: String, message: [UInt8], signature: String)] = [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", [],
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
                + "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", [0x72],
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e"
                + "458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", [0xaf, 0x82],
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290"
                + "ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ]

    @Test(arguments: vectors)
    func `keys and signatures are those of RFC 8032`(
        seed: String, key: String, message: [UInt8], signature: String
    ) throws {
        let signer = try Ed25519.PrivateKey(seed: bytes(hex: seed))
        #expect(signer.publicKey.bytes.hex == key)
        #expect(try signer.signature(of: message).hex == signature)
        #expect(signer.publicKey.verifies(bytes(hex: signature), of: message))
    }

    @Test func `a signature with one changed bit is refused`() throws {
        let signer = try Ed25519.PrivateKey(seed: Array(repeating: 7, count: 32))
        let message = Array("the plan of run 42".utf8)
        let signature = try signer.signature(of: message)
        for bit in 0..<(signature.count * 8) {
            #expect(!signer.publicKey.verifies(flipped(signature, bit), of: message))
        }
        for bit in 0..<(message.count * 8) {
            #expect(!signer.publicKey.verifies(signature, of: flipped(message, bit)))
        }
        #expect(!signer.publicKey.verifies(signature.dropLast(), of: message))
        #expect(!signer.publicKey.verifies(signature + [0], of: message))
    }

    @Test func `a key of the wrong size is refused`() {
        #expect(throws: ProofError.self) { try Ed25519.PrivateKey(seed: [1, 2, 3]) }
        #expect(Ed25519.PublicKey([1, 2, 3]) == nil)
    }

    @Test func `a key shows itself in no text`() throws {
        let key = try Ed25519.PrivateKey(seed: Array(repeating: 0xab, count: 32))
        var dumped = "\(key) \(String(reflecting: key))"
        dump(key, to: &dumped)
        #expect(!dumped.contains("171") && !dumped.contains("ab, ab"))
    }
}

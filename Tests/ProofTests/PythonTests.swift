// SPDX-License-Identifier: MIT

import Glibc
import Testing

@testable import Proof

/// Holds our trees against a second implementation that shares nothing with them.
@Suite struct PythonTests {
    /// RFC 6962, section 2.1, as it is written there: by recursion over lists.
    static let program = """
        from hashlib import sha256
        def split(n):
            k = 1
            while k * 2 < n: k *= 2
            return k
        def root(d):
            if not d: return sha256(b"").digest()
            if len(d) == 1: return sha256(b"\\\\0" + d[0]).digest()
            k = split(len(d))
            return sha256(b"\\\\1" + root(d[:k]) + root(d[k:])).digest()
        def path(m, d):
            if len(d) == 1: return []
            k = split(len(d))
            return path(m, d[:k]) + [root(d[k:])] if m < k else path(m - k, d[k:]) + [root(d[:k])]
        def sub(m, d, b):
            if m == len(d): return [] if b else [root(d)]
            k = split(len(d))
            return sub(m, d[:k], b) + [root(d[k:])] if m <= k else sub(m - k, d[k:], 0) + [root(d[:k])]
        def show(*words): print(*[w.hex() if isinstance(w, bytes) else w for w in words])
        d = [b"record %d" % i for i in range(40)]
        for n in list(range(1, 20)) + [32, 39]:
            show("root", n, root(d[:n]))
            for m in range(n): show("path", m, n, *path(m, d[:n]))
            for m in range(1, n): show("sub", m, n, *sub(m, d[:n], 1))
        """

    private static func output() -> [String] {
        let command = "python3 -c '\(program.replacing("\\\\", with: "\\"))' 2>/dev/null"
        guard let pipe = popen(command, "r") else { return [] }
        defer { pclose(pipe) }
        var bytes: [UInt8] = []
        while case let byte = fgetc(pipe), byte != EOF { bytes.append(UInt8(byte)) }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test func `Python comes to the same roots and proofs`() throws {
        let lines = Self.output()
        guard system("command -v python3 >/dev/null") == 0 else {
            try Test.cancel("python3 is not installed")
        }
        try #require(lines.count > 500)
        let leaves = numbered(40)
        for line in lines {
            let words = line.split(separator: " ").map(String.init)
            let numbers = words.dropFirst().compactMap { $0.utf8.count < 4 ? Int($0) : nil }
            let size = try #require(numbers.last)
            let hashes = Array(words.dropFirst(numbers.count + 1))
            #expect(ours(words[0], numbers[0], Array(leaves.prefix(size))) == hashes, "\(line)")
        }
    }

    private func ours(_ what: String, _ number: Int, _ leaves: [Digest]) -> [String]? {
        switch what {
        case "root": return [MerkleFrontier(leaves).root.hex]
        case "sub": return consistency(leaves, number, leaves.count)?.hashes.map(\.hex)
        default:
            var prover = InclusionProver(indexes: [number])
            for leaf in leaves { prover.append(leaf) }
            return prover.finish().proofs.first?.hashes.map(\.hex)
        }
    }
}

// SPDX-License-Identifier: MIT

import Glibc
import Testing

struct SimulationTests {
    /// `RESCIND_SEED=N` runs one night again; `RESCIND_SEEDS=N` runs more of them.
    private static var seeds: [UInt64] {
        if let one = getenv("RESCIND_SEED").flatMap({ UInt64(String(cString: $0)) }) {
            return [one]
        }
        let count = getenv("RESCIND_SEEDS").flatMap { UInt64(String(cString: $0)) } ?? 1000
        return Array(0..<count)
    }

    @Test func `no seed breaks an invariant`() throws {
        for seed in Self.seeds {
            let night = try SimulatedNight(seed: seed)
            try night.live()
            let broken = try night.brokenInvariants()
            #expect(broken.isEmpty, "RESCIND_SEED=\(seed): \(broken.prefix(5))")
            if !broken.isEmpty { return }
        }
    }
}

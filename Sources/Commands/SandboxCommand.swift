// SPDX-License-Identifier: MIT

import CommandLine
import Glibc
import Model
import Sandbox
import Synchronization

/// `rescind sandbox`: the five providers, simulated, until somebody stops it.
enum SandboxCommand {
    /// How many shipments of each provider it makes up.
    static let shipmentsEach = 100

    static func perform(_ workplace: Workplace) async throws -> Finish {
        var options = SandboxOptions()
        let invocation = workplace.invocation
        options.port = UInt16(invocation[Options.port] ?? 0)
        options.seed = UInt64(invocation[Options.seed] ?? 1)
        options.generated = shipmentsEach
        if let faults = invocation[Options.faults] { options.faults = try Faults(faults) }
        let server = try SandboxServer(options)
        let signal = await untilAsked(workplace.context.signals) {
            workplace.output.stream(Array(announcement(server).utf8))
        }
        server.stop()
        return signal == SIGINT || signal == SIGTERM ? Finish() : Finish(signal: signal)
    }

    /// One line a program can read, then what a person wants to know.
    private static func announcement(_ server: SandboxServer) -> String {
        let bases = ProviderName.allCases.map { "  \($0.rawValue)  \(server.baseURL($0))" }
        return """
            sandbox \(server.address)
            \(bases.joined(separator: "\n"))
              journal  \(server.address)/_/journal

            """
    }

    /// Whoever was told that it is ready may end it at once, and that is an orderly end.
    private static func untilAsked(_ signals: Signals, sayReady: () -> Void) async -> Int32 {
        let asked = Mutex<Int32>(0)
        return await signals.inOrder({ signal in asked.withLock { $0 = signal } }) {
            sayReady()
            while asked.withLock({ $0 }) == 0 { try? await Task.sleep(for: .milliseconds(50)) }
            return asked.withLock { $0 }
        }
    }
}

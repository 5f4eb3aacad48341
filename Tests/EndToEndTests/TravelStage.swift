// SPDX-License-Identifier: MIT

import CommandLine
import Formats
import Foundation
import Model
import SQLite
import Sandbox
import Synchronization

@testable import Commands

/// The machine's clock, set forward by a test.
final class TravelClock: Clock {
    private let ahead = Mutex<Int64>(0)

    var now: Timestamp { SystemClock().now.adding(milliseconds: ahead.withLock { $0 }) }
    var monotonicMilliseconds: Int64 {
        SystemClock().monotonicMilliseconds + ahead.withLock { $0 }
    }

    func travel(milliseconds: Int64) { ahead.withLock { $0 += milliseconds } }
}

/// Commands in this process, with sockets, disk and a sandbox, but a clock that can be set.
final class TravelStage {
    let clock = TravelClock()
    let scratch: ScratchFolder
    let sandbox: SandboxServer

    /// - Parameter settling: how long an asynchronous cancellation takes at Sendcloud and
    ///   Microsoft; Sorted takes a third of it.
    init(
        _ item: SandboxItem, settling milliseconds: Int64, faults: String = "",
        lookEvery pause: String? = nil
    ) throws {
        scratch = try ScratchFolder()
        var options = SandboxOptions()
        options.rateScale = nil
        options.clock = clock
        options.settling = Settling(scale: Double(milliseconds) / 3000)
        options.settling.sortedAsynchronousShare = 1
        options.faults = try Faults(faults)
        sandbox = try SandboxServer(options)
        try sandbox.add([item])
        try write("rescind.json5", Self.job(item.provider, sandbox, pause))
        try write(
            "export.csv",
            "id,status,cost,currency\n\(item.id),\(item.status),7.50,EUR\n")
        try write("secret", "sesame-open-up")
    }

    deinit { sandbox.stop() }

    private func path(_ name: String) -> String { scratch.url.appending(path: name).path }

    func write(_ name: String, _ text: String) throws {
        try text.write(toFile: path(name), atomically: true, encoding: .utf8)
    }

    private static func job(
        _ provider: ProviderName, _ sandbox: SandboxServer, _ pause: String?
    ) -> String {
        let secret = "\"file:secret\""
        let fields =
            switch provider {
            case .shipStation: "apiKey: \(secret)"
            case .amazonShipping:
                "clientID: \"c\", clientSecret: \(secret), refreshToken: \(secret), "
                    + "businessID: \"AmazonShipping_US\""
            case .sendcloudReturns: "publicKey: \(secret), secretKey: \(secret)"
            case .sortedPro: "apiKey: \(secret), apiVersion: \"1\""
            case .microsoftHardware:
                "tenantID: \"tenant\", clientID: \"c\", clientSecret: \(secret)"
            }
        let token = sandbox.tokenURL(provider).map { "tokenURL: \"\($0)\"," } ?? ""
        return """
            {
              signingKey: "signing.key", audit: "audit.db", reports: "reports",
              accounts: { here: {
                provider: "\(provider.rawValue)", \(fields), \(token)
                baseURL: "\(sandbox.baseURL(provider))", perSecond: 1000,
                \(pause.map { "lookEvery: \"\($0)\"," } ?? "")
              } },
            }
            """
    }
}

// MARK: Commands
extension TravelStage {
    private static let verbs: [String: @Sendable (Workplace) async throws -> Finish] = [
        "plan": PlanCommand.perform, "apply": ApplyCommand.perform,
        "confirm": ConfirmCommand.perform,
    ]

    /// Does what the words say, as the program would, without ending the process.
    @discardableResult
    func perform(_ words: String...) async throws -> Finish {
        let parsed = try Parser(.complete).parse(words + ["--job", path("rescind.json5")])
        guard case .perform(let invocation) = parsed,
            let verb = Self.verbs[invocation.verb.name]
        else { throw Problem(.usage, "no such verb on this stage: \(words)") }
        var settings = OutputSettings()
        settings.quiet = true
        settings.json = true
        let context = Context(
            invocation: invocation,
            output: Output(settings, command: invocation.verb.name, clock: clock),
            signals: Signals())
        return try await verb(Workplace(context, clock: clock))
    }

    /// Plans and sends; the cancel is asked for now.
    func cancel() async throws {
        try await perform("plan", path("export.csv"), "--all-rows", "--exported-at", "\(clock.now)")
        try await perform("apply", "last", "--yes")
    }

    var cancels: Int { sandbox.journal().count { $0.purpose == .cancel } }
    var looks: Int { sandbox.journal().count { $0.purpose == .look } }

    struct Standing: Equatable {
        var state: String
        var code: String
        var isConfirmed: Bool
    }

    /// Where the only item stands, as any other program would read it.
    func standing() throws -> Standing? {
        let connection = try Connection.reader(path("audit.db"))
        return try connection.first(
            "SELECT state, provider_code, confirmed_at IS NOT NULL FROM items"
        ) { Standing(state: $0.text(0), code: $0.text(1), isConfirmed: $0.int(2) == 1) }
    }
}

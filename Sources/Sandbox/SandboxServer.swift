// SPDX-License-Identifier: MIT

import Formats
import Glibc
package import Model
import Synchronization

/// The five providers on one port of this machine, until `stop`.
package final class SandboxServer: Sendable {
    package let port: UInt16
    private let stage: Stage
    private let thread: ServerThread

    /// Starts serving; the port is open when this returns.
    package init(_ options: SandboxOptions = SandboxOptions()) throws(Problem) {
        var file: JournalFile?
        if let path = options.journalPath { file = try JournalFile(path: path) }
        stage = try Stage(options, journal: file)
        thread = try ServerThread(port: options.port, stage)
        port = thread.port
    }

    deinit { thread.stop() }

    /// Ends every connection and closes the port; the thread is gone when this returns.
    package func stop() { thread.stop() }

    /// `http://127.0.0.1:port`.
    package var address: String { "http://127.0.0.1:\(port)" }

    /// What a job's `baseURL` is replaced with.
    package func baseURL(_ provider: ProviderName, account: String = "") -> String {
        "\(address)/\(Place(provider, account: account).segment)"
            + (Place.basePaths[provider] ?? "")
    }

    /// What a job's `tokenURL` is replaced with; nil for a provider without tokens.
    package func tokenURL(
        _ provider: ProviderName, account: String = "", tenant: String = "tenant"
    ) -> String? {
        let start = "\(address)/\(Place(provider, account: account).segment)"
        return switch provider {
        case .amazonShipping: "\(start)/auth/o2/token"
        case .sendcloudReturns: "\(start)/oauth2/token"
        case .microsoftHardware: "\(start)/\(PercentCoding.encode(tenant))/oauth2/token"
        case .shipStation, .sortedPro: nil
        }
    }

    package func add(_ items: [SandboxItem]) throws(Problem) { try stage.add(items) }

    /// The kept entries whose sequence is above `sequence`, oldest first.
    package func journal(after sequence: Int = 0) -> [JournalEntry] {
        stage.journal(after: sequence)
    }

    /// Lines the journal's file could not take; anything but 0 and the file is no evidence.
    package var journalLost: Int { stage.journalLost }

    package func setFaults(_ faults: Faults) { stage.setFaults(faults) }

    /// Moves the sandbox's clock: limits refill, tokens age, cancellations settle.
    package func advanceClock(milliseconds: Int64) {
        stage.advanceClock(milliseconds: milliseconds)
    }

    /// Back to the shipments that were added; the journal starts anew.
    package func reset() throws(Problem) { try stage.reset() }
}

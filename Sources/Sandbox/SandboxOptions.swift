// SPDX-License-Identifier: MIT

package import Model

/// How a sandbox behaves.
package struct SandboxOptions: Sendable {
    /// 0 takes any free port.
    package var port: UInt16 = 0
    package var seed: UInt64 = 1
    package var faults = Faults.none
    /// Multiplies the documented rate limits; nil switches them off.
    package var rateScale: Double? = 1
    package var settling = Settling()
    /// How long `slow` holds an answer back.
    package var slowMilliseconds: Int64 = 2000
    /// The life of an access token; nil is each provider's own.
    package var tokenSeconds: Int64?
    /// A shipment nobody added is created, open, when it is first asked for.
    package var acceptsUnknown = false
    /// How many shipments of each provider are made up from the seed.
    package var generated = 0
    /// Accepted credentials; a provider with none here accepts any that is well formed.
    package var credentials: [SandboxCredential] = []
    /// Sendcloud integrations with OAuth2 switched on reject Basic.
    package var sendcloudNeedsOAuth2 = false
    /// Where the journal is written as NDJSON; nil keeps it in memory only.
    package var journalPath: String?
    /// The clock of shipments, limits and tokens; the machine's own when nil.
    package var clock: (any Clock)?

    package init() {}
}

/// How cancellations that take time come to their end.
package struct Settling: Sendable, Equatable {
    /// Multiplies the times below; 0 settles everything at the next request.
    package var scale: Double = 1
    /// The share of asynchronous cancellations that fail in the end.
    package var failureShare: Double = 0
    /// The share of Sorted's cancellations that pass through `cancelling`; the rest is immediate.
    package var sortedAsynchronousShare: Double = 0.25

    package init(scale: Double = 1, failureShare: Double = 0) {
        self.scale = scale
        self.failureShare = failureShare
    }

    /// Minutes to two weeks at Sendcloud and a day at Microsoft shrink to seconds here.
    func milliseconds(_ provider: ProviderName) -> Int64 {
        let unscaled: Double =
            switch provider {
            case .shipStation, .amazonShipping: 0
            case .sortedPro: 1000
            case .sendcloudReturns, .microsoftHardware: 3000
            }
        return Int64((unscaled * max(0, scale)).rounded())
    }
}

/// One set of credentials the sandbox accepts, under a name that may stand in its journal.
package struct SandboxCredential: Sendable, Equatable {
    package let provider: ProviderName
    package let name: String
    /// By the field names of the job file: apiKey, clientID, clientSecret, refreshToken,
    /// publicKey, secretKey, tenantID; a field that is not named may hold anything.
    package let fields: [String: String]

    package init(_ provider: ProviderName, name: String, fields: [String: String]) {
        self.provider = provider
        self.name = name
        self.fields = fields
    }

    /// Whether what was presented agrees with every field it names.
    func accepts(_ presented: [String: String]) -> Bool {
        presented.allSatisfy { fields[$0.key] == nil || fields[$0.key] == $0.value }
    }
}

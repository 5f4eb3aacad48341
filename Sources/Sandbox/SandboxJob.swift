// SPDX-License-Identifier: MIT

import Model

/// A job file that points every provider at this sandbox.
enum SandboxJob {
    /// Any value does for the secrets: a sandbox accepts what is well formed.
    static func text(base: String) -> String {
        let accounts = ProviderName.allCases.map { provider in
            let place = Place(provider)
            let fields =
                ["provider: \"\(provider.rawValue)\""] + (credentials[provider] ?? [])
                + ["baseURL: \"\(base)/\(place.segment)\(Place.basePaths[provider] ?? "")\""]
                + (tokenPaths[provider].map { ["tokenURL: \"\(base)/\(place.segment)\($0)\""] }
                    ?? [])
            return "    \"sandbox-\(place.segment)\": {\n      "
                + fields.joined(separator: ",\n      ") + ",\n    },\n"
        }
        return """
            // A job for the sandbox at \(base); set SANDBOX_SECRET to anything.
            {
              accounts: {
            \(accounts.joined())  },
              rules: { due: { "everything open": "status <> 'cancelled'" } },
            }

            """
    }

    private static let secret = "\"env:SANDBOX_SECRET\""

    private static let credentials: [ProviderName: [String]] = [
        .shipStation: ["apiKey: \(secret)"],
        .amazonShipping: [
            "clientID: \"sandbox\"", "clientSecret: \(secret)", "refreshToken: \(secret)",
            "businessID: \"AmazonShipping_US\"",
        ],
        .sendcloudReturns: ["publicKey: \(secret)", "secretKey: \(secret)"],
        .sortedPro: ["apiKey: \(secret)", "apiVersion: \"1\""],
        .microsoftHardware: [
            "tenantID: \"sandbox\"", "clientID: \"sandbox\"", "clientSecret: \(secret)",
        ],
    ]

    private static let tokenPaths: [ProviderName: String] = [
        .amazonShipping: "/auth/o2/token", .microsoftHardware: "/sandbox/oauth2/token",
    ]
}

// SPDX-License-Identifier: MIT

import Model

/// What a request identifies itself with.
enum Credential: Equatable {
    case key(String)
    case basic(user: String, password: String)
    case token(String)

    /// Reads the provider's own header; nil when it is missing or has another form.
    init?(in request: Incoming, of provider: ProviderName) {
        switch provider {
        case .shipStation: self.init(key: request.header("api-key"))
        case .sortedPro: self.init(key: request.header("x-api-key"))
        case .amazonShipping:
            guard let token = request.header("x-amz-access-token"), !token.isEmpty else {
                return nil
            }
            self = .token(token)
        case .sendcloudReturns, .microsoftHardware:
            self.init(authorization: request.header("authorization"))
        }
    }

    private init?(key: String?) {
        guard let key, !key.isEmpty else { return nil }
        self = .key(key)
    }

    private init?(authorization: String?) {
        let words = (authorization ?? "").split(separator: " ", maxSplits: 1)
        guard words.count == 2 else { return nil }
        switch words[0].lowercased() {
        case "bearer": self = .token(String(words[1]))
        case "basic":
            guard let bytes = [UInt8](base64: words[1]),
                let colon = bytes.firstIndex(of: UInt8(ascii: ":"))
            else { return nil }
            self = .basic(
                user: String(decoding: bytes[..<colon], as: UTF8.self),
                password: String(decoding: bytes[(colon + 1)...], as: UTF8.self))
        default: return nil
        }
    }
}

extension SandboxOptions {
    /// The configured credential that fits, `nil` for a stranger where some are configured.
    func accepted(
        _ provider: ProviderName, _ fields: [String: String]
    ) -> (known: SandboxCredential?, isAccepted: Bool) {
        let configured = credentials.filter { $0.provider == provider }
        let known = configured.first { $0.accepts(fields) }
        return (known, configured.isEmpty || known != nil)
    }
}

extension Credential {
    /// The name that stands for it in the journal.
    func name(
        _ provider: ProviderName, _ tokens: TokenStore, _ options: SandboxOptions, _ now: Timestamp
    ) -> String {
        let (secret, fields) = identity
        if case .token(let token) = self {
            return tokens.owner(of: token, at: now) ?? "no-valid-token"
        }
        return tokens.name(
            of: secret, provider, configured: options.accepted(provider, fields).known)
    }

    private var identity: (secret: String, fields: [String: String]) {
        switch self {
        case .token(let token): (token, [:])
        case .key(let key): (key, ["apiKey": key])
        case .basic(let user, let password):
            (user + ":" + password, ["publicKey": user, "secretKey": password])
        }
    }

    /// Whether the provider would let this key or pair in; tokens are checked by their store.
    func isAccepted(by provider: ProviderName, _ options: SandboxOptions) -> Bool {
        options.accepted(provider, identity.fields).isAccepted
    }
}

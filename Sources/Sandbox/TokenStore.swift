// SPDX-License-Identifier: MIT

import Model

/// Access tokens that were issued, and the names that stand for credentials.
///
/// Secrets stay in memory: a journal that held them, or a part or a plain hash of them, would be
/// one more place to leak from.
final class TokenStore {
    static let credentialsMax = 10_000
    static let tokensMax = 100_000

    private struct Token {
        let owner: String
        let expiresAt: Timestamp
    }

    private var tokens: [String: Token] = [:]
    private var issued = 0
    private var names: [String: String] = [:]
    private var counts: [ProviderName: Int] = [:]

    /// A new token for `owner`, in the form the provider gives.
    func issue(_ prefix: String, owner: String, seconds: Int64, _ scene: Scene) -> String {
        issued += 1
        if tokens.count >= Self.tokensMax {
            tokens = tokens.filter { $0.value.expiresAt > scene.now }
        }
        let bits = scene.lottery.bits("token", owner, String(issued))
        let token = "\(prefix)sandbox.\(issued).\(String(bits, radix: 36))"
        tokens[token] = Token(
            owner: owner, expiresAt: scene.now.adding(milliseconds: seconds * 1000))
        return token
    }

    /// Whose token this is, while it is valid.
    func owner(of token: String, at now: Timestamp) -> String? {
        tokens[token].flatMap { $0.expiresAt > now ? $0.owner : nil }
    }

    /// Ends a token early; its owner, when it was valid.
    func expire(_ token: String, at now: Timestamp) -> String? {
        let owner = owner(of: token, at: now)
        tokens[token] = nil
        return owner
    }

    /// A name for a secret: the one it was configured under, else one counted in order of sight.
    func name(
        of secret: String, _ provider: ProviderName, configured: SandboxCredential? = nil
    ) -> String {
        if let configured { return configured.name }
        let key = "\(provider.rawValue)\n\(secret)"
        if let name = names[key] { return name }
        guard names.count < Self.credentialsMax else { return "\(provider.rawValue)-more" }
        counts[provider, default: 0] += 1
        let name = "\(provider.rawValue)-\(counts[provider, default: 0])"
        names[key] = name
        return name
    }
}

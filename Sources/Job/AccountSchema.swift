// SPDX-License-Identifier: MIT

package import Model
import Providers

extension Schema {
    static let provider = Key(
        "provider", .word(ProviderName.allCases.map(\.rawValue)), example: "\"shipstation\"",
        "The API the account speaks.")

    /// The keys every account may have.
    package static let account: [Key] = [
        provider,
        Key(
            "baseURL", .address, example: "\"https://api.shipstation.com\"",
            "Where requests go, where it is not the provider's own address."),
        Key(
            "tokenURL", .address, example: "\"https://api.amazon.com/auth/o2/token\"",
            "The whole address of the token request."),
        Key("caFile", .path, example: "\"ca.pem\"", "Authorities trusted besides the system's."),
        Key(
            "concurrency", .count(1...256), example: "8",
            "Requests in flight; by default the provider's."),
        Key(
            "perMinute", .count(Pace.requestsAllowed), example: "200",
            "Requests in any minute, looks and voids included."),
        Key(
            "perSecond", .count(Pace.requestsAllowed), example: "5",
            "Requests in any second, looks and voids included."),
        Key(
            "burst", .count(Pace.requestsAllowed), example: "1", fallback: "1",
            "Requests that may leave at once; part of the pace."),
        Key(
            "lookEvery", .interval(Interval(milliseconds: 10)...Interval.hours(24)),
            example: "\"1s\"", "The pause between looks at one shipment."),
        Key(
            "timeout", .interval(.seconds(1)...Interval.seconds(600)), example: "\"30s\"",
            fallback: "\"30s\"", "How long one request may take."),
        Key(
            "exports", .path, example: "\"in/{account}/pending-*.csv\"",
            "Where the night finds this account's newest export."),
        columns, rules, limits,
    ]

    /// The keys an account of `provider` may have: the common ones, its credentials and settings.
    package static func account(of provider: ProviderName) -> [Key] {
        let facts = provider.provider.facts
        return account + facts.credentials.map(key(credential:))
            + facts.settings.map(key(setting:))
    }

    /// The keys of accounts whose provider is not known yet: nothing is taken for a slip then.
    static let anyAccount: [Key] = {
        var names = Set<String>()
        return ProviderName.allCases.flatMap(account).filter { names.insert($0.name).inserted }
    }()

    private static func key(credential field: CredentialField) -> Key {
        Key(
            field.name, field.isSecret ? .secret : .credential,
            example: field.isSecret ? "\"env:\(variable(field.name))\"" : "\"…\"",
            field.explanation)
    }

    private static func key(setting field: SettingField) -> Key {
        let form = settingForms[field.name] ?? (kind: Kind.text, example: "\"…\"", fallback: nil)
        return Key(
            field.name, form.kind, example: form.example, fallback: form.fallback,
            field.explanation)
    }

    /// What the settings of single providers look like.
    static let settingForms: [String: (kind: Kind, example: String, fallback: String?)] = [
        "voidLabels": (.flag, "false", "false"),
        "deleteAfterCancel": (.flag, "false", "false"),
        "auth": (
            .word(AuthenticationWay.allCases.map(\.rawValue)), "\"basic\"", "\"basic\""
        ),
        "businessID": (.text, "\"AmazonShipping_US\"", nil),
        "apiVersion": (.text, "\"…\"", nil),
        "tenantID": (.text, "\"…\"", nil),
    ]

    /// `apiKey` as a variable would be called: `API_KEY`.
    private static func variable(_ name: String) -> String {
        var words = ""
        var previousIsLower = false
        for character in name {
            if character.isUppercase, previousIsLower { words += "_" }
            words += character.uppercased()
            previousIsLower = character.isLowercase
        }
        return words
    }
}

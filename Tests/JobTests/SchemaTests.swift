// SPDX-License-Identifier: MIT

import Formats
import Model
import Providers
import Testing

@testable import Job

/// One key with its way down from the top of the job.
struct KeyCase: CustomTestStringConvertible, Sendable {
    let path: [String]
    let key: Key
    /// The account the key is read in; nil for keys of the job itself.
    let provider: ProviderName?

    var name: String { path.joined(separator: ".") }
    var testDescription: String { (provider.map { "\($0.rawValue) " } ?? "") + name }

    static func cases(of keys: [Key], below path: [String], _ provider: ProviderName?) -> [KeyCase]
    {
        keys.flatMap { key in
            [KeyCase(path: path + [key.name], key: key, provider: provider)]
                + cases(of: key.keys, below: path + [key.name], provider)
        }
    }

    static let job: [KeyCase] = cases(of: Schema.job, below: [], nil)
    static let account: [KeyCase] = ProviderName.allCases.flatMap {
        cases(of: Schema.account(of: $0), below: [], $0)
    }
    static let all: [KeyCase] = job + account

    /// A job that says only this key, besides what an account needs.
    func text(_ value: String) -> String {
        let nested = path.dropLast().reversed().reduce("\(key.name): \(value)") {
            "\($1): { \($0) }"
        }
        guard let provider else {
            let accounts = path == ["accounts"] ? "" : "accounts: { \(storeAccount) },\n"
            return "{ \(accounts)\(nested.replacing("us-store", with: "store")) }"
        }
        let needed = Schema.account(of: provider).filter { $0.name != path[0] && isNeeded($0) }
        let lines = needed.map { "\($0.name): \(example(of: $0))" } + pace + [nested]
        return "{ accounts: { store: { \(lines.joined(separator: ", ")) } } }"
    }

    private var pace: [String] { path == ["burst"] ? ["perMinute: 100"] : [] }

    private func isNeeded(_ needed: Key) -> Bool {
        guard let facts = provider?.provider.facts else { return false }
        return needed.name == "provider"
            || facts.credentials.contains { $0.name == needed.name && $0.isRequired }
            || facts.settings.contains { $0.name == needed.name && $0.isRequired }
    }

    private func example(of needed: Key) -> String {
        needed.name == "provider" ? "\"\(provider?.rawValue ?? "")\"" : needed.example
    }
}

/// Values that are none of the defaults, by path.
let otherValues = [
    "audit": #""other.db""#, "reports": #""other""#, "keepExports": "false",
    "timeZone": #""Europe/Berlin""#, "dateOrder": #""mdy""#, "maxExportAge": #""1h""#,
    "defaults": #"{ shipstation: { concurrency: 99 } }"#,
    "accounts": #"{ other: { provider: "shipstation", apiKey: "env:OTHER" } }"#,
    "account": #""store""#, "columns": #"{ id: "Other" }"#, "rules": #"{ due: "7" }"#,
    "rules.scope": #""7""#, "rules.due": #"{ x: "7" }"#, "rules.hold": #""7""#,
    "holdList": #""other.csv""#, "order": #""cost desc""#, "ruleTests": #""other.csv""#,
    "limits": "{ items: 7 }", "limits.items": "7", "limits.share": #""7%""#,
    "limits.value": #"{ USD: 7.50 }"#, "limits.failures": "7", "limits.until": #""07:07""#,
    "expect": #"{ rows: 7 }"#, "expect.rows": #""<7""#, "expect.due": "7",
    "expect.value": #"{ USD: ">7" }"#, "approval": #"{ by: "ann" }"#, "approval.by": #"["ann"]"#,
    "approval.above": "{ items: 7 }", "approval.above.items": "7",
    "approval.above.value": #"{ USD: "7" }"#, "accept": "{ refused: 7 }",
    "accept.refused": "7", "accept.not_found": "7", "accept.failed": #""7%""#,
    "requireTicket": "true", "anchor": #""other""#, "notify": #""other""#,
    "redact": #"["other.name"]"#, "signingKey": #""other.key""#,
    "baseURL": #""https://other.example""#, "tokenURL": #""https://other.example/token""#,
    "caFile": #""other.pem""#, "concurrency": "99", "perMinute": "77", "perSecond": "77",
    "burst": "7", "lookEvery": #""7s""#, "timeout": #""7s""#, "exports": #""other-*.csv""#,
    "apiKey": #""env:OTHER""#, "clientID": #""other""#, "clientSecret": #""env:OTHER""#,
    "refreshToken": #""env:OTHER""#, "publicKey": #""other""#, "secretKey": #""env:OTHER""#,
    "businessID": #""other""#, "apiVersion": #""other""#, "tenantID": #""other""#,
    "auth": #""oauth2""#, "voidLabels": "true", "deleteAfterCancel": "true",
]

struct SchemaTests {
    @Test(arguments: KeyCase.all)
    func `the example of a key is read without a problem`(item: KeyCase) {
        let value = item.path == ["provider"] ? "\"\(item.provider?.rawValue ?? "")\"" : nil
        #expect(reading(item.text(value ?? item.key.example)).problems == [])
    }

    // The provider is what the case is made of; `account` needs a second account to choose from.
    @Test(arguments: KeyCase.all.filter { !["provider", "account"].contains($0.name) })
    func `each key changes the job`(item: KeyCase) throws {
        let value = try #require(otherValues[item.name])
        let changed = reading(item.text(value))
        #expect(changed.problems == [])
        #expect(dump(changed) != dump(reading(item.text("null"))))
    }

    @Test(arguments: KeyCase.all.filter { $0.key.fallback != nil })
    func `the default in the table is the default of the job`(item: KeyCase) throws {
        let written = reading(item.text(try #require(item.key.fallback)))
        #expect(written.problems == [])
        #expect(dump(written) == dump(reading(item.text("null"))))
    }

    private func dump(_ reading: JobReading) -> String {
        var job = reading.draft
        job?.text = []
        return String(describing: job)
    }

    @Test(arguments: KeyCase.all)
    func `a value of the wrong type says what is expected and shows how`(item: KeyCase) throws {
        let reading = reading(item.text("[[\"canary\"]]"))
        let problem = try #require(
            reading.problems.first { $0.place?.hasSuffix(item.name) == true })
        #expect(problem.what.contains("must be") || item.path == ["provider"])
        #expect(problem.place?.hasPrefix("rescind.json5 line ") == true)
        #expect(problem.next?.isEmpty == false)
        #expect(!problem.description.contains("canary"))
    }

    @Test(arguments: KeyCase.all.filter { $0.key.name.count > 3 })
    func `a slip in a key names the key`(item: KeyCase) throws {
        let slip = item.key.name + "_"
        let misspelt = KeyCase(
            path: item.path.dropLast() + [slip],
            key: Key(slip, item.key.kind, example: item.key.example, ""), provider: item.provider)
        let problem = try #require(reading(misspelt.text(item.key.example)).problems.first)
        #expect(problem.what.contains("did you mean \(item.key.name)?"))
        #expect(problem.place?.hasSuffix(misspelt.name) == true)
    }

    @Test func `every key is explained in one line`() {
        for item in KeyCase.all {
            #expect(!item.key.meaning.isEmpty, "\(item.name)")
            #expect(item.key.meaning.utf8.count <= 140, "\(item.name)")
            #expect(!item.key.meaning.contains("\n"), "\(item.name)")
        }
    }

    @Test func `no key stands twice in its group`() {
        for provider in ProviderName.allCases {
            let names = Schema.account(of: provider).map(\.name)
            #expect(Set(names).count == names.count)
        }
        #expect(Set(KeyCase.job.map(\.name)).count == KeyCase.job.count)
    }

    @Test func `every setting of a provider has a form of its own`() {
        for provider in ProviderName.allCases {
            for setting in provider.provider.facts.settings {
                #expect(Schema.settingForms[setting.name] != nil, "\(setting.name)")
            }
        }
    }
}

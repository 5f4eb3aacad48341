// SPDX-License-Identifier: MIT

import Formats
import Model
import Providers

/// Makes accounts of what the job, the defaults of a provider and the account itself say.
struct AccountResolver {
    let name: String
    let provider: ProviderName
    let path: JobPath
    let line: Int
    /// The account's own settings over its provider's defaults.
    let own: Section
    let facts: Facts

    static func accounts(
        _ root: JSON.Located, job: Section, _ reader: inout Reader
    ) -> [Account] {
        let path = JobPath().appending("accounts")
        checkDefaults(root, &reader)
        guard let members = root["accounts"]?.members, !members.isEmpty else {
            if root["accounts"]?.members != nil || root["accounts"] == nil {
                reader.report(
                    "the job has no account", path, line: root["accounts"]?.line ?? root.line,
                    next: "rescind init")
            }
            return []
        }
        return members.compactMap { account($0, root, job: job, path, &reader) }
    }

    /// The block of a provider is checked even where no account uses it.
    private static func checkDefaults(_ root: JSON.Located, _ reader: inout Reader) {
        let path = JobPath().appending("defaults")
        for member in root["defaults"]?.members ?? [] {
            guard let provider = ProviderName(rawValue: member.name) else {
                unknownProvider(
                    member.name, path.appending(member.name), member.place.line, &reader)
                continue
            }
            _ = settings(member.value, of: provider, path.appending(member.name), &reader)
        }
    }

    private static func unknownProvider(
        _ name: String, _ path: JobPath, _ line: Int, _ reader: inout Reader
    ) {
        let names = ProviderName.allCases.map(\.rawValue)
        let near = nearest(to: name, among: names)
        reader.report(
            "\(reader.shown(name)) is no provider" + (near.map { "; did you mean \($0)?" } ?? ""),
            path, line: line,
            next: near.map { "write \($0)" } ?? "use one of \(names.joined(separator: ", "))")
    }

    private static func settings(
        _ node: JSON.Located, of provider: ProviderName?, _ path: JobPath,
        _ reader: inout Reader
    ) -> Section? {
        let keys = provider.map(Schema.account(of:)) ?? Schema.anyAccount
        if let section = reader.section(node, keys: keys, path) { return section }
        reader.report(
            "\(path.last) must be a group in braces, not \(node.kind)", path, line: node.line)
        return nil
    }
}

extension AccountResolver {
    static func account(
        _ member: JSON.LocatedMember, _ root: JSON.Located, job: Section, _ path: JobPath,
        _ reader: inout Reader
    ) -> Account? {
        let inner = path.appending(member.name)
        if !Account.isName(member.name) {
            reader.report(
                "the account name \(reader.shown(member.name)) must be letters, digits, - . _",
                inner, line: member.place.line, next: "write \"us-store\": { … }")
            return nil
        }
        let node = member.value.replacing("{account}", with: member.name)
        guard let provider = provider(of: node, inner, &reader) else {
            _ = settings(node.without("provider"), of: nil, inner, &reader)
            return nil
        }
        guard let own = settings(node, of: provider, inner, &reader) else { return nil }
        let shared = defaults(root, of: provider, for: member.name, &reader)
        let resolver = AccountResolver(
            name: member.name, provider: provider, path: inner, line: member.place.line,
            own: shared.overridden(by: own), facts: provider.provider.facts)
        return resolver.account(job: job, &reader)
    }

    private static func provider(
        of node: JSON.Located, _ path: JobPath, _ reader: inout Reader
    ) -> ProviderName? {
        guard node.members != nil else { return nil }
        guard let word = node["provider"], !word.isNull else {
            let names = ProviderName.allCases.map(\.rawValue).joined(separator: ", ")
            reader.report(
                "the account says no provider", path, line: node.line,
                next: "write provider: with one of \(names)")
            return nil
        }
        if let name = word.string.flatMap(ProviderName.init(rawValue:)) { return name }
        let inner = path.appending("provider")
        if let name = word.string {
            unknownProvider(name, inner, word.line, &reader)
        } else {
            reader.mismatch(Schema.provider, inner, word)
        }
        return nil
    }

    /// What the accounts of the provider share, with this account's name put in.
    private static func defaults(
        _ root: JSON.Located, of provider: ProviderName, for account: String,
        _ reader: inout Reader
    ) -> Section {
        guard let node = root["defaults"]?[provider.rawValue] else { return Section() }
        let path = JobPath().appending("defaults").appending(provider.rawValue)
        let named = node.replacing("{account}", with: account)
        return settings(named, of: provider, path, &reader) ?? Section()
    }
}

extension AccountResolver {
    private func account(job: Section, _ reader: inout Reader) -> Account? {
        let inherited = job.overridden(by: own)
        let credentials = credentials(&reader)
        requireSettings(&reader)
        let pace = pace(&reader)
        return Account(
            name: name, provider: provider, endpoint: endpoint, credentials: credentials,
            voidLabels: own["voidLabels"]?.flag ?? false,
            deleteAfterCancel: own["deleteAfterCancel"]?.flag ?? false,
            caFile: own["caFile"]?.text,
            concurrency: own["concurrency"]?.count ?? facts.concurrency,
            pace: pace,
            lookEvery: own["lookEvery"]?.interval,
            timeout: own["timeout"]?.interval ?? .seconds(Account.timeoutSeconds),
            exports: own["exports"]?.text, columns: inherited["columns"]?.columns ?? [:],
            rules: Rules(inherited["rules"]?.section),
            limits: RunLimits(inherited["limits"]?.section),
            place: reader.place(path, line: line))
    }

    private var endpoint: Endpoint {
        Endpoint(
            baseURL: own["baseURL"]?.address?.text ?? facts.baseURL,
            tokenURL: own["tokenURL"]?.address?.text, businessID: own["businessID"]?.text,
            apiVersion: own["apiVersion"]?.text, tenantID: own["tenantID"]?.text,
            auth: own["auth"]?.text.flatMap(AuthenticationWay.init(rawValue:)) ?? .basic)
    }

    private func credentials(_ reader: inout Reader) -> [Credential] {
        facts.credentials.compactMap { field in
            guard let source = own[field.name]?.credential else {
                if field.isRequired, own.place(of: field.name) == nil {
                    missing(field.name, field.explanation, &reader)
                }
                return nil
            }
            return Credential(field: field.name, isSecret: field.isSecret, source: source)
        }
    }

    private func requireSettings(_ reader: inout Reader) {
        for field in facts.settings
        where field.isRequired && own.place(of: field.name) == nil {
            missing(field.name, field.explanation, &reader)
        }
    }

    private func missing(_ name: String, _ explanation: String, _ reader: inout Reader) {
        let key = Schema.account(of: provider).first { $0.name == name }
        reader.report(
            "\(name) is missing: \(explanation)", path.appending(name),
            line: line, next: key.map(reader.advice))
    }

    private func pace(_ reader: inout Reader) -> Pace? {
        let minute = own["perMinute"]?.count
        let second = own["perSecond"]?.count
        let burst = own["burst"]?.count
        let burstPlace = own.place(of: "burst")
        if minute != nil, second != nil {
            reader.report(
                "perMinute and perSecond both set the pace", at: own.place(of: "perSecond"),
                next: "keep one of them")
        }
        guard let requests = minute ?? second else {
            if burst != nil {
                reader.report(
                    "burst is a part of perMinute or perSecond, and neither is set",
                    at: burstPlace, next: "write perMinute: 200")
            }
            return nil
        }
        if let burst, burst > requests {
            reader.report(
                "burst is more than the \(requests) requests it is a part of", at: burstPlace,
                next: "write burst: 1")
        }
        return Pace(
            requests: requests, windowMilliseconds: minute == nil ? 1000 : 60_000,
            burst: burst ?? 1)
    }
}

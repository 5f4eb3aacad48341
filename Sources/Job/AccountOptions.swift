// SPDX-License-Identifier: MIT

import Formats
import Model

/// An account made from options, for a one-off without a job file.
package struct AccountOptions: Sendable {
    /// What `--provider` says.
    package var provider: String
    /// Each `--credential FIELD=REF`; settings such as `businessID` go the same way.
    package var credentials: [String]
    /// What `--base-url` says.
    package var baseURL: String?
    /// What `--account` says; the provider's name where it is missing.
    package var name: String?

    package init(
        provider: String, credentials: [String], baseURL: String? = nil, name: String? = nil
    ) {
        self.provider = provider
        self.credentials = credentials
        self.baseURL = baseURL
        self.name = name
    }

    /// A job that has this account and every default.
    package func job(home: String? = nil) -> JobReading {
        var reader = Reader(
            source: .options, paths: Paths(directory: "", home: home),
            zoneExists: TimeZones.exists)
        let member = JSON.LocatedMember(
            name ?? provider, at: JSON.Place(), JSON.Located(.object(members(&reader))))
        let account = AccountResolver.account(
            member, JSON.Located(.object([])), job: Section(), JobPath(), &reader)
        var job = Job.standard
        job.accounts = account.map { [$0] } ?? []
        job.defaultAccount = account?.name
        return JobReading(draft: job, problems: reader.problems)
    }

    private func members(_ reader: inout Reader) -> [JSON.LocatedMember] {
        var members = [Self.member("provider", JSON.Located(.string(provider)))]
        if let baseURL {
            members.append(Self.member("baseURL", JSON.Located(.string(baseURL))))
        }
        for text in credentials {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let field = parts.first, let reference = parts.dropFirst().first,
                !field.isEmpty, !members.contains(where: { $0.name == field })
            else {
                // The text is not repeated: it may be the secret itself.
                reader.report(
                    "--credential takes FIELD=REF once for each field", at: "--credential",
                    next: "add --credential apiKey=env:API_KEY")
                continue
            }
            members.append(
                Self.member(String(field), Self.value(String(reference), of: field)))
        }
        return members
    }

    private static func member(_ name: String, _ value: JSON.Located) -> JSON.LocatedMember {
        JSON.LocatedMember(name, at: JSON.Place(), value)
    }

    /// Options are text; the switches among the settings are not.
    private static func value(_ text: String, of field: Substring) -> JSON.Located {
        if case .flag? = Schema.settingForms[String(field)]?.kind,
            let flag = ["true": true, "false": false][text]
        {
            return JSON.Located(.bool(flag))
        }
        return JSON.Located(.string(text))
    }
}

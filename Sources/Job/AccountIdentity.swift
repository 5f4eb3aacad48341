// SPDX-License-Identifier: MIT

import Formats
import Model
import Providers

extension Account {
    /// Who this account speaks to and as whom, as canonical bytes without any secret.
    ///
    /// The plan keeps their digest, and `apply` refuses a plan whose account became another one:
    /// an id of one store may be a stranger's shipment in the next. Secrets are named by their
    /// references, so a key that is renewed in its place does not change the account.
    package var identity: [UInt8] {
        JSON.Value.object(
            ownerMembers + [
                JSON.Member("tokenURL", endpoint.tokenURL.map(JSON.Value.string) ?? .null),
                JSON.Member("apiVersion", endpoint.apiVersion.map(JSON.Value.string) ?? .null),
                JSON.Member("auth", .string(endpoint.auth.rawValue)),
                JSON.Member("caFile", caFile.map(JSON.Value.string) ?? .null),
                JSON.Member("voidLabels", .bool(voidLabels)),
                JSON.Member("deleteAfterCancel", .bool(deleteAfterCancel)),
            ]
        ).bytes
    }

    /// Whose shipments these are: two accounts with the same owner are one.
    var owner: [UInt8] {
        JSON.Value.object([
            JSON.Member("realm", .string(String(decoding: realm, as: UTF8.self))),
            JSON.Member("credentials", .object(credentialMembers)),
        ]).bytes
    }

    /// Where its shipments are, whatever the address is spelled like and the secrets are called.
    package var realm: [UInt8] {
        let texts = credentials.sorted { $0.field < $1.field }.filter { !$0.isSecret }.map {
            JSON.Member($0.field, .string($0.source.description))
        }
        return JSON.Value.object([
            JSON.Member("provider", .string(provider.rawValue)),
            JSON.Member("address", .string(WebAddress.normalised(endpoint.baseURL))),
            JSON.Member("businessID", endpoint.businessID.map(JSON.Value.string) ?? .null),
            JSON.Member("tenantID", endpoint.tenantID.map(JSON.Value.string) ?? .null),
            JSON.Member("texts", .object(texts)),
        ]).bytes
    }

    private var credentialMembers: [JSON.Member] {
        credentials.sorted { $0.field < $1.field }.map {
            JSON.Member($0.field, .string($0.source.description))
        }
    }

    private var ownerMembers: [JSON.Member] {
        [
            JSON.Member("provider", .string(provider.rawValue)),
            JSON.Member("baseURL", .string(endpoint.baseURL)),
            JSON.Member("businessID", endpoint.businessID.map(JSON.Value.string) ?? .null),
            JSON.Member("tenantID", endpoint.tenantID.map(JSON.Value.string) ?? .null),
            JSON.Member("credentials", .object(credentialMembers)),
        ]
    }
}

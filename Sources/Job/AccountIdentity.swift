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
        var writer = JSON.Writer()
        writer.beginObject()
        let facts: [(String, String?)] = [
            ("provider", provider.rawValue), ("baseURL", endpoint.baseURL),
            ("tokenURL", endpoint.tokenURL), ("businessID", endpoint.businessID),
            ("apiVersion", endpoint.apiVersion), ("tenantID", endpoint.tenantID),
            ("auth", endpoint.auth.rawValue), ("caFile", caFile),
            ("voidLabels", String(voidLabels)), ("deleteAfterCancel", String(deleteAfterCancel)),
        ]
        for (name, value) in facts {
            writer.member(name, value.map { .string($0) } ?? .null)
        }
        writer.key("credentials")
        writer.beginObject()
        for credential in credentials.sorted(by: { $0.field < $1.field }) {
            writer.member(credential.field, .string(credential.source.description))
        }
        writer.endObject()
        writer.endObject()
        return writer.bytes
    }
}

// SPDX-License-Identifier: MIT

/// One credential field of an account: where its value comes from, never the value of a secret.
package struct Credential: Sendable, Equatable {
    package enum Source: Sendable, Equatable {
        /// Written in the job itself; only for what is no secret.
        case text(String)
        case reference(Reference)
    }

    package let field: String
    package let isSecret: Bool
    package let source: Source

    package init(field: String, isSecret: Bool, source: Source) {
        self.field = field
        self.isSecret = isSecret
        self.source = source
    }
}

extension Credential.Source: CustomStringConvertible {
    package var description: String {
        switch self {
        case .text(let text): text
        case .reference(let reference): reference.description
        }
    }
}

// SPDX-License-Identifier: MIT

/// Where an account's requests go and what they say besides the secret; holds no secret itself.
package struct Endpoint: Sendable, Equatable {
    /// The address the paths are appended to; a trailing slash does not matter.
    package var baseURL: String
    /// Replaces the provider's own token address wholly.
    package var tokenURL: String?
    /// Amazon: the business a request is for, always sent.
    package var businessID: String?
    /// Sorted: the value of `x-api-version`, always sent.
    package var apiVersion: String?
    /// Microsoft: the Entra tenant the token comes from.
    package var tenantID: String?
    package var auth: AuthenticationWay

    package init(
        baseURL: String, tokenURL: String? = nil, businessID: String? = nil,
        apiVersion: String? = nil, tenantID: String? = nil, auth: AuthenticationWay = .basic
    ) {
        self.baseURL = baseURL
        self.tokenURL = tokenURL
        self.businessID = businessID
        self.apiVersion = apiVersion
        self.tenantID = tenantID
        self.auth = auth
    }
}

/// Sendcloud's two ways to authenticate; the others have one and do not ask.
package enum AuthenticationWay: String, Sendable, CaseIterable {
    case basic, oauth2
}

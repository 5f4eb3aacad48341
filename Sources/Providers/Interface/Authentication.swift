// SPDX-License-Identifier: MIT

/// How an account proves who it is, as data; the Credentials room carries it out.
///
/// `field` names are the credential fields of `Facts.credentials`.
package enum Authentication: Sendable, Equatable {
    /// The field's value as it stands in one header.
    case key(header: String, field: String)
    /// `Authorization: Basic` of `user:password`.
    case basic(userField: String, passwordField: String)
    /// A short-lived token that is asked for first.
    case token(TokenGrant)
}

/// How a token is asked for and where it goes.
package struct TokenGrant: Sendable, Equatable {
    /// One member of the form that is posted, `application/x-www-form-urlencoded`.
    package struct Member: Sendable, Equatable {
        package enum Value: Sendable, Equatable {
            case text(String)
            case field(String)
        }
        package var name: String
        package var value: Value

        package init(_ name: String, _ value: Value) {
            self.name = name
            self.value = value
        }
    }

    /// The whole address of the token request.
    package var tokenURL: String
    package var form: [Member]
    /// Set where the client proves itself by HTTP Basic instead of in the form (RFC 6749, 2.3.1:
    /// both parts are form-urlencoded before they are joined).
    package var basic: BasicFields?
    /// The header the token goes into, such as `Authorization`.
    package var header: String
    /// What stands before the token in that header, such as `Bearer ` with its blank.
    package var prefix: String

    package init(
        tokenURL: String, form: [Member], basic: BasicFields? = nil, header: String,
        prefix: String
    ) {
        self.tokenURL = tokenURL
        self.form = form
        self.basic = basic
        self.header = header
        self.prefix = prefix
    }

    /// The credential fields that make a Basic header.
    package struct BasicFields: Sendable, Equatable {
        package var user: String
        package var password: String

        package init(user: String, password: String) {
            self.user = user
            self.password = password
        }
    }
}

/// What the answer to a token request means; `judgeToken` says which.
package enum TokenVerdict: Sendable, Equatable {
    /// The token is safe to put into a header.
    case granted(accessToken: String, expiresInSeconds: Double)
    /// The credentials or the configuration are refused: the lane ends.
    case refused(code: String, message: String)
    /// May work later.
    case temporary(code: String, message: String, retryAfterSeconds: Double?)
}

// SPDX-License-Identifier: MIT

import Formats

/// What is wrong with a token request, in the words of RFC 6749, section 5.2.
struct OAuthProblem: Error {
    let status: Int
    let code: String
    let description: String

    static let invalidClient = OAuthProblem(
        status: 401, code: "invalid_client", description: "Client authentication failed.")

    var reply: Reply {
        Reply(
            status,
            ["error": .string(code), "error_description": .string(description)])
    }
}

/// Reads token requests strictly: the right method, a form, the grant, every field once.
enum OAuthForm {
    static func read(
        _ request: Incoming, grant: String, needs names: [String]
    ) -> Result<[String: String], OAuthProblem> {
        guard request.method == "POST" else {
            return .failure(
                OAuthProblem(
                    status: 405, code: "invalid_request", description: "Only POST is allowed."))
        }
        guard request.rawQuery.isEmpty else { return bad("Parameters belong into the body.") }
        guard let pairs = request.form else { return bad("The body must be a form.") }
        var fields: [String: String] = [:]
        for (name, value) in pairs {
            guard fields.updateValue(value, forKey: name) == nil else {
                return bad("The parameter \(name) stands twice.")
            }
        }
        guard fields["grant_type"] == grant else {
            return .failure(
                OAuthProblem(
                    status: 400, code: "unsupported_grant_type",
                    description: "The grant type is not supported."))
        }
        for name in names where fields[name]?.isEmpty ?? true {
            return bad("The request is missing a required parameter: \(name).")
        }
        return .success(fields)
    }

    private static func bad(_ description: String) -> Result<[String: String], OAuthProblem> {
        .failure(OAuthProblem(status: 400, code: "invalid_request", description: description))
    }
}

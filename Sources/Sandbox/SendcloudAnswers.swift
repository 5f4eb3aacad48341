// SPDX-License-Identifier: MIT

import Formats
import Model

/// Tokens and error bodies of Sendcloud.
extension Sendcloud {
    func token(_ request: Incoming, _ scene: inout Scene) -> Reply {
        // Client id and secret come by HTTP Basic, the rest in the form.
        guard case .basic(let id, let secret)? = Credential(in: request, of: .sendcloudReturns),
            !id.isEmpty
        else { return OAuthProblem.invalidClient.reply }
        let read = OAuthForm.read(request, grant: "client_credentials", needs: [])
        if case .failure(let problem) = read { return problem.reply }
        let accepted = scene.options.accepted(
            .sendcloudReturns, ["publicKey": id, "secretKey": secret])
        guard accepted.isAccepted else { return OAuthProblem.invalidClient.reply }
        let owner = scene.tokens.name(
            of: id + ":" + secret, .sendcloudReturns, configured: accepted.known)
        let seconds = scene.options.tokenSeconds ?? 3600
        let token = scene.tokens.issue("ory_at_", owner: owner, seconds: seconds, scene)
        scene.note(.tokenIssued, owner)
        return Reply(
            200,
            [
                "access_token": .string(token), "expires_in": .number(String(seconds)),
                "id_token": nil, "refresh_token": nil, "scope": "api", "token_type": "bearer",
            ])
    }

    func error(
        _ status: Int, _ code: String, _ detail: String, _ scene: Scene,
        source: (String, String)? = nil
    ) -> Reply {
        var error: [JSON.Member] = [
            JSON.Member("id", .string(scene.requestID)),
            JSON.Member("status", .string(String(status))), JSON.Member("code", .string(code)),
            JSON.Member("detail", .string(detail)),
        ]
        if let source {
            error.append(
                JSON.Member("source", .object([JSON.Member(source.0, .string(source.1))])))
        }
        return Reply(status, ["errors": .array([.object(error)])])
    }

    func throttled(_ request: Incoming, milliseconds: Int64, _ scene: Scene) -> Reply {
        error(429, "invalid", "Request was throttled.", scene)
            .adding("Retry-After", String((milliseconds + 999) / 1000))
    }

    /// A 500 has the shape of the older endpoints, which the v3 specification still shows.
    func broken(_ status: Int, _ request: Incoming, _ scene: Scene) -> Reply {
        guard status == 500 else {
            let reply = error(status, "unknown_error", "Service unavailable.", scene)
            return status == 503 ? reply.adding("Retry-After", "1") : reply
        }
        return Reply(
            500,
            [
                "error": [
                    "code": "internal_server_error", "request": .string(request.rawPath),
                    "message": "An internal error occurred.",
                ]
            ])
    }
}

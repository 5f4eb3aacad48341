// SPDX-License-Identifier: MIT

import Formats
import Model

/// Login with Amazon, and the error bodies of the Selling Partner API.
extension Amazon {
    func token(_ request: Incoming, _ scene: inout Scene) -> Reply {
        let fields: [String: String]
        switch OAuthForm.read(
            request, grant: "refresh_token", needs: ["refresh_token", "client_id", "client_secret"])
        {
        case .failure(let problem): return problem.reply
        case .success(let form): fields = form
        }
        let presented = [
            "refreshToken": fields["refresh_token"] ?? "", "clientID": fields["client_id"] ?? "",
            "clientSecret": fields["client_secret"] ?? "",
        ]
        let accepted = scene.options.accepted(.amazonShipping, presented)
        guard accepted.isAccepted else {
            return OAuthProblem.invalidClient.reply
        }
        let owner = scene.tokens.name(
            of: presented["clientID"] ?? "", .amazonShipping, configured: accepted.known)
        let seconds = scene.options.tokenSeconds ?? 3600
        let token = scene.tokens.issue("Atza|", owner: owner, seconds: seconds, scene)
        scene.note(.tokenIssued, owner)
        return Reply(
            200,
            [
                "access_token": .string(token), "token_type": "bearer",
                "expires_in": .number(String(seconds)),
                "refresh_token": .string(presented["refreshToken"] ?? ""),
            ])
    }

    func invalid(_ details: String, _ scene: Scene) -> Reply {
        error(
            400, "InvalidRequest", "Request is missing or has invalid parameters", scene,
            details: details)
    }

    func error(
        _ status: Int, _ code: String, _ message: String, _ scene: Scene, details: String? = nil
    ) -> Reply {
        var error: [JSON.Member] = [
            JSON.Member("code", .string(code)), JSON.Member("message", .string(message)),
        ]
        if let details { error.append(JSON.Member("details", .string(details))) }
        return headed(Reply(status, ["errors": .array([.object(error)])]), scene)
    }

    /// The rate limit header stands on 200, 400 and 404 only, as the model has it.
    func headed(_ reply: Reply, _ scene: Scene) -> Reply {
        let reply = reply.adding("x-amzn-RequestId", scene.requestID)
        return [200, 400, 404].contains(reply.status)
            ? reply.adding("x-amzn-RateLimit-Limit", "80.0") : reply
    }

    func throttled(_ request: Incoming, milliseconds: Int64, _ scene: Scene) -> Reply {
        // The gateway in front has words of its own; both were seen.
        scene.lottery.bits("throttle", request.rawPath) & 1 == 0
            ? error(
                429, "TooManyRequests",
                "The total number of requests exceeded your allowed limit.", scene)
            : error(
                429, "QuotaExceeded", "You exceeded your quota for the requested resource.", scene)
    }

    func broken(_ status: Int, _ request: Incoming, _ scene: Scene) -> Reply {
        if request.segments.last == "token" {
            return Reply(
                status,
                [
                    "error": .string(status == 503 ? "temporarily_unavailable" : "server_error"),
                    "error_description": "The authorization server encountered an error.",
                ])
        }
        guard status == 503 else {
            return error(
                status, "InternalError",
                "Something went wrong while processing the request.", scene)
        }
        return error(
            503, "ServiceUnavailable",
            "Service temporarily unavailable or down for maintenance.", scene
        ).adding("Retry-After", "1")
    }
}

// SPDX-License-Identifier: MIT

import Formats
import Model

/// Azure AD tokens and the error bodies of the hardware API.
extension Microsoft {
    static let resource = "https://manage.devcenter.microsoft.com"

    /// The v1 endpoint: `resource`, not `scope`, and numbers that come as strings.
    func token(_ request: Incoming, tenant: String, _ scene: inout Scene) -> Reply {
        let fields: [String: String]
        switch OAuthForm.read(
            request, grant: "client_credentials", needs: ["client_id", "client_secret", "resource"])
        {
        case .failure(let problem): return problem.reply
        case .success(let form): fields = form
        }
        guard fields["resource"] == Self.resource else {
            return OAuthProblem(
                status: 400, code: "invalid_resource",
                description: "AADSTS500011: The resource principal was not found in the tenant."
            ).reply
        }
        let presented = [
            "tenantID": tenant, "clientID": fields["client_id"] ?? "",
            "clientSecret": fields["client_secret"] ?? "",
        ]
        let accepted = scene.options.accepted(.microsoftHardware, presented)
        guard accepted.isAccepted else { return OAuthProblem.invalidClient.reply }
        let owner = scene.tokens.name(
            of: presented["clientID"] ?? "", .microsoftHardware, configured: accepted.known)
        return issued(owner, &scene)
    }

    private func issued(_ owner: String, _ scene: inout Scene) -> Reply {
        let seconds = scene.options.tokenSeconds ?? 3599
        let token = scene.tokens.issue("eyJ0eXAi.", owner: owner, seconds: seconds, scene)
        scene.note(.tokenIssued, owner)
        let now = scene.now.milliseconds / 1000
        return Reply(
            200,
            [
                "token_type": "Bearer", "expires_in": .string(String(seconds)),
                "ext_expires_in": .string(String(seconds)),
                "expires_on": .string(String(now + seconds)), "not_before": .string(String(now)),
                "resource": .string(Self.resource), "access_token": .string(token),
            ])
    }

    /// The service answers in camelCase, its documents write PascalCase; some answers are like
    /// either, and some lack the inner object.
    func error(
        _ status: Int, _ code: String, _ message: String, _ request: Incoming, _ scene: Scene
    ) -> Reply {
        let isPascal = scene.lottery.pick(4, "case", request.rawPath) == 0
        let code = isPascal ? code.prefix(1).uppercased() + code.dropFirst() : code
        var body: [JSON.Member] = [
            JSON.Member("statusCode", .string(code)), JSON.Member("message", .string(message)),
            JSON.Member("httpErrorCode", .number(String(status))),
        ]
        if scene.lottery.pick(8, "shape", request.rawPath) != 0 {
            body.append(
                JSON.Member(
                    "error",
                    [
                        "code": .string(code), "message": .string(message),
                        "httpErrorCode": .number(String(status)), "validationErrors": [],
                        "trace": [
                            "requestId": .string(scene.requestID),
                            "url": .string(request.rawPath), "method": .string(request.method),
                            "content": "",
                        ],
                    ]))
        }
        return Reply(status, .object(body)).adding("request-id", scene.requestID)
    }

    /// "The backoff time is provided in the response"; where, is not documented.
    func throttled(_ request: Incoming, milliseconds: Int64, _ scene: Scene) -> Reply {
        error(429, "tooManyRequests", "Calls are throttled.", request, scene)
            .adding("Retry-After", String((milliseconds + 999) / 1000))
    }

    /// A 502 may say what the first attempt already did; the official client looks after it.
    func broken(_ status: Int, _ request: Incoming, _ scene: Scene) -> Reply {
        if status == 502 {
            return error(
                502, "requestInvalidForCurrentState", "The state does not allow this.", request,
                scene)
        }
        let reply = error(status, "internalServerError", "Unrecoverable.", request, scene)
        return status == 503 ? reply.adding("Retry-After", "1") : reply
    }
}

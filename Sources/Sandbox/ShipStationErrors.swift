// SPDX-License-Identifier: MIT

import Formats
import Model

/// The error bodies of ShipStation; `error_source` with its capital S is the documented spelling.
extension ShipStation {
    func unauthorized(_ scene: Scene) -> Reply {
        error(401, "security", "unauthorized", "The API key is invalid.", scene)
    }

    /// Seen in the official client's tests: a missing thing has no code of its own.
    func notFound(_ what: String, _ id: String, _ scene: Scene) -> Reply {
        error(404, "system", "unspecified", "\(what) \(id) was not found.", scene)
    }

    func refused(_ message: String, _ scene: Scene) -> Reply {
        error(400, "business_rules", "invalid_status", message, scene)
    }

    func invalid(_ field: String, _ value: String, _ message: String, _ scene: Scene) -> Reply {
        error(
            400, "validation", "invalid_field_value", message, scene,
            more: [
                JSON.Member("field_name", .string(field)),
                JSON.Member("field_value", .string(value)),
            ])
    }

    func invalidID(_ field: String, _ value: String, _ scene: Scene) -> Reply {
        error(
            400, "validation", "invalid_identifier", "\(value) is not a valid \(field).", scene,
            more: [
                JSON.Member("field_name", .string(field)),
                JSON.Member("field_value", .string(value)),
            ])
    }

    func wrongMethod(_ right: String, _ scene: Scene) -> Reply {
        error(405, "validation", "unspecified", "The method is not allowed here.", scene)
            .adding("Allow", right)
    }

    func throttled(_ request: Incoming, milliseconds: Int64, _ scene: Scene) -> Reply {
        error(429, "system", "rate_limit_exceeded", "API rate limit exceeded.", scene)
            .adding("Retry-After", String((milliseconds + 999) / 1000))
    }

    func broken(_ status: Int, _ request: Incoming, _ scene: Scene) -> Reply {
        let reply = error(status, "system", "unspecified", "An unexpected error occurred.", scene)
        return status == 503 ? reply.adding("Retry-After", "1") : reply
    }

    private func error(
        _ status: Int, _ type: String, _ code: String, _ message: String, _ scene: Scene,
        more: [JSON.Member] = []
    ) -> Reply {
        let error: [JSON.Member] = [
            JSON.Member("error_source", "ShipStation"), JSON.Member("error_type", .string(type)),
            JSON.Member("error_code", .string(code)), JSON.Member("message", .string(message)),
        ]
        return Reply(
            status,
            [
                "request_id": .string(scene.requestID),
                "errors": .array([.object(error + more)]),
            ])
    }
}

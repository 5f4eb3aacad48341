// SPDX-License-Identifier: MIT

import Formats
import Model

/// The error bodies of Sorted: two levels, and the inner code is the one that counts.
extension Sorted {
    func unknownResource(_ scene: Scene) -> Reply {
        error(404, "not_found", "The resource was not found.", scene)
    }

    func wrongMethod(_ scene: Scene) -> Reply {
        error(405, "method_not_supported", "The method is not supported.", scene)
    }

    func wrongState(_ id: String, _ scene: Scene) -> Reply {
        error(
            400, "validation_error", "Shipment \(id) is not in a valid state.", scene,
            detail: ("state", "invalid_state_for_operation"))
    }

    /// HTTP 429 with these codes is no throttling: the request must be modified.
    func conflict(_ scene: Scene) -> Reply {
        error(
            429, "conflict", "The request conflicts with an existing object.", scene,
            detail: ("shipment", "rule_conflict"))
    }

    func error(
        _ status: Int, _ code: String, _ message: String, _ scene: Scene,
        detail: (property: String, code: String)? = nil
    ) -> Reply {
        let details = detail.map { detail in
            [
                [
                    "property": .string(detail.property), "code": .string(detail.code),
                    "message": .string(message),
                ]
            ] as JSON.Value
        }
        return Reply(
            status,
            [
                "correlation_id": .string(scene.requestID), "code": .string(code),
                "message": .string(message), "details": details ?? [], "_links": nil,
            ])
    }

    /// Real throttling comes from the API management in front, with a body of its own.
    func throttled(_ request: Incoming, milliseconds: Int64, _ scene: Scene) -> Reply {
        let seconds = (milliseconds + 999) / 1000
        return Reply(
            429,
            [
                "statusCode": 429,
                "message": .string(
                    "Rate limit is exceeded. Try again in \(seconds) seconds."),
            ]
        ).adding("Retry-After", String(seconds))
    }

    func broken(_ status: Int, _ request: Incoming, _ scene: Scene) -> Reply {
        guard status != 500 else {
            return error(500, "internal_server_error", "An unexpected error occurred.", scene)
        }
        let reply = error(status, "status_code_error", "Service unavailable.", scene)
        return status == 503 ? reply.adding("Retry-After", "1") : reply
    }
}

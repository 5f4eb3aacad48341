// SPDX-License-Identifier: MIT

import Formats
import Foundation
import Providers

/// What the providers define, so that a test can tell what a table lacks.
///
/// Most of it is `Tests/Documented/documented.json`, taken from the specifications by the script
/// beside it; what stands here is written on pages only, or seen on the wire.
enum Documented {
    typealias Refusal = (status: Int, code: String)

    static let shipStationErrorCodes =
        words("shipstation", "error_code") + [
            // ShipEngine 1.1 has these too.
            "file_not_found", "shipping_rule_not_found", "service_not_determined",
            "funding_source_registration_in_progress", "insurance_failure",
            "funding_source_missing_configuration", "funding_source_error",
        ]
    static let shipStationVoidReasons = words("shipstation", "reason_code")
    /// 401 is in no operation, but under securitySchemes; 429 on the page about rate limits.
    static let shipStationStatuses = statuses("shipstation", "cancel") + [401, 429]

    static let amazonErrors: [Refusal] =
        refusals("amazon-shipping") + [(400, "InvalidInput"), (429, "QuotaExceeded")]

    /// The page about rate limits and the general answers of version 3.
    static let sendcloudStatuses = statuses("sendcloud-returns", "cancel") + [429, 500]
    static let sendcloudErrorCodes = words("sendcloud-returns", "error_code") + ["unknown_error"]
    static let sendcloudParentStatuses =
        words("sendcloud-returns", "parent_status")
        // Of the event API, and the documented example.
        + ["cancellation_failed", "Ready to Ship"]

    static let sortedErrors: [Refusal] = refusals("sorted-pro") + [(418, "status_code_error")]
    static let sortedStates = words("sorted-pro", "state")

    /// 502 is not listed; Microsoft's own client repeats it.
    static let microsoftStatuses = statuses("microsoft-hardware", "cancel") + [502]
    static let microsoftCodes = words("microsoft-hardware", "code")
}

extension Documented {
    static func statuses(_ provider: String, _ operation: String) -> [Int] {
        all[provider]?["operations"]?[operation]?.array?.compactMap(\.int) ?? []
    }

    static func words(_ provider: String, _ subject: String) -> [String] {
        all[provider]?["words"]?[subject]?.array?.compactMap(\.string) ?? []
    }

    static func refusals(_ provider: String) -> [Refusal] {
        (all[provider]?["errors"]?.array ?? []).compactMap { pair in
            guard let status = pair[0]?.int, let code = pair[1]?.string else { return nil }
            return (status, code)
        }
    }

    static let all: JSON.Value = {
        let tests = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
        let file = URL(filePath: "/\(tests)/Documented/documented.json")
        let bytes = (try? Data(contentsOf: file)).map { [UInt8]($0) } ?? []
        return (try? JSON.parse(bytes)) ?? .null
    }()
}

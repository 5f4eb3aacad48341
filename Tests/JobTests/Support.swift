// SPDX-License-Identifier: MIT

import Model

@testable import Job

/// An account that is in order, so that a test has only the problem it is about.
let storeAccount = #"store: { provider: "shipstation", apiKey: "env:STORE_KEY" }"#

func reading(_ text: String) -> JobReading {
    let zones = ["UTC", "Europe/Berlin"]
    return JobReader(file: "rescind.json5", home: "/home/ops") { zones.contains($0) }
        .read(Array(text.utf8))
}

/// Reads a job with `members` beside an account that is in order.
func reading(members: String) -> JobReading {
    reading("{ accounts: { \(storeAccount) },\n\(members) }")
}

/// Reads a job whose only account has these members.
func reading(account members: String) -> JobReading {
    reading("{ accounts: { store: {\n\(members) } } }")
}

extension JobReading {
    var sentences: [String] { problems.map(\.what) }
    var places: [String?] { problems.map(\.place) }
}

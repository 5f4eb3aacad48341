// SPDX-License-Identifier: MIT

import Testing

@testable import Audit

/// What is typed about a rehearsal never meets the live record, and no provider.
struct RehearsedRunTests {
    @Test(arguments: [
        ("rescind report 1", "rescind report 1 --audit rehearsal.db"),
        ("rescind apply 3", "rescind apply 3 --sandbox"),
        ("rescind confirm 3", "rescind report 3 --audit rehearsal.db"),
        ("rescind confirm --all", "rescind runs --audit rehearsal.db"),
        ("rescind retry 1 --state refused,failed", "rescind run EXPORT --sandbox"),
        ("rescind why 1 'se 1'", "rescind why 1 --audit rehearsal.db 'se 1'"),
        ("rescind audit verify", "rescind audit verify --audit rehearsal.db"),
        ("rescind help exit-codes", "rescind help exit-codes"),
        ("rescind apply 3 --sandbox", "rescind apply 3 --sandbox"),
        (
            "rescind show 1; once that is mended, rescind retry 1 or rescind plan EXPORT --again: "
                + "a new run counts anew",
            "rescind show 1 --audit rehearsal.db; once that is mended, rescind run EXPORT "
                + "--sandbox or rescind plan EXPORT --sandbox --again: a new run counts anew"
        ),
        (
            "ask the carrier, then rescind resolve 1 se-1 --as cancelled --reason TEXT",
            "ask the carrier, then rescind resolve 1 --audit rehearsal.db se-1 --as cancelled "
                + "--reason TEXT"
        ), ("see whether its process hangs", "see whether its process hangs"),
    ])
    func `every command of a sentence is the rehearsal's`(live: String, rehearsed: String) {
        #expect(Rehearsed.named(live) == rehearsed)
    }
}

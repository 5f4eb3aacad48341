// SPDX-License-Identifier: MIT

import Job
import Planning
import Providers

/// How many requests an account's plan needs, and how long they take at its pace.
struct Forecast {
    let account: Account
    let planned: Int64
    private let writes: Int64
    private let reads: Int64

    init(_ account: Account, planned: Int64, labels: Tally.Labels) {
        self.account = account
        self.planned = planned
        let each = account.provider.provider.facts.requestsPerItem
        let voided = account.voidLabels ? labels : Tally.Labels()
        writes = planned * Int64(each.writes) + voided.count * Int64(each.writesPerLabel)
        reads =
            planned * Int64(each.reads) + voided.count * Int64(each.readsPerLabel)
            + voided.items * Int64(each.readsForLabels)
    }

    var requests: Int64 { writes + reads }

    /// The slowest of the account's paces decides.
    var milliseconds: Int64 {
        account.paces.map { pace in
            let requests =
                switch pace.scope {
                case .all: self.requests
                case .reads: reads
                case .writes: writes
                }
            let (time, overflowed) = requests.multipliedReportingOverflow(
                by: pace.windowMilliseconds)
            return overflowed ? .max : time / Int64(max(1, pace.requests))
        }.max() ?? 0
    }
}

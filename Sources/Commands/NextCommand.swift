// SPDX-License-Identifier: MIT

import Audit
import Model
import Providers

/// What of a run is not over yet.
extension RunTotals {
    /// Asked for, and a look can still show what became of it.
    var unconfirmed: Int64 {
        unseen.reduce(0) { sum, entry in
            let facts = ProviderName(rawValue: entry.key.provider)?.provider.facts
            return facts?.looks != nil && facts?.isConfirmable == true ? sum + entry.value : sum
        }
    }

    /// Asked for at a provider that never says a word for cancelled.
    var notConfirmable: Int64 { unseen.values.reduce(0, +) - unconfirmed }

    /// Not sent yet, in doubt, or asked for and not seen done.
    var open: Int64 {
        [.planned, .sending, .inDoubt].reduce(unconfirmed) { $0 + states[$1, default: 0] }
    }
}

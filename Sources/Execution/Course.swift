// SPDX-License-Identifier: MIT

package import Model

/// One of the runs that an engine carries: what its lanes share, and what ended it early.
package struct Course: Sendable {
    /// Nil where items of many runs are looked at.
    package let run: Int64?
    let until: Timestamp?
    var failures: FailureLimit
    package internal(set) var stopped: StopReason?
    /// The newest batch of records with a verdict of this run.
    var newestBatch = 0

    package init(
        run: Int64?, until: Timestamp? = nil, failures: FailureLimit = FailureLimit(nil)
    ) {
        (self.run, self.until, self.failures) = (run, until, failures)
    }
}

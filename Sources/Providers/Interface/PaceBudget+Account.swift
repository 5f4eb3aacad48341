// SPDX-License-Identifier: MIT

extension PaceBudget {
    /// The one budget of an account whose job sets its pace itself.
    package init(requests: Int, windowMilliseconds: Int64, burst: Int) {
        self.init(
            scope: .all, requests: requests, windowMilliseconds: windowMilliseconds,
            burst: burst, burstIsExtra: false, isDocumented: true)
    }
}

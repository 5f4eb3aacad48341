// SPDX-License-Identifier: MIT

import Audit
import Credentials
import Model

@testable import Execution

/// An engine that carries one run, as most tests want it.
extension Engine {
    init(
        _ setups: [(LaneSetup, Authorizer)], histories: [SendHistory] = [], until: Timestamp?,
        failures: FailureLimit, seed: UInt64, at moment: Moment
    ) {
        let course = Course(run: setups.first?.0.run, until: until, failures: failures)
        self.init([course], setups, histories: histories, seed: seed, at: moment)
    }

    var stopped: StopReason? { courses.first?.stopped }

    var laneEnds: [(account: String, end: LaneEnd)] { laneEnds(of: courses.first?.run) }
}

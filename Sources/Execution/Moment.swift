// SPDX-License-Identifier: MIT

package import Model

/// One instant as both clocks show it.
///
/// Wall time goes on record and is compared with deadlines; monotonic time measures pauses and
/// paces, so that a wall clock that jumps neither stops a lane nor lets it run faster.
package struct Moment: Sendable, Equatable {
    package var wall: Timestamp
    package var monotonic: Int64

    package init(wall: Timestamp, monotonic: Int64) {
        self.wall = wall
        self.monotonic = monotonic
    }

    package init(_ clock: some Clock) {
        self.init(wall: clock.now, monotonic: clock.monotonicMilliseconds)
    }

    package func later(milliseconds: Int64) -> Moment {
        Moment(wall: wall.adding(milliseconds: milliseconds), monotonic: monotonic + milliseconds)
    }
}

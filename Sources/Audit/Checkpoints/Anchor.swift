// SPDX-License-Identifier: MIT

import Model
import Processes

/// A command that carries checkpoints out of this machine's reach: mail, a bucket, another host.
struct Anchor {
    static let secondsMax: Int64 = 60

    let line: String

    /// Hands over one note; what went wrong, if anything did.
    func take(_ note: String) -> Problem? {
        do throws(Child.Failure) {
            try Child.feed(
                Array(note.utf8), to: line, withinMilliseconds: Self.secondsMax * 1000)
            return nil
        } catch {
            return Problem(
                .storage, "the checkpoint was not anchored: it \(error.words)", at: line,
                next: "hand the checkpoint over yourself; it is in the checkpoint file")
        }
    }
}

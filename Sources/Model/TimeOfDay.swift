// SPDX-License-Identifier: MIT

/// A time on the clock, `06:00`, local to the job's time zone.
package struct TimeOfDay: Sendable, Hashable {
    /// Minutes since midnight, 0 to 1439.
    package let minutes: Int

    /// Reads `HH:MM`; nil for anything else, also for 24:00.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"),
            let hour = Int64(digits: bytes[..<2]), let minute = Int64(digits: bytes[3...])
        else { return nil }
        self.init(hour: Int(hour), minute: Int(minute))
    }

    package init?(hour: Int, minute: Int) {
        guard (0..<24).contains(hour), (0..<60).contains(minute) else { return nil }
        minutes = hour * 60 + minute
    }

    /// Minutes from `start` until this time comes next; a whole day when it is that time now.
    package func minutes(after start: TimeOfDay) -> Int {
        let wait = (minutes - start.minutes + 1440) % 1440
        return wait == 0 ? 1440 : wait
    }
}

extension TimeOfDay: CustomStringConvertible {
    package var description: String {
        "\(Int64(minutes / 60).padded(2)):\(Int64(minutes % 60).padded(2))"
    }
}

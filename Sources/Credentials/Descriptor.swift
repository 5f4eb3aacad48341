// SPDX-License-Identifier: MIT

import Glibc
import Job
import Model

/// A moment on the clock that never jumps.
struct Deadline {
    private let milliseconds: Int64

    init(seconds: Int64) { self.init(after: .seconds(seconds)) }

    init(after interval: Interval) { milliseconds = Self.now + interval.milliseconds }

    /// What is left, for `poll`; never negative.
    var remaining: Int32 { Int32(clamping: max(0, milliseconds - Self.now)) }

    private static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}

/// Reading from descriptors that may never end.
enum Descriptor {
    private static let chunkBytes = 4096
    /// More than a secret may be, so that a long one is told from one that was cut.
    static let bytesMax = 65_536

    /// Everything up to the end of the stream, within the deadline and the cap.
    static func bytes(
        from descriptor: Int32, deadline: Deadline
    ) throws(Secret.Flaw) -> [UInt8] {
        var bytes: [UInt8] = []
        while let chunk = try chunk(from: descriptor, deadline: deadline) {
            bytes += chunk
            if bytes.count > bytesMax { throw .unreadable("it holds more than \(bytesMax) bytes") }
        }
        return bytes
    }

    /// The next bytes; nil at the end.
    ///
    /// The descriptor must not block. Reading comes before waiting: `poll` says nothing about a pipe whose writer left before we
    /// opened it, as the one behind `<(…)` may have.
    private static func chunk(
        from descriptor: Int32, deadline: Deadline
    ) throws(Secret.Flaw) -> ArraySlice<UInt8>? {
        var buffer = [UInt8](repeating: 0, count: chunkBytes)
        while true {
            let count = Glibc.read(descriptor, &buffer, chunkBytes)
            if count >= 0 { return count == 0 ? nil : buffer.prefix(count) }
            guard errno == EAGAIN || errno == EINTR else { throw .system(errno) }
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&waiting, 1, deadline.remaining)
            if ready == 0 { throw .unreadable("nothing came in time") }
            if ready < 0, errno != EINTR { throw .system(errno) }
        }
    }
}

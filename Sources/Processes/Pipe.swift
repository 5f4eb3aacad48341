// SPDX-License-Identifier: MIT

import Glibc

/// The two ends of a pipe; no child inherits an end that it was not given.
package struct Pipe: Sendable {
    package let reading: Int32
    package let writing: Int32

    package init() throws(Child.Failure) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw .system(errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (reading, writing) = (ends[0], ends[1])
    }

    /// Writes into the pipe until all is in, the reader leaves or the time is over.
    ///
    /// A reader who leaves is no failure: a command may know enough after the first line. SIGPIPE
    /// must be ignored in this process, as `Signals.install` does.
    package func write(_ bytes: [UInt8], withinMilliseconds: Int64) throws(Child.Failure) {
        _ = fcntl(writing, F_SETFL, O_NONBLOCK)
        let deadline = Moments.now + withinMilliseconds
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(writing, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
                continue
            }
            switch errno {
            case EPIPE: return
            case EINTR: continue
            case EAGAIN: break
            default: throw .system(errno)
            }
            guard Moments.now < deadline else { throw .late }
            var waiting = pollfd(fd: writing, events: Int16(POLLOUT), revents: 0)
            _ = poll(&waiting, 1, Int32(clamping: deadline - Moments.now))
        }
    }
}

/// The clock that never jumps, in milliseconds.
enum Moments {
    static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}

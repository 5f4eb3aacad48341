// SPDX-License-Identifier: MIT

import Glibc

/// How a write to a file descriptor ended.
enum WriteEnd: Sendable, Equatable {
    case written
    /// Nobody reads any more.
    case closed
    case failed(errno: Int32)
}

/// A file descriptor we write to but do not own.
struct Descriptor: Sendable {
    let number: Int32

    /// Writes all bytes, however many calls that takes.
    func write(_ bytes: [UInt8]) -> WriteEnd {
        bytes.withUnsafeBytes { buffer in
            var rest = UnsafeRawBufferPointer(rebasing: buffer[...])
            while let start = rest.baseAddress, !rest.isEmpty {
                let count = Glibc.write(number, start, rest.count)
                if count >= 0 {
                    rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
                } else if let end = end(after: errno) {
                    return end
                }
            }
            return .written
        }
    }

    /// What an error means; nil is: try again.
    private func end(after error: Int32) -> WriteEnd? {
        switch error {
        case EINTR: return nil
        case EAGAIN:
            // Someone else made the shared terminal or pipe non-blocking; wait until it takes more.
            var wanted = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
            _ = poll(&wanted, 1, -1)
            return nil
        case EPIPE: return .closed
        default: return .failed(errno: error)
        }
    }
}

// SPDX-License-Identifier: MIT

import Glibc

/// What libcurl's callbacks told about one exchange so far.
struct Reading {
    /// How often the request was about to be written; never above one for long.
    private(set) var attempts = 0
    private(set) var body: [UInt8] = []
    private(set) var head = AnswerHead()
    /// Which maximum the answer exceeded, in words.
    private(set) var excess: String?
    /// When the answer must have begun, in monotonic milliseconds; nil while there is no deadline.
    private var firstByteDeadline: Int64?
    /// Whether the kept connection was found unusable before anything was written.
    private(set) var isOnStaleConnection = false
    /// Whether sockets may go to this machine only.
    let isPlain: Bool

    private var headerBytes = 0
    private let bodyBytesMax: Int
    private let firstByteTimeoutMilliseconds: Int

    init(limits: HTTPEngine.Options = .init(), isPlain: Bool = true) {
        bodyBytesMax = limits.bodyBytesMax
        firstByteTimeoutMilliseconds = limits.firstByteTimeoutMilliseconds.asTimeout
        self.isPlain = isPlain
    }

    /// Counts an attempt to write the request; false forbids it.
    mutating func attempt() -> Bool {
        attempts += 1
        guard attempts == 1 else { return false }
        firstByteDeadline = monotonicMilliseconds() + Int64(firstByteTimeoutMilliseconds)
        return true
    }

    mutating func noteStaleConnection() { isOnStaleConnection = true }

    func isOverdue(at now: Int64) -> Bool { firstByteDeadline.map { $0 <= now } ?? false }

    /// The first moment at which it can be overdue; later than any, once the answer has begun.
    func earliestDeadline(from now: Int64) -> Int64 {
        if let firstByteDeadline { return firstByteDeadline }
        return attempts == 0 ? now + Int64(firstByteTimeoutMilliseconds) : .max
    }

    /// Takes one header line; false ends the transfer.
    mutating func header(_ line: UnsafeRawBufferPointer) -> Bool {
        firstByteDeadline = nil
        headerBytes += line.count
        guard headerBytes <= Limits.answerHeaderBytesMax else {
            excess = "the answer's headers are longer than \(Limits.answerHeaderBytesMax) bytes"
            return false
        }
        if !line.isEmpty { head.take(line) }
        return true
    }

    /// Takes a piece of the body; false ends the transfer.
    mutating func body(_ piece: UnsafeRawBufferPointer) -> Bool {
        guard piece.count <= bodyBytesMax - body.count else {
            excess = "the answer's body is longer than \(bodyBytesMax) bytes"
            return false
        }
        body.append(contentsOf: piece)
        return true
    }

    /// Gives the body away; it is not copied.
    mutating func takeBody() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &body)
        return taken
    }
}

/// Microseconds of the kernel's clock that never jumps, which is also libcurl's.
func monotonicMicroseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
}

func monotonicMilliseconds() -> Int64 { monotonicMicroseconds() / 1000 }

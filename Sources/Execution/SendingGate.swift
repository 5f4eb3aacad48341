// SPDX-License-Identifier: MIT

import Glibc

/// Which runs cancels may still leave of, for `rescind stop`, which waits until none may.
///
/// Each is a byte of the locked database, far behind its end and behind the bytes SQLite locks. The
/// lock is one of the open file (OFD): SQLite's own know nothing of it, and it ends with the process.
extension SendingLock {
    private static let firstByte: Int64 = 1 << 41
    /// `F_OFD_SETLK` and `F_OFD_GETLK`, which Glibc shows to GNU sources only.
    private static let (set, get): (Int32, Int32) = (37, 36)

    /// Cancels of this run may leave from now on.
    package func beginSending(_ run: Int64) { mark(F_RDLCK, Self.firstByte + run, 1) }

    /// Nothing new of this run leaves any more.
    package func endSending(_ run: Int64) { mark(F_UNLCK, Self.firstByte + run, 1) }

    func endAll() { mark(F_UNLCK, Self.firstByte, 0) }

    private func mark(_ type: Int32, _ start: Int64, _ length: Int64) {
        guard let database else { return }
        var range = Self.range(type, start, length)
        _ = fcntl(database, Self.set, &range)
    }

    /// Waits until nothing new of the run leaves, or of any run; false when that took too long.
    package static func waitUntilEnded(
        _ run: Int64?, of database: String, milliseconds: Int64
    ) -> Bool {
        // Never closed, as the lock's own: see there.
        let file = Glibc.open(database, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return true }
        for _ in 0...(milliseconds * 1000 / Int64(pollMicroseconds)) {
            if !isSending(run, file) { return true }
            usleep(pollMicroseconds)
        }
        return false
    }

    private static func isSending(_ run: Int64?, _ file: Int32) -> Bool {
        var range = range(F_WRLCK, firstByte + (run ?? 0), run == nil ? 0 : 1)
        return fcntl(file, get, &range) == 0 && Int32(range.l_type) != F_UNLCK
    }

    private static func range(_ type: Int32, _ start: Int64, _ length: Int64) -> Glibc.flock {
        Glibc.flock(
            l_type: Int16(type), l_whence: Int16(SEEK_SET), l_start: Int(start),
            l_len: Int(length), l_pid: 0)
    }
}

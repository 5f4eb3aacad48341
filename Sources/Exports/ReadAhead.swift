// SPDX-License-Identifier: MIT

import Glibc
import Model

/// Reads a file on a thread of its own, a few pieces ahead of whoever takes them.
///
/// Reading and hashing cost a third of a scan and need nothing of it. Only regular files are read
/// this way: a thread that waits on a pipe could not be ended.
final class ReadAhead: ByteSource {
    private let ring = ReadRing()
    private let thread: pthread_t
    /// Bytes of the oldest piece that were given out already.
    private var offset = 0

    init(_ file: RawFile) throws(Problem) {
        let work = Work(file, ring)
        guard let thread = WorkerThread.start({ work.carryOut() }) else {
            throw Problem(.internal, "no thread can be had", at: file.facts.name)
        }
        self.thread = thread
    }

    deinit {
        ring.stop()
        pthread_join(thread, nil)
    }

    func read(into space: UnsafeMutableRawBufferPointer) throws(Problem) -> Int {
        let piece = try ring.oldest()
        let count = min(space.count, piece.count - offset)
        guard count > 0 else { return 0 }
        space.copyMemory(from: UnsafeRawBufferPointer(rebasing: piece[offset..<offset + count]))
        offset += count
        if offset == piece.count {
            offset = 0
            ring.empty()
        }
        return count
    }
}

extension ReadAhead {
    // Safe: the file is the thread's alone until it was joined.
    private final class Work: @unchecked Sendable {
        let file: RawFile
        let ring: ReadRing

        init(_ file: RawFile, _ ring: ReadRing) { (self.file, self.ring) = (file, ring) }

        func carryOut() {
            while let slot = ring.freeSlot() {
                let result = Result { () throws(Problem) in try file.read(into: slot) }
                ring.fill(result)
                guard case .success(1...) = result else { return }
            }
        }
    }
}

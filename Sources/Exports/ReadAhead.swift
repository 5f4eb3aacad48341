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
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(file, ring))
        let code = pthread_create(&thread, nil, ReadAhead.run, work.toOpaque())
        guard code == 0 else {
            work.release()
            throw Problem(
                .internal, "no thread can be made (\(String(cString: strerror(code))))",
                at: file.facts.name)
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
    private final class Work {
        let file: RawFile
        let ring: ReadRing

        init(_ file: RawFile, _ ring: ReadRing) {
            self.file = file
            self.ring = ring
        }

        func carryOut() {
            while let slot = ring.freeSlot() {
                let result = Result { () throws(Problem) in try file.read(into: slot) }
                ring.fill(result)
                guard case .success(1...) = result else { return }
            }
        }
    }

    private static let run: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? =
        { context in
            // A signal is for the thread that decides, never for this one.
            var all = sigset_t()
            sigfillset(&all)
            pthread_sigmask(SIG_BLOCK, &all, nil)
            guard let context else { return nil }
            Unmanaged<Work>.fromOpaque(context).takeRetainedValue().carryOut()
            return nil
        }
}

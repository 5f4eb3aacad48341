// SPDX-License-Identifier: MIT

import Glibc
import Model

/// The journal as a file: one line an entry, each handed to the kernel before the answer leaves.
///
/// A plain write(2) survives the death of this process and of its client, which is what the tests
/// that kill need. It does not survive a power cut; nothing here has to.
final class JournalFile: Sendable {
    private let descriptor: Int32

    init(path: String) throws(Problem) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Problem(
                .storage, "the journal cannot be written: \(String(cString: strerror(errno)))",
                at: path)
        }
    }

    deinit { close(descriptor) }

    /// False when the line is not in the file, or not whole.
    func append(_ line: [UInt8]) -> Bool {
        line.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let written = write(
                    descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { return false }
                rest = rest.dropFirst(written)
            }
            return true
        }
    }
}

// SPDX-License-Identifier: MIT

import Glibc

/// Opens what a person names as a file, and never waits for somebody to write into it.
package enum InputFile {
    /// What the operating system said, or that this is nothing to read from.
    package struct Fault: Error {
        package let code: Int32

        package init(code: Int32) { self.code = code }

        package var words: String {
            code == InputFile.notAFile
                ? "it is no regular file" : strerror(code).map { String(cString: $0) } ?? "\(code)"
        }
    }

    private static let notAFile: Int32 = -1

    /// A descriptor of a regular file or folder, or of what the shell put behind `<(…)`.
    ///
    /// A FIFO with a name is refused: nothing says that its writer will ever come.
    package static func open(_ path: String) throws(Fault) -> Int32 {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { throw Fault(code: errno) }
        var facts = stat()
        let kind = fstat(descriptor, &facts) == 0 ? facts.st_mode & S_IFMT : 0
        guard kind == S_IFREG || kind == S_IFDIR || isOpenAlready(path) else {
            close(descriptor)
            throw Fault(code: notAFile)
        }
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
        return descriptor
    }

    /// A name of one of our own descriptors; whoever opened it knows who writes.
    private static func isOpenAlready(_ path: String) -> Bool {
        path == "/dev/stdin" || path.hasPrefix("/dev/fd/") || path.hasPrefix("/proc/self/fd/")
    }
}

// SPDX-License-Identifier: MIT

import Glibc
package import Model

/// Standard input, put into a file so that it can be read as often as a plan needs.
package final class Spool {
    static let pieceBytes = 1 << 18

    private let file: UnnamedFile

    /// Reads standard input to its end.
    package init() throws(Problem) {
        file = try UnnamedFile()
        var piece = [UInt8](repeating: 0, count: Self.pieceBytes)
        while true {
            let count = read(STDIN_FILENO, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw Problem(
                    .exportMissing,
                    "standard input cannot be read (\(String(cString: strerror(errno))))",
                    at: "-", next: "save it as a file first")
            }
            if count == 0 { return }
            try write(piece, count)
        }
    }

    private func write(_ piece: [UInt8], _ count: Int) throws(Problem) {
        var result: Result<Void, Problem> = .success(())
        piece.withUnsafeBytes { bytes in
            let part = UnsafeRawBufferPointer(rebasing: bytes[..<count])
            result = Result { () throws(Problem) in try file.write(part) }
        }
        try result.get()
    }

    func reopened() -> Int32 { file.reopened() }
}

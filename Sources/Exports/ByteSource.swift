// SPDX-License-Identifier: MIT

import Model

/// Something that gives bytes in order, a piece at a time; 0 bytes are the end.
///
/// Pieces, never a mapping: a file that another process cuts short must be an error that can be
/// told, not a signal.
protocol ByteSource: AnyObject {
    func read(into space: UnsafeMutableRawBufferPointer) throws(Problem) -> Int
}

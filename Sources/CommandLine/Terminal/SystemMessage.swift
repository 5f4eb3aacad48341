// SPDX-License-Identifier: MIT

import Glibc

/// The system's sentence for an error number.
///
/// `strerror` may answer from a buffer that all threads share, so the re-entrant one is taken.
func systemMessage(_ number: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}

// SPDX-License-Identifier: MIT

extension UInt8 {
    /// Whether the byte is one of the 52 ASCII letters.
    var isLetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7a }
}

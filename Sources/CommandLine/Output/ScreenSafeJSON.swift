// SPDX-License-Identifier: MIT

package import Formats
import Model

extension JSON.Value {
    /// The value on one line, with nothing in it that a terminal would obey.
    ///
    /// What JSON itself leaves alone (DEL, C1 controls, direction marks) is written as `\u`
    /// escapes: the same value to every reader, and harmless on a screen.
    package var screenSafeBytes: [UInt8] {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.unicodeScalars.contains(where: \.isObeyed) else { return Array(text.utf8) }
        var result: [UInt8] = []
        for scalar in text.unicodeScalars {
            if scalar.isObeyed {
                for unit in UTF16.encode(scalar) ?? .init() { result += escape(unit) }
            } else {
                result += Array(String(scalar).utf8)
            }
        }
        return result
    }

    private func escape(_ unit: UInt16) -> [UInt8] {
        let hex = String(unit, radix: 16)
        return Array(("\\u" + String(repeating: "0", count: 4 - hex.count) + hex).utf8)
    }
}

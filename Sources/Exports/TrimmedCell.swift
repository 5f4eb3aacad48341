// SPDX-License-Identifier: MIT

extension String {
    /// Without the blanks that the reading of an export takes from the ends of a cell.
    ///
    /// What a person writes beside an export is compared with it, and must be read the same way.
    package var trimmedCell: String {
        var text = self
        return text.withUTF8 { UnsafeRawBufferPointer($0).trimmed.text }
    }
}

// SPDX-License-Identifier: MIT

extension CSV {
    /// How much a file may ask of its reader; what is longer is a fault of that row.
    package struct Limits: Sendable, Equatable {
        package var fieldBytesMax: Int
        package var rowBytesMax: Int
        package var columnsMax: Int

        package static let standard = Limits()
        /// Places inside a row are kept in 32 bits.
        package static let rowBytesCeiling = 1 << 30

        package init(
            fieldBytesMax: Int = 1 << 20, rowBytesMax: Int = 4 << 20, columnsMax: Int = 1900
        ) {
            self.fieldBytesMax = max(1, fieldBytesMax)
            self.rowBytesMax = min(max(1, rowBytesMax), Self.rowBytesCeiling)
            self.columnsMax = max(1, columnsMax)
        }
    }
}

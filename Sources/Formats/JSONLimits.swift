// SPDX-License-Identifier: MIT

extension JSON {
    /// How much a text may ask of its reader.
    package struct Limits: Equatable, Sendable {
        /// Arrays and objects inside each other.
        package var depthMax: Int
        /// One string or number, in bytes as written.
        package var tokenBytesMax: Int
        /// One record of an export, in bytes as written.
        package var recordBytesMax: Int
        /// Columns that one record may spread into.
        package var fieldsMax: Int

        package static let standard = Limits()
        /// Values are taken apart recursively; more than this could overflow a thread's stack.
        package static let depthCeiling = 512

        package init(
            depthMax: Int = 128, tokenBytesMax: Int = 16 << 20, recordBytesMax: Int = 16 << 20,
            fieldsMax: Int = 2000
        ) {
            self.depthMax = min(depthMax, Self.depthCeiling)
            self.tokenBytesMax = tokenBytesMax
            self.recordBytesMax = recordBytesMax
            self.fieldsMax = fieldsMax
        }

        func tooDeep(at offset: Int) -> Fault {
            Fault(offset: offset, what: "nested deeper than \(depthMax) arrays and objects")
        }

        func tooManyFields(at offset: Int) -> Fault {
            Fault(offset: offset, what: "more than \(fieldsMax) fields")
        }

        func recordTooLong(at offset: Int) -> Fault {
            Fault(offset: offset, what: "this record is longer than \(recordBytesMax) bytes")
        }

        func tokenTooLong(_ kind: String, at offset: Int) -> Fault {
            Fault(offset: offset, what: "\(kind) is longer than \(tokenBytesMax) bytes")
        }
    }
}

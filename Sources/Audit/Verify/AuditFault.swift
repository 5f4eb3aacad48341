// SPDX-License-Identifier: MIT

/// Something in the record that is not as it was written.
package struct AuditFault: Error, Sendable, Equatable {
    /// The position in the log where it is wrong, where it is a record that is wrong.
    package var record: Int64?
    /// The table or the file it is in.
    package var place: String
    /// What is wrong, as the end of a sentence that begins with the place.
    package var what: String

    package init(record: Int64? = nil, _ place: String, _ what: String) {
        self.record = record
        self.place = place
        self.what = what
    }
}

extension AuditFault: CustomStringConvertible {
    package var description: String {
        (record.map { "record \($0), " } ?? "") + "\(place): \(what)"
    }
}

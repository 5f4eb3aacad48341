// SPDX-License-Identifier: MIT

/// The fields of an export row that can make a shipment's id, as text.
package struct IDFields: Sendable, Equatable {
    package var id: String
    package var productID: String
    package var submissionID: String

    package init(id: String, productID: String = "", submissionID: String = "") {
        self.id = id
        self.productID = productID
        self.submissionID = submissionID
    }
}

/// Why fields make no id, in words for the person who has the export.
package struct IDProblem: Error, Sendable, Equatable {
    package var message: String

    package init(_ message: String) { self.message = message }
}

/// What a precondition may ask of an export row.
package struct RowFields {
    /// The text of a canonical field, or of a column under its own name; nil when there is none.
    package var text: (String) -> String?
    /// The account allows voiding labels before the cancellation.
    package var voidLabels: Bool

    package init(voidLabels: Bool = false, text: @escaping (String) -> String?) {
        self.text = text
        self.voidLabels = voidLabels
    }
}

// SPDX-License-Identifier: MIT

package import Model

/// Voiding the labels of a shipment before it is cancelled (ShipStation).
package protocol LabelVoiding: Sendable {
    /// A read of the labels of one shipment; pages start at 1.
    func labels(of shipment: String, page: Int, at endpoint: Endpoint) throws(Problem) -> Request
    func judgeLabels(_ answer: Answer, of shipment: String) -> LabelsVerdict

    func void(_ label: String, at endpoint: Endpoint) throws(Problem) -> Request
    /// `cancelled` means voided here; a label already voided is `refused` and wants a look.
    func judgeVoid(_ answer: Answer, of label: String) -> Judgement

    func look(label: String, at endpoint: Endpoint) throws(Problem) -> Request
    func judgeLabelLook(_ answer: Answer, of label: String) -> LabelLookVerdict
}

/// What the answer to a read of a shipment's labels means.
package enum LabelsVerdict: Sendable, Equatable {
    /// The labels of this page, and the next page where there is one.
    case saw([LabelSighting], nextPage: Int?)
    case failed(ReadFailure)
}

/// What the answer to a look at one label means.
package enum LabelLookVerdict: Sendable, Equatable {
    case saw(LabelSighting)
    case failed(ReadFailure)
}

/// A label as a look saw it; `cancelled` means voided.
package struct LabelSighting: Sendable, Equatable {
    package var id: String
    package var kind: Sighting.Kind
    /// The provider's own word, such as `completed`.
    package var state: String
    /// Decimal text as written, empty when there is none.
    package var cost: String
    package var insurance: String
    /// Upper case, empty when there is none.
    package var currency: String
    package var trackingNumber: String
    /// When the carrier charges: a label charged on acceptance was never paid for.
    package var chargeEvent: String
    package var voidedAt: String
    package var message: String
    package var requestID: String?

    package init(
        id: String, _ kind: Sighting.Kind, state: String, cost: String = "",
        insurance: String = "", currency: String = "", trackingNumber: String = "",
        chargeEvent: String = "", voidedAt: String = "", message: String = "",
        requestID: String? = nil
    ) {
        self.id = id
        self.kind = kind
        self.state = state
        self.cost = cost
        self.insurance = insurance
        self.currency = currency
        self.trackingNumber = trackingNumber
        self.chargeEvent = chargeEvent
        self.voidedAt = voidedAt
        self.message = message
        self.requestID = requestID
    }
}

// SPDX-License-Identifier: MIT

package import Model

/// One cancellation API: builds requests and judges answers, without any I/O of its own.
///
/// Every function is pure: the same answer is judged the same way on the night itself and years
/// later, when an auditor asks why. Requests carry every header but the secret ones; those come
/// from `authentication(at:)`.
package protocol Provider: Sendable {
    var name: ProviderName { get }
    var facts: Facts { get }
    /// Status, code and state → what they mean: the data every judge below reads.
    var table: JudgingTable { get }

    /// The canonical id of a shipment from the fields of an export, or what is wrong with them.
    func shipmentID(_ fields: IDFields) -> Result<String, IDProblem>

    /// Why a due shipment must not be sent although a rule chose it, as the export shows it.
    func precondition(_ row: RowFields) -> String?

    func cancel(_ id: String, at endpoint: Endpoint) throws(Problem) -> Request
    func judgeCancel(_ answer: Answer, of id: String) -> Judgement

    /// A read of the shipment's state; nil where the API has none (Amazon).
    func look(_ id: String, at endpoint: Endpoint) throws(Problem) -> Request?
    func judgeLook(_ answer: Answer, of id: String) -> LookVerdict

    /// How requests are authenticated, as a value that the Credentials room carries out.
    func authentication(at endpoint: Endpoint) throws(Problem) -> Authentication

    /// A harmless read that shows whether the credentials are accepted; nil where there is none.
    func probe(at endpoint: Endpoint) throws(Problem) -> Request?
    /// Why the probe says that the account cannot be used; nil when it was answered as documented.
    ///
    /// Anything else proves nothing: a wrong address answers too, with somebody's own 404.
    func judgeProbe(_ answer: Answer) -> ReadFailure?

    /// How the provider's own list of pending shipments is read, or why it cannot be.
    var listing: Listing { get }
    /// Labels that belong around a cancellation; ShipStation only.
    var labels: (any LabelVoiding)? { get }
    /// Deleting what was cancelled; Sorted only, and it cannot be undone.
    var deletion: (any Deleting)? { get }
}

extension Provider {
    package var labels: (any LabelVoiding)? { nil }
    package var deletion: (any Deleting)? { nil }
}

/// Deletes a shipment that was cancelled; there is no way back.
package protocol Deleting: Sendable {
    func delete(_ id: String, at endpoint: Endpoint) throws(Problem) -> Request
    /// `cancelled` means deleted here.
    func judgeDelete(_ answer: Answer, of id: String) -> Judgement
}

// SPDX-License-Identifier: MIT

import Model
import Providers
import SQLite

/// Whether a voided label was ever charged, as the provider's own answers on record say.
///
/// ShipStation: a label with the charge event `on_carrier_acceptance` is paid when the carrier
/// scans it, so one that was voided before was never paid for.
struct ChargeEvents {
    private static let onAcceptance = "on_carrier_acceptance"

    let connection: Connection

    /// - Parameter position: where the void was approved; what is learned later changes no claim.
    func isCharged(
        _ label: String, run: Int64, no: Int64, shipment: String, before position: Int64
    ) throws -> Bool {
        var event = ""
        try connection.each(
            """
            SELECT answer.status, answer.body FROM request
            JOIN answer ON answer.request = request.seq
            WHERE request.run = ? AND request.no = ? AND request.purpose IN ('look', 'void')
                AND answer.status = 200 AND answer.seq < ? ORDER BY request.seq
            """, run, no, position
        ) { row in
            let answer = Answer(status: Int(row.int(0)), headers: [], body: row.bytes(1))
            if let seen = Self.event(of: label, shipment, answer) { event = seen }
        }
        return event != Self.onAcceptance
    }

    private static func event(
        of label: String, _ shipment: String, _ answer: Answer
    ) -> String? {
        guard let voiding = ShipStation().labels else { return nil }
        if case .saw(let labels, _) = voiding.judgeLabels(answer, of: shipment) {
            return labels.first { $0.id == label && !$0.chargeEvent.isEmpty }?.chargeEvent
        }
        if case .saw(let seen) = voiding.judgeLabelLook(answer, of: label), seen.kind != .unknown,
            !seen.chargeEvent.isEmpty
        {
            return seen.chargeEvent
        }
        return nil
    }
}

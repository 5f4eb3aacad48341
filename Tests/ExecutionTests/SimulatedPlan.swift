// SPDX-License-Identifier: MIT

import Audit
import Model
import Providers
import SQLite

@testable import Execution

/// The plans of a simulated night: two runs over shipments that partly are the same.
extension SimulatedNight {
    func plan() throws {
        var shipments: [(lane: LaneSetup, id: String, labels: [PlannedLabel])] = []
        for lane in lanes {
            for _ in 0..<Int.random(in: 1...25, using: &random) {
                shipments.append(shipment(Int64(shipments.count + 1), lane))
            }
        }
        for run in [1, 2] as [Int64] {
            let chosen = shipments.filter { _ in
                run == 1 || Int.random(in: 0..<4, using: &random) == 0
            }
            try store(run, chosen)
        }
    }

    private func store(
        _ run: Int64, _ shipments: [(lane: LaneSetup, id: String, labels: [PlannedLabel])]
    ) throws {
        try connection.transaction {
            let writer = try PlanWriter(connection)
            for (place, shipment) in shipments.enumerated() {
                try writer.add(
                    ItemRecord(
                        no: Int64(place + 1), source: 0, line: Int64(place + 2),
                        account: shipment.lane.account,
                        provider: shipment.lane.provider.name.rawValue, shipmentID: shipment.id,
                        state: .planned, reason: "due", labels: shipment.labels))
            }
            try writer.finish(
                SimulatedAccounts.run(run, items: Int64(shipments.count)),
                by: SimulatedAccounts.planning(run))
        }
    }

    private func shipment(
        _ no: Int64, _ lane: LaneSetup
    ) -> (lane: LaneSetup, id: String, labels: [PlannedLabel]) {
        let id = SimulatedAccounts.id(no, lane.provider.name)
        let states: [SimulatedWorld.State] = [
            .open, .open, .open, .open, .open, .open, .cancelled, .closed, .missing,
        ]
        let state = states.randomElement(using: &random) ?? .open
        world.add(id, state, at: lane.provider.name)
        let hasLabels = lane.voidsLabels && state == .open && Bool.random(using: &random)
        return (lane, id, hasLabels ? labels(of: id) : [])
    }

    private func labels(of shipment: String) -> [PlannedLabel] {
        let places = 1...Int.random(in: 1...3, using: &random)
        for place in places {
            world.add(
                .init(
                    id: "lb-\(shipment)-\(place)", shipment: shipment,
                    isStubborn: Int.random(in: 0..<8, using: &random) == 0))
        }
        if Int.random(in: 0..<5, using: &random) == 0 {
            world.changed.insert(shipment)
            world.add(.init(id: "lb-\(shipment)-new", shipment: shipment))
        }
        return places.map { PlannedLabel(id: "lb-\(shipment)-\($0)", status: "completed") }
    }
}

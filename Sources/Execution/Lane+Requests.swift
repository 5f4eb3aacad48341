// SPDX-License-Identifier: MIT

import Audit
import Model
import Providers

/// The requests of a lane and their intents.
extension Lane {
    func request(of task: Task) throws(Problem) -> Request {
        let (provider, endpoint, id) = (setup.provider, setup.endpoint, task.work.id)
        switch task.step {
        case .cancel: return try provider.cancel(id, at: endpoint)
        case .look, .checkShipment:
            return try given(provider.look(id, at: endpoint), "look")
        case .checkLabels(let page, _):
            return try voiding().labels(of: id, page: page, at: endpoint)
        case .void(let place):
            return try voiding().void(task.work.labels[place].planned.id, at: endpoint)
        case .lookAtLabel(let place):
            return try voiding().look(label: task.work.labels[place].planned.id, at: endpoint)
        case .delete: return try given(provider.deletion, "deletion").delete(id, at: endpoint)
        }
    }

    private func voiding() throws(Problem) -> any LabelVoiding {
        try given(setup.voiding, "voiding of labels")
    }

    private func given<Value>(_ value: Value?, _ name: String) throws(Problem) -> Value {
        guard let value else {
            throw Problem(.internal, "\(setup.provider.name.rawValue) has no \(name)")
        }
        return value
    }

    func intent(
        of task: Task, _ request: Request, _ ticket: Ticket, _ moment: Moment
    ) -> Intent {
        let key = key(of: task.work)
        let label = task.label
        return Intent(
            ticket: ticket, account: setup.account, run: key.run, item: key,
            purpose: task.step.purpose, attempt: (label?.work ?? task.work).attempts + 1,
            request: request, at: moment.wall, label: label?.planned.id)
    }
}

extension Lane.Task {
    /// The label this is about, if it is about one.
    var label: LabelWork? {
        switch step {
        case .void(let place), .lookAtLabel(let place): work.labels[place]
        default: nil
        }
    }
}

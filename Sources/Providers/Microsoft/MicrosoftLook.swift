// SPDX-License-Identifier: MIT

import Formats
package import Model

extension Microsoft {
    package func judgeLook(_ answer: Answer, of id: String) -> LookVerdict {
        let evidence = evidence(answer)
        guard evidence.status == 200, let body = evidence.json, body["error"] == nil,
            let workflow = body["workflowStatus"], workflow.members != nil
        else { return judgeRead(evidence) }
        if let other = otherLabel(body, than: id) { return sawAnother(other, evidence) }
        let message = (workflow["messages"]?.array ?? []).compactMap(\.string)
            .joined(separator: " · ")
        let distributions = distributionStates(body["targeting"])
        if let removing = distributions.first(where: { kind("distributionState", $0) != .unknown })
        {
            return saw(
                kind("distributionState", removing), removing, message: message, evidence)
        }
        // Some answers name the step, some number it; a number is no word we know.
        let step = workflow["currentStep"]?.text ?? ""
        let state = workflow["state"]?.text ?? ""
        return saw(
            kind("currentStep", step), state.isEmpty ? step : "\(step)/\(state)",
            message: message, evidence)
    }

    private func kind(_ subject: String, _ word: String) -> Sighting.Kind {
        table.state(subject, word)?.kind ?? .unknown
    }

    private func distributionStates(_ targeting: JSON.Value?) -> [String] {
        ["hardwareIds", "chids"].flatMap { name in
            (targeting?[name]?.array ?? []).compactMap { $0["distributionState"]?.text }
        }
    }

    /// The label an answer speaks of, where it is another one.
    ///
    /// Answers may carry ids that a double has rounded: those that round alike are not told apart.
    private func otherLabel(_ body: JSON.Value, than id: String) -> String? {
        guard let stated = body["id"]?.text, let wanted = id.split(separator: "/").last,
            stated != wanted, let first = Double(stated), let second = Double(wanted),
            first != second
        else { return nil }
        // Printed with sixteen digits, a rounded id is off by less than this.
        let isRounded = abs(first - second) / max(abs(second), 1) < 1e-15
        return isRounded ? nil : stated
    }
}

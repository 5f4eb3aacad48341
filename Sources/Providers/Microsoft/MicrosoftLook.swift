// SPDX-License-Identifier: MIT

import Formats
package import Model

extension Microsoft {
    package func judgeLook(_ answer: Answer, of id: String) -> LookVerdict {
        let evidence = evidence(answer)
        guard evidence.status == 200, let body = evidence.json, body["error"]?.isNull ?? true,
            let workflow = body["workflowStatus"], workflow.members != nil
        else { return judgeRead(evidence) }
        if let other = otherLabel(body, than: id) { return sawAnother(other, evidence) }
        let message = (workflow["messages"]?.array ?? []).compactMap(\.string)
        let (kind, state) = sighting(workflow, body["targeting"])
        return saw(kind, state, message: message.joined(separator: " · "), evidence)
    }

    private func sighting(
        _ workflow: JSON.Value, _ targeting: JSON.Value?
    ) -> (Sighting.Kind, String) {
        for word in distributionStates(targeting) {
            if let line = table.state("distributionState", word), line.kind != .unknown {
                return (line.kind, line.spelling(of: word))
            }
        }
        // Some answers name the step, some number it; a number is no word we know.
        let word = workflow["currentStep"]?.text ?? ""
        let line = table.state("currentStep", word)
        let step = line?.spelling(of: word) ?? word
        // What was to be removed may be gone: no sign of an open label, nor of a done removal.
        if hasLostTargeting(targeting) { return (.unknown, "\(step)/no targeting") }
        let state = workflow["state"]?.text ?? ""
        return (line?.kind ?? .unknown, state.isEmpty ? step : "\(step)/\(state)")
    }

    /// We ask for the targeting; a label that has lists of it and nothing in them targets nothing.
    private func hasLostTargeting(_ targeting: JSON.Value?) -> Bool {
        let lists = ["hardwareIds", "chids"].compactMap { targeting?[$0]?.array }
        return !lists.isEmpty && lists.allSatisfy(\.isEmpty)
    }

    private func distributionStates(_ targeting: JSON.Value?) -> [String] {
        ["hardwareIds", "chids"].flatMap { name in
            (targeting?[name]?.array ?? []).compactMap { $0["distributionState"]?.text }
        }
    }

    /// What an answer speaks of where it is another label, submission or product.
    ///
    /// Answers may carry ids that a double has rounded: those that round alike are not told apart.
    private func otherLabel(_ body: JSON.Value, than id: String) -> String? {
        let wanted = id.split(separator: "/").map(String.init)
        return zip(["productId", "submissionId", "id"], wanted).lazy.compactMap { name, wanted in
            body[name]?.text.flatMap { stated in
                stated.isEmpty || MicrosoftID.mayBeRounded(wanted, to: stated) ? nil : stated
            }
        }.first
    }
}

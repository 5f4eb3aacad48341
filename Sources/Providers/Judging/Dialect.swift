// SPDX-License-Identifier: MIT

import Formats
import Model

/// What a provider adds so that the shared judge can read its answers.
protocol Dialect: Provider {
    /// What an error body of this provider says.
    func complaint(in body: JSON.Value) -> Complaint
    /// Headers that carry an id the provider's support asks for.
    var requestIDHeaders: [String] { get }
    /// Whether only this provider, having taken the credentials, answers the probe like this.
    func isLetIn(_ evidence: Evidence) -> Bool
}

extension Dialect {
    func evidence(
        _ answer: Answer, bytesMax: Int = Evidence.Body.bytesMax,
        signs: (JSON.Value) -> Set<Sign> = { _ in [] }
    ) -> Evidence {
        let body = Evidence.Body(answer.body, bytesMax: bytesMax)
        var evidence = Evidence(
            status: answer.status, body: body, complaint: Complaint(),
            retryAfterSeconds: answer.retryAfterSeconds, signs: [])
        if let json = evidence.json {
            evidence.complaint = complaint(in: json)
            evidence.signs = signs(json)
        }
        // A refusal without words in the known places still says something.
        if evidence.complaint.message.isEmpty, evidence.json == nil || answer.status >= 400 {
            evidence.complaint.message = excerpt(of: answer.body)
        }
        let id =
            evidence.complaint.requestID
            ?? requestIDHeaders.lazy.compactMap { answer.header($0) }.first
        evidence.requestID = id?.oneLine(charactersMax: Complaint.codeCharactersMax)
        return evidence
    }

    func judge(_ action: Action, _ evidence: Evidence) -> Judgement {
        // The last line of every table fits anything; without one, nothing is known.
        let line = table.line(for: action, evidence)
        return Judgement(
            line?.verdict ?? .inDoubt, code: evidence.code, message: evidence.complaint.message,
            requestID: evidence.requestID, retryAfterSeconds: evidence.retryAfterSeconds,
            wantsLook: line?.wantsLook ?? false, endsLane: line?.endsLane ?? false,
            reason: line?.reason ?? "")
    }

    /// What a read that brought no state means.
    func judgeRead(_ evidence: Evidence) -> LookVerdict {
        switch table.line(forRead: evidence)?.meaning ?? .failure(.trouble) {
        case .sighting(let kind):
            .saw(
                Sighting(
                    kind, state: evidence.code, message: evidence.complaint.message,
                    requestID: evidence.requestID))
        case .failure(let kind): .failed(failure(kind, evidence))
        }
    }

    func failure(_ kind: ReadFailure.Kind, _ evidence: Evidence) -> ReadFailure {
        ReadFailure(
            kind, code: evidence.code, message: evidence.complaint.message,
            requestID: evidence.requestID, retryAfterSeconds: evidence.retryAfterSeconds)
    }

    /// The failure of a list's page; what is missing there is no shipment but the list.
    func listFailure(_ evidence: Evidence) -> ReadFailure {
        switch table.line(forRead: evidence)?.meaning {
        case .failure(let kind): failure(kind, evidence)
        default: failure(.trouble, evidence)
        }
    }

    package func judgeProbe(_ answer: Answer) -> ReadFailure? {
        let evidence = evidence(answer, bytesMax: Evidence.Body.listBytesMax)
        return isLetIn(evidence) ? nil : listFailure(evidence)
    }

    /// The shipment as one word of its state has it.
    func saw(_ subject: String, _ word: String, _ evidence: Evidence) -> LookVerdict {
        let line = table.state(subject, word)
        return saw(line?.kind ?? .unknown, line?.spelling(of: word) ?? word, evidence)
    }

    func saw(
        _ kind: Sighting.Kind, _ state: String, failed: Bool = false, message: String = "",
        _ evidence: Evidence
    ) -> LookVerdict {
        .saw(
            Sighting(
                kind, state: state.oneLine(charactersMax: Complaint.codeCharactersMax),
                failedCancellation: failed,
                message: message.oneLine(charactersMax: Judgement.messageCharactersMax),
                requestID: evidence.requestID))
    }

    /// An answer that speaks of another shipment says nothing about this one.
    func sawAnother(_ other: String, _ evidence: Evidence) -> LookVerdict {
        saw(.unknown, "other_shipment", message: "the answer speaks of \(other)", evidence)
    }
}

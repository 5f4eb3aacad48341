// SPDX-License-Identifier: MIT

extension Microsoft {
    static let table = JudgingTable(
        answers: answers + .common([.cancel], looks: true),
        reads: [
            ReadLine(
                .only(401, 403), .failure(.unauthorized),
                "The token is refused, or the app lacks its roles in Partner Center."),
            ReadLine(
                .only(400, 404), if: .codes("EntityNotFound"), .sighting(.missing),
                "Microsoft knows no such label."),
            ReadLine(.only(404), .sighting(.missing), "Microsoft knows no such label."),
            ReadLine(.only(429), .failure(.throttled), "Looked at again after the pause."),
            ReadLine(.only(500, 502), .failure(.unavailable), "Looked at again later."),
            ReadLine(.only(400, 415, 422), .failure(.trouble), "The read itself was refused."),
        ] + .common,
        states: states)

    private static let answers = [
        AnswerLine(
            [.cancel], .only(204), .accepted,
            "Requested; the cancellation in the driver systems may take over a day."),
        AnswerLine(
            [.cancel], .only(400, 409, 422), if: [.phrase("another workflow is in progress")],
            .refused, look: true,
            "Documented as passing, but the other workflow may be a cancellation: not repeated"
                + " blindly; one look tells, then `retry` plans it again."),
        AnswerLine(
            [.cancel], .only(400, 409, 422), if: .codes("RequestInvalidForCurrentState"), .refused,
            look: true, "The state does not allow it, perhaps because it is done: one look tells."),
        AnswerLine(
            [.cancel], .only(400, 404), if: .codes("EntityNotFound"), .notFound,
            "Microsoft knows no such product, submission or label."),
        AnswerLine(
            [.cancel], .only(400), if: .codes("InvalidInput", "UpdateUnauthorized"), .refused,
            look: true, "The request is not accepted: one look tells more."),
        AnswerLine(
            [.cancel], .only(400), .refused, look: true, "Refused: one look tells more."),
        AnswerLine(
            [.cancel], .only(401), .unauthorized,
            "The token is refused: renewed once, then the lane ends."),
        AnswerLine(
            [.cancel], .only(403), .unauthorized,
            "The app lacks its roles in Partner Center: the lane ends."),
        AnswerLine([.cancel], .only(404), .notFound, "Microsoft knows no such label."),
        AnswerLine(
            [.cancel], .only(415, 422), .refused, "The request itself is not accepted."),
        AnswerLine(
            [.cancel], .only(429), .throttled, "Too fast: sent again after the pause."),
        AnswerLine(
            [.cancel], .only(500, 502), .inDoubt,
            "Seen after a request that did take effect, even with a code: a look decides."),
    ]

    private static let states = [
        StateLine(
            "distributionState", ["pendingRemove"], .cancelling,
            "The removal is under way: the only sign of a cancellation that is documented."),
        StateLine(
            "distributionState",
            ["pendingAdd", "added", "notSet", "unknown", "pendingRecovery", "recovered"], .unknown,
            "Says nothing about a cancellation: the step decides."),
        StateLine(
            "currentStep", ["microsoftApproval"], .open, "Waiting for approval: may be sent again."),
        StateLine(
            "currentStep",
            [
                "created", "preProcessShippingLabel", "finalizePreProcessing",
                "publishJobValidation", "updateGeneration", "publishing", "finalizePublishing",
                "processSharing", "finalizeSharing",
            ], .unknown, "No step means cancelled, and none says that it cannot be."),
        StateLine(
            "state", ["notStarted", "started", "failed", "completed"], .unknown,
            "The state of the step, not of the label."),
        StateLine(
            "destination", ["anotherPartner"], .closed,
            "A shared label cannot be cancelled: such rows are held."),
        StateLine(
            "destination", ["windowsUpdate", "notSet"], .unknown, "Nothing stands in the way."),
    ]
}

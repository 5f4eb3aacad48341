// SPDX-License-Identifier: MIT

import Formats
import Model

/// Labels as Microsoft shows and lists them, and how they come into its world.
extension Microsoft {
    static let steps = [
        "created", "preProcessShippingLabel", "finalizePreProcessing", "publishJobValidation",
        "updateGeneration", "microsoftApproval", "publishing", "finalizePublishing",
        "processSharing", "finalizeSharing",
    ]
    static let pageSizeDefault = 10
    static let pageSizeMax = 100

    func json(_ key: Key, _ scene: Scene, withTargeting: Bool) -> JSON.Value {
        guard let label = labels[key] else { return .null }
        var members: [JSON.Member] = [
            JSON.Member("id", .number(String(key.label))),
            JSON.Member("productId", .number(String(key.product))),
            JSON.Member("submissionId", .number(String(key.submission))),
            JSON.Member("name", .string(label.item.reference)),
            JSON.Member("destination", label.isShared ? "anotherPartner" : "windowsUpdate"),
            JSON.Member(
                "publishingSpecifications",
                ["goLiveDate": .string(Self.longTime(label.item.createdAt ?? scene.now))]),
            JSON.Member(
                "workflowStatus",
                [
                    "currentStep": shownStep(label, key, scene),
                    "state": .string(label.stepState), "messages": [],
                ]),
            JSON.Member("links", [link(Self.labelPath(key), "self")]),
        ]
        if withTargeting { members.append(JSON.Member("targeting", targeting(key, label))) }
        return .object(members)
    }

    /// Documents write PascalCase, examples camelCase, and a client met numbers.
    private func shownStep(_ label: Label, _ key: Key, _ scene: Scene) -> JSON.Value {
        if label.step.utf8.allSatisfy(\.isDigit) { return .number(label.step) }
        let isPascal = scene.lottery.pick(4, "step", key.text) == 0
        return .string(
            isPascal ? label.step.prefix(1).uppercased() + label.step.dropFirst() : label.step)
    }

    /// The one documented sign of a removal; when it is through, the entries are gone.
    private func targeting(_ key: Key, _ label: Label) -> JSON.Value {
        let state: String =
            switch label.removal {
            case .none: "added"
            case .pending: "pendingRemove"
            case .done: ""
            }
        guard !state.isEmpty else { return ["hardwareIds": [], "chids": []] }
        let chid = state.prefix(1).uppercased() + state.dropFirst()
        return [
            "hardwareIds": [
                [
                    "bundleId": "amd64", "infId": "driver.inf",
                    "operatingSystemCode": "WINDOWS_v100_X64_RS5_FULL",
                    "pnpString": .string("pci\\ven_\(key.label % 65_536)"),
                    "distributionState": .string(state),
                ]
            ],
            "chids": [
                [
                    "chid": "00000000-0000-0000-0000-000000000001",
                    "distributionState": .string(chid),
                ]
            ],
        ]
    }

    /// The documented examples link to another host than the one that was asked.
    private func link(_ path: String, _ rel: String, method: String = "GET") -> JSON.Value {
        [
            "href": .string("https://hardwareapi.microsoft.com/api/v2.0/hardware/\(path)"),
            "rel": .string(rel), "method": .string(method),
        ]
    }

    private static func labelPath(_ key: Key) -> String {
        "products/\(key.product)/submissions/\(key.submission)/shippingLabels/\(key.label)"
    }

    /// Seven fractional digits, as in the documented examples.
    private static func longTime(_ time: Timestamp) -> String {
        time.description.dropLast() + "0000+00:00"
    }

    func add(_ origin: Origin, _ scene: inout Scene) throws(Problem) {
        let item = origin.item
        guard let key = Self.key(item.id) else {
            throw Problem(
                .usage, "not product/submission/label in 64-bit integers",
                at: "sandbox item \(item.id)")
        }
        insert(origin, key)
    }

    /// A status that names no step is read as Microsoft Approval.
    func insert(_ origin: Origin, _ key: Key) {
        let item = origin.item
        let said = item.status.filter { $0.isLetter || $0.isNumber }.lowercased()
        let isNumber = !said.isEmpty && said.utf8.allSatisfy(\.isDigit)
        let known = Self.steps.first { $0.lowercased() == said }
        let step = said == "gradualrollout" ? "publishing" : known ?? "microsoftApproval"
        if labels[key] == nil {
            keys.append(key)
            isSorted = false
        }
        labels[key] = Label(
            origin: origin, step: isNumber ? said : step,
            stepState: step == "finalizePublishing" || step == "finalizeSharing"
                ? "completed" : "started",
            isShared: said == "anotherpartner" || step.hasSuffix("Sharing"),
            busyAnswersLeft: item.scenario == .busy ? 2 : 0)
    }

    func state(of id: String) -> JSON.Value? {
        Self.key(id).flatMap { labels[$0] }.map { label in
            [
                "id": .string(id), "state": .string(label.step),
                "removal": .string(label.removal.rawValue),
                "cancelled": .bool(label.removal == .done),
                "cancellations": .number(String(label.cancellations)),
            ]
        }
    }

    private var open: [Key] {
        keys.filter { labels[$0]?.isCancellable ?? false }
    }

    func listing(_ scene: Scene) -> JSON.Value {
        ["value": .array(open.map { json($0, scene, withTargeting: true) }), "links": []]
    }

    func rows() -> [ExportRow] {
        open.compactMap { key in
            guard let label = labels[key] else { return nil }
            var row = ExportRow(label.item, status: label.step)
            row["id"] = key.text
            row["product_id"] = String(key.product)
            row["submission_id"] = String(key.submission)
            row["label_id"] = String(key.label)
            return row
        }
    }
}

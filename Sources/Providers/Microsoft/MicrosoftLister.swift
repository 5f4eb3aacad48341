// SPDX-License-Identifier: MIT

import Formats
import Model

/// Shipping labels of Microsoft: there is no list of an account, so products are walked first,
/// then their submissions, then the labels of each.
struct MicrosoftLister: Lister {
    let provider: Microsoft

    private enum Level: String {
        case products, submissions, labels

        var below: Level? {
            switch self {
            case .products: .submissions
            case .submissions: .labels
            case .labels: nil
            }
        }
    }

    /// `since` is left to the rules.
    var limitsByDate: Bool { false }

    func start(since: CivilDate?, at endpoint: Endpoint) throws(Problem) -> [ListStep] {
        [step(.products, above: [], at: endpoint)]
    }

    func judgePage(
        _ answer: Answer, of step: ListStep, at endpoint: Endpoint
    ) -> Result<ListPage, ReadFailure> {
        let evidence = provider.evidence(answer, bytesMax: Evidence.Body.listBytesMax)
        guard evidence.status == 200, let body = evidence.json,
            let elements = body["value"]?.array, let level = Level(rawValue: step.level)
        else { return .failure(provider.listFailure(evidence)) }
        let ids = elements.map(exactID)
        guard ids.allSatisfy({ $0 != nil }) else {
            return .failure(
                ReadFailure(.trouble, code: "no_id", message: "an element of \(level) has no id"))
        }
        do throws(ReadFailure) {
            let next = try nextPage(body, of: step, level, at: endpoint)
            return .success(page(level, zip(ids.compactMap { $0 }, elements), step, next, endpoint))
        } catch {
            return .failure(error)
        }
    }

    private func page(
        _ level: Level, _ elements: Zip2Sequence<[String], [JSON.Value]>, _ step: ListStep,
        _ next: ListStep?, _ endpoint: Endpoint
    ) -> ListPage {
        guard let below = level.below else {
            return ListPage(
                rows: elements.map { row($0.1, id: $0.0, above: step.above).bytes },
                next: next.map { [$0] } ?? [])
        }
        let deeper = elements.map { self.step(below, above: step.above + [$0.0], at: endpoint) }
        return ListPage(rows: [], next: (next.map { [$0] } ?? []) + deeper)
    }

    /// The id as the element's own link has it: the `id` member may have gone through a double.
    ///
    /// A link that speaks of something else than a rounded `id` is no link of this element.
    private func exactID(_ element: JSON.Value) -> String? {
        let own = (element["links"]?.array ?? []).first { $0["rel"]?.string == "self" }
        let last = own?["href"]?.string?.split(separator: "?").first?
            .split(separator: "/").last.map(String.init)
        let stated = element["id"]?.text
        guard let last, MicrosoftID.isNumber(last) else {
            return stated.flatMap { MicrosoftID.isNumber($0) ? $0 : nil }
        }
        guard let stated else { return last }
        return MicrosoftID.mayBeRounded(last, to: stated) ? last : nil
    }

    /// The label as Microsoft wrote it, with the three ids put right.
    private func row(_ label: JSON.Value, id: String, above: [String]) -> JSON.Value {
        let exact = [
            JSON.Member("id", .number(id)),
            JSON.Member("productId", .number(above.first ?? "")),
            JSON.Member("submissionId", .number(above.last ?? "")),
        ]
        let others = (label.members ?? []).filter { member in
            !exact.contains { $0.name == member.name }
        }
        return .object(exact + others)
    }

    /// The page behind `next_link`: its query on our own address, because the links that Microsoft
    /// documents name other hosts, and the token goes to none of them.
    private func nextPage(
        _ body: JSON.Value, of step: ListStep, _ level: Level, at endpoint: Endpoint
    ) throws(ReadFailure) -> ListStep? {
        let links = body["links"]?.array ?? []
        guard let href = links.first(where: { $0["rel"]?.string == "next_link" })?["href"]?.string
        else { return nil }
        var following = self.step(level, above: step.above, at: endpoint)
        guard let mark = href.firstIndex(of: "?"), step.page < listPagesMax else {
            throw ReadFailure(
                .trouble, code: "next_link", message: "a next page that cannot be read")
        }
        let query = href[mark...]
        following.request.url += query
        following.page = step.page + 1
        guard query.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }),
            following.request.url != step.request.url
        else {
            throw ReadFailure(
                .trouble, code: "next_link", message: "a next page that leads nowhere")
        }
        return following
    }

    private func step(_ level: Level, above: [String], at endpoint: Endpoint) -> ListStep {
        let path =
            switch level {
            case .products: "/products/"
            case .submissions: "/products/\(above.first ?? "")/submissions"
            case .labels:
                "/products/\(above.first ?? "")/submissions/\(above.last ?? "")/shippingLabels/"
            }
        return ListStep(
            Request(.get, Address(endpoint, path).text, headers: [.acceptJSON]),
            level: level.rawValue, above: above)
    }
}

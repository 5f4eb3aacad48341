// SPDX-License-Identifier: MIT

import Formats
import Model

/// More pages than any account has; a list that never ends is a fault of the server.
let listPagesMax = 100_000

/// Pending shipments of ShipStation, oldest first so that new ones join at the end.
struct ShipStationLister: Lister {
    let provider: ShipStation

    static let pageSize = 100
    var limitsByDate: Bool { true }

    func start(since: CivilDate?, at endpoint: Endpoint) throws(Problem) -> [ListStep] {
        [step(page: 1, since: since.map { "\($0)T00:00:00Z" }, at: endpoint)]
    }

    func judgePage(
        _ answer: Answer, of step: ListStep, at endpoint: Endpoint
    ) -> Result<ListPage, ReadFailure> {
        let evidence = provider.evidence(
            answer, bytesMax: Evidence.Body.listBytesMax, signs: provider.errorsSign)
        guard evidence.status == 200, !evidence.signs.contains(.errors), let body = evidence.json,
            let shipments = body["shipments"]?.array,
            shipments.allSatisfy({ $0["shipment_id"]?.string != nil })
        else { return .failure(provider.listFailure(evidence)) }
        if let page = body["page"]?.int, page != step.page {
            return .failure(
                ReadFailure(
                    .trouble, code: "other_page",
                    message: "asked for page \(step.page), got page \(page)"))
        }
        let hasMore = ShipStation.nextPage(numbered(body, step), isEmpty: shipments.isEmpty) != nil
        return .success(
            ListPage(
                rows: shipments.map(\.bytes),
                next: hasMore
                    ? [self.step(page: step.page + 1, since: step.above.first, at: endpoint)] : [],
                statedTotal: body["total"]?.int, statedPages: body["pages"]?.int))
    }

    /// The body with the page we asked for, where it does not name it.
    private func numbered(_ body: JSON.Value, _ step: ListStep) -> JSON.Value {
        guard body["page"]?.int == nil, let members = body.members else { return body }
        return .object(
            members.filter { $0.name != "page" }
                + [JSON.Member("page", .number(String(step.page)))])
    }

    private func step(page: Int, since: String?, at endpoint: Endpoint) -> ListStep {
        var address = Address(endpoint, "/v2/shipments")
        address.append(query: "shipment_status", "pending")
        if let since { address.append(query: "created_at_start", since) }
        address.append(query: "sort_by", "created_at")
        address.append(query: "sort_dir", "asc")
        address.append(query: "page", String(page))
        address.append(query: "page_size", String(Self.pageSize))
        return ListStep(
            Request(.get, address.text, headers: [.acceptJSON]), level: "shipments", page: page,
            above: since.map { [$0] } ?? [])
    }
}

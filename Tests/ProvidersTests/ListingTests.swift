// SPDX-License-Identifier: MIT

import Formats
import Model
import Providers
import Testing

struct ListingTests {
    func lister(_ name: ProviderName) throws -> any Lister {
        guard case .pages(let lister) = name.provider.listing else {
            throw Problem(.internal, "no list")
        }
        return lister
    }

    /// Walks a list over canned answers, as the caller does.
    func walk(
        _ name: ProviderName, since: CivilDate? = nil, _ answers: (String) -> String?
    ) throws -> (urls: [String], rows: [String], total: Int?) {
        let lister = try lister(name)
        var queue = try lister.start(since: since, at: name.endpoint)
        var urls: [String] = []
        var rows: [String] = []
        var total: Int?
        while !queue.isEmpty, urls.count < 100 {
            let step = queue.removeFirst()
            urls.append(step.request.url)
            let body = try #require(answers(step.request.url))
            let page = try lister.judgePage(answer(200, body), of: step, at: name.endpoint).get()
            rows += page.rows.map { String(decoding: $0, as: UTF8.self) }
            total = page.statedTotal ?? total
            queue += page.next
        }
        return (urls, rows, total)
    }

    @Test func `ShipStation's pages are collected to the stated end`() throws {
        let (urls, rows, total) = try walk(.shipStation) { url in
            let page = url.contains("&page=1&") ? 1 : url.contains("&page=2&") ? 2 : 3
            return page == 3
                ? #"{"shipments":[],"total":3,"page":3,"pages":2}"#
                : #"{"shipments":[{"shipment_id":"se-\#(page)","n":1.10}],"total":2,"page":\#(page),"pages":2,"links":{"next":{"href":"http://evil.example/"}}}"#
        }
        #expect(urls.count == 2)
        #expect(urls.allSatisfy { $0.hasPrefix("https://api.shipstation.com/v2/shipments?") })
        #expect(urls[0].contains("shipment_status=pending") && !urls[0].contains("pickup_id"))
        #expect(rows == [#"{"shipment_id":"se-1","n":1.10}"#, #"{"shipment_id":"se-2","n":1.10}"#])
        #expect(total == 2)
    }

    @Test func `a list that shrinks while it is read ends at its empty page`() throws {
        let (urls, rows, _) = try walk(.shipStation) { url in
            url.contains("&page=1&")
                ? #"{"shipments":[{"shipment_id":"se-1"}],"page":1,"pages":5}"#
                : #"{"shipments":[],"page":2,"pages":5}"#
        }
        #expect(urls.count == 2 && rows.count == 1)
    }

    @Test func `a day to begin with goes to ShipStation on every page`() throws {
        let day = try #require(CivilDate("2026-11-01"))
        let (urls, _, _) = try walk(.shipStation, since: day) { url in
            #"{"shipments":[{"shipment_id":"se-1"}],"page":\#(url.contains("page=1&") ? 1 : 2),"pages":2}"#
        }
        #expect(urls.count == 2)
        #expect(urls.allSatisfy { $0.contains("created_at_start=2026-11-01T00%3A00%3A00Z") })
    }

    static let broken: [(Int, String, ReadFailure.Kind)] = [
        (200, "", .trouble), (200, "{}", .trouble), (200, #"{"shipments":[{}]}"#, .trouble),
        (200, #"{"shipments":[],"page":7}"#, .trouble),
        (200, #"{"shipments":[],"errors":[{"error_code":"unknown"}]}"#, .trouble),
        (204, "", .trouble), (302, "", .redirected), (401, "", .unauthorized),
        (404, "", .trouble), (429, "", .throttled), (500, "", .unavailable),
    ]

    @Test(arguments: broken)
    func `a page that cannot be believed ends the list`(
        _ status: Int, _ body: String, _ kind: ReadFailure.Kind
    ) throws {
        let lister = try lister(.shipStation)
        let endpoint = ProviderName.shipStation.endpoint
        let step = try #require(try lister.start(since: nil, at: endpoint).first)
        guard
            case .failure(let failure) = lister.judgePage(
                answer(status, body), of: step, at: endpoint)
        else {
            Issue.record("believed")
            return
        }
        #expect(failure.kind == kind)
    }

    static let host = "https://hardwareapi.microsoft.com/api/v2.0/hardware"

    static func element(_ id: String, link: String) -> String {
        #"{"id":\#(id),"links":[{"href":"\#(host)/\#(link)","rel":"self","method":"GET"}]}"#
    }

    @Test func `Microsoft's labels are found under their submissions, with exact ids`() throws {
        let base = "https://manage.devcenter.microsoft.com/v2.0/my/hardware/products/"
        let (urls, rows, _) = try walk(.microsoftHardware) { url in
            switch url.dropFirst(base.count) {
            case "":
                #"{"value":[\#(Self.element("14461751976964156", link: "products/14461751976964157"))],"#
                    + #""links":[{"href":"\#(Self.host)/products?page=2","rel":"next_link"}]}"#
            case "?page=2": #"{"value":[],"links":[]}"#
            case "14461751976964157/submissions":
                #"{"value":[\#(Self.element("1152921504621467600", link: "x/1152921504621467613"))]}"#
            case "14461751976964157/submissions/1152921504621467613/shippingLabels/":
                #"{"value":[{"id":1152921504606980200,"productId":14461751976964156,"name":"n","#
                    + #""links":[{"href":"\#(Self.host)/shippingLabels/1152921504606980231","rel":"self"}]},"#
                    + #"{"id":5}]}"#
            default: nil
            }
        }
        #expect(urls.allSatisfy { $0.hasPrefix(base) })
        #expect(urls.count == 4)
        try #require(rows.count == 2)
        let first = try JSON.parse(rows[0])
        #expect(first["id"]?.text == "1152921504606980231")
        #expect(first["productId"]?.text == "14461751976964157")
        #expect(first["submissionId"]?.text == "1152921504621467613")
        #expect(first["name"]?.string == "n")
        let second = try JSON.parse(rows[1])
        #expect(second["id"]?.text == "5" && second["submissionId"]?.text == "1152921504621467613")
    }

    @Test(arguments: ["\(host)/products", "\(host)/products?a b", "\(host)/products?#x", ""])
    func `a next page that leads nowhere is a failure, not the end`(_ href: String) throws {
        let body = #"{"value":[],"links":[{"href":"\#(href)","rel":"next_link"}]}"#
        let lister = try lister(.microsoftHardware)
        let endpoint = ProviderName.microsoftHardware.endpoint
        let step = try #require(try lister.start(since: nil, at: endpoint).first)
        guard
            case .failure(let failure) = lister.judgePage(answer(200, body), of: step, at: endpoint)
        else {
            Issue.record("ended")
            return
        }
        #expect(failure.code == "next_link")
    }

    @Test func `a page that names itself as the next does not turn in a circle`() throws {
        let body =
            #"{"value":[],"links":[{"href":"\#(Self.host)/products?p=2","rel":"next_link"}]}"#
        let lister = try lister(.microsoftHardware)
        let endpoint = ProviderName.microsoftHardware.endpoint
        let first = try #require(try lister.start(since: nil, at: endpoint).first)
        let page = try lister.judgePage(answer(200, body), of: first, at: endpoint).get()
        let second = try #require(page.next.first)
        let again = lister.judgePage(answer(200, body), of: second, at: endpoint)
        #expect(throws: ReadFailure.self) { try again.get() }
    }

    @Test func `whoever cannot list says why`() {
        for name in [ProviderName.amazonShipping, .sendcloudReturns, .sortedPro] {
            guard case .impossible(let reason) = name.provider.listing else {
                Issue.record("\(name) lists")
                continue
            }
            #expect(reason.count > 40)
        }
    }

    @Test(arguments: [
        ([2, 2], [1, 1], true), ([3, 2], [1, 1], false), ([2, 3], [1, 2], true),
        ([nil, nil], [5, 0], true), ([nil, 4], [2, 2], true), ([0], [0], true), ([2], [3], false),
        ([-1], [0], false),
    ])
    func `a list is whole when it gave the most it ever stated`(
        stated: [Int?], given: [Int], isWhole: Bool
    ) {
        var count = ListCount()
        for (total, rows) in zip(stated, given) {
            count.note(ListPage(rows: Array(repeating: [], count: rows), statedTotal: total))
        }
        #expect(count.isWhole == isWhole)
        #expect(count.pages == stated.count && count.shipments == given.reduce(0, +))
    }

    @Test(arguments: [
        ("1152921504606978400", "1152921504606978422", true),
        ("1152921504606980231", "1152921504606980231", true),
        ("1152921504606980231", "999", false),
        ("1152921504606980231", "1152921504606990231", false), ("5", "6", false),
    ])
    func `a link that speaks of another label is not believed`(
        id: String, link: String, isBelieved: Bool
    ) throws {
        let lister = try lister(.microsoftHardware)
        let endpoint = ProviderName.microsoftHardware.endpoint
        let step = try #require(try lister.start(since: nil, at: endpoint).first)
        let body = #"{"value":[\#(Self.element(id, link: "x/" + link))]}"#
        let page = lister.judgePage(answer(200, body), of: step, at: endpoint)
        switch page {
        case .success(let page):
            #expect(isBelieved)
            #expect(page.next.first?.above == [link])
        case .failure(let failure):
            #expect(!isBelieved && failure.code == "no_id")
        }
    }
}

// SPDX-License-Identifier: MIT

import Model
import Providers
import Testing

/// `rescind providers NAME` keeps nothing back.
struct PageTests {
    @Test(arguments: ProviderName.allCases)
    func `the page shows every line of the table and every field of an account`(
        _ name: ProviderName
    ) {
        let provider = name.provider
        let page = provider.page
        let cells = Set(page.sections.flatMap(\.rows).flatMap { $0 })
        let meanings = page.sections.flatMap(\.entries).map(\.meaning)
        for line in provider.table.answers {
            #expect(meanings.contains { $0.hasPrefix(line.reason) })
        }
        for field in provider.facts.credentials { #expect(cells.contains(field.name)) }
        for field in provider.facts.settings { #expect(cells.contains(field.name)) }
        for section in page.sections {
            #expect(section.rows.allSatisfy { $0.count == section.columns.count })
        }
        #expect(page.title.contains(name.rawValue))
    }

    @Test(arguments: ProviderName.allCases)
    func `the page says what contradicts, what is not known, and where it is from`(
        _ name: ProviderName
    ) {
        let notes = name.provider.facts.notes
        let sentences = Set(name.provider.page.sections.flatMap(\.sentences))
        for wanted in notes.contradictions + notes.notKnown + notes.sources + [
            notes.id, notes.money,
        ] {
            #expect(sentences.contains(wanted))
        }
    }

    static let requests: [(ProviderName, [String])] = [
        (
            .shipStation,
            [
                "PUT /v2/shipments/{shipment_id}/cancel", "GET /v2/shipments/{shipment_id}",
                "GET /v2/labels?shipment_id={shipment_id}&page=1&page_size=100",
                "PUT /v2/labels/{label_id}/void", "GET /v2/labels/{label_id}",
            ]
        ),
        (.amazonShipping, ["PUT /shipping/v2/shipments/{shipmentId}/cancel"]),
        (.sendcloudReturns, ["PATCH /returns/{id}/cancel", "GET /returns/{id}"]),
        (
            .sortedPro,
            [
                "PUT /shipments/{reference}/cancel", "GET /shipments/{reference}",
                "DELETE /shipments/{reference}",
            ]
        ),
        (
            .microsoftHardware,
            [
                "PUT /products/{productID}/submissions/{submissionId}/shippingLabels/"
                    + "{shippingLabelId}/cancel"
            ]
        ),
    ]

    @Test(arguments: requests)
    func `the requests on the page are those the documents name`(
        _ name: ProviderName, _ wanted: [String]
    ) throws {
        let section = try #require(name.provider.page.sections.first { $0.title == "Requests" })
        // Long ones have blanks where a narrow screen may break them.
        let shown = section.rows.compactMap { $0.last?.filter { $0 != " " } }
        for request in wanted {
            #expect(shown.contains(request.filter { $0 != " " }), "\(shown)")
        }
        #expect(section.sentences.first?.hasPrefix("Authenticated by ") == true)
        #expect(!shown.contains { $0.contains(name.exampleID) })
    }
}

// SPDX-License-Identifier: MIT

import Model
import Providers
import Testing

struct ShipmentIDTests {
    static let good: [(ProviderName, IDFields, String)] = [
        (.shipStation, IDFields(id: " se-28529731 "), "se-28529731"),
        (.shipStation, IDFields(id: "se-1a-2B"), "se-1a-2B"),
        (.amazonShipping, IDFields(id: "amzn1.sid.8.100"), "amzn1.sid.8.100"),
        (.amazonShipping, IDFields(id: "87852211788104"), "87852211788104"),
        (.amazonShipping, IDFields(id: "ABC"), "ABC"),
        (.sendcloudReturns, IDFields(id: "0001751075"), "1751075"),
        (.sendcloudReturns, IDFields(id: "\u{FEFF}1751075\u{A0}"), "1751075"),
        (
            .sortedPro, IDFields(id: "sp_00792815110958000332875334549504"),
            "sp_00792815110958000332875334549504"
        ),
        (.microsoftHardware, IDFields(id: "1/2/3"), "1/2/3"),
        (.microsoftHardware, IDFields(id: "3", productID: "1", submissionID: "2"), "1/2/3"),
        (.microsoftHardware, IDFields(id: "1/2/3", productID: "1", submissionID: "02"), "1/2/3"),
        (
            .microsoftHardware,
            IDFields(
                id:
                    "https://partner.microsoft.com/en-us/dashboard/hardware/driver/14461751976964157"
                    + "/submission/1152921504621467613/ShippingLabel/1152921504606980231?x=1"),
            "14461751976964157/1152921504621467613/1152921504606980231"
        ),
        (
            .microsoftHardware,
            IDFields(
                id:
                    "https://manage.devcenter.microsoft.com/v2.0/my/hardware/products/1/submissions/2"
                    + "/shippingLabels/9223372036854775807/cancel"),
            "1/2/9223372036854775807"
        ),
        // The page's own example: rounded, but not by a spreadsheet.
        (
            .microsoftHardware,
            IDFields(id: "14461751976964156/1152921504621467600/1152921504606980300"),
            "14461751976964156/1152921504621467600/1152921504606980300"
        ),
    ]

    @Test(arguments: good)
    func `an id is read as it is compared and sent`(
        _ name: ProviderName, _ fields: IDFields, _ id: String
    ) {
        #expect(name.provider.shipmentID(fields) == .success(id))
    }

    static let bad: [(ProviderName, IDFields, String)] = [
        (.shipStation, IDFields(id: ""), "no shipment id"),
        (.shipStation, IDFields(id: "10001"), "se-28529731"),
        (.shipStation, IDFields(id: "se-"), "no ShipStation shipment id"),
        (.shipStation, IDFields(id: "se-1-"), "no ShipStation shipment id"),
        (.shipStation, IDFields(id: "xse-1"), "no ShipStation shipment id"),
        (.shipStation, IDFields(id: "se-ö"), "no ShipStation shipment id"),
        (.shipStation, IDFields(id: "se-1--2"), "no ShipStation shipment id"),
        (.shipStation, IDFields(id: "se-1/../2"), "another path"),
        (.amazonShipping, IDFields(id: " "), "no shipment id"),
        (.amazonShipping, IDFields(id: "a\u{0}b"), "U+0000"),
        (.amazonShipping, IDFields(id: ".."), "another path"),
        (.sendcloudReturns, IDFields(id: "1751075.0"), "spreadsheet"),
        (.sendcloudReturns, IDFields(id: "1.75E+06"), "spreadsheet"),
        (.sendcloudReturns, IDFields(id: "abc"), "whole number"),
        (.sendcloudReturns, IDFields(id: "-5"), "whole number"),
        (.sendcloudReturns, IDFields(id: "000"), "no Sendcloud return id"),
        (.sendcloudReturns, IDFields(id: "١٢٣"), "whole number"),
        (.sortedPro, IDFields(id: "sp_\u{200B}1"), "U+200B"),
        (.microsoftHardware, IDFields(id: ""), "no shipping label id"),
        (.microsoftHardware, IDFields(id: "3"), "no product id"),
        (.microsoftHardware, IDFields(id: "3", productID: "1"), "no submission id"),
        (.microsoftHardware, IDFields(id: "1/2"), "neither"),
        (.microsoftHardware, IDFields(id: "1/2/3/4"), "neither"),
        (.microsoftHardware, IDFields(id: "1//3"), "no submission id"),
        (.microsoftHardware, IDFields(id: "1/2/../3"), "neither"),
        (.microsoftHardware, IDFields(id: "1/../3"), "another path"),
        (.microsoftHardware, IDFields(id: "1/2/1.15292E+18"), "spreadsheet"),
        (.microsoftHardware, IDFields(id: "1/2/9223372036854775808"), "64 bits"),
        (.microsoftHardware, IDFields(id: "1/2/3", productID: "7"), "the product column 7"),
        (
            .microsoftHardware,
            IDFields(
                id: "1152921504606980000", productID: "14461751976964100",
                submissionID: "1152921504621460000"),
            "rounded"
        ),
    ]

    @Test(arguments: bad)
    func `what is no id is said in words`(
        _ name: ProviderName, _ fields: IDFields, _ words: String
    ) {
        guard case .failure(let problem) = name.provider.shipmentID(fields) else {
            Issue.record("accepted \(fields)")
            return
        }
        #expect(problem.message.contains(words))
        #expect(!problem.message.unicodeScalars.contains { $0.value < 0x20 })
    }

    @Test(arguments: ProviderName.allCases)
    func `a canonical id reads as itself and can be sent`(_ name: ProviderName) throws {
        let id = name.exampleID
        #expect(name.provider.shipmentID(IDFields(id: id)) == .success(id))
        _ = try name.provider.cancel(id, at: name.endpoint)
    }
}

// SPDX-License-Identifier: MIT

/// A cancellation API this program speaks.
package enum ProviderName: String, CaseIterable, Sendable, Hashable, Comparable {
    case shipStation = "shipstation"
    case amazonShipping = "amazon-shipping"
    case sendcloudReturns = "sendcloud-returns"
    case sortedPro = "sorted-pro"
    case microsoftHardware = "microsoft-hardware"

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

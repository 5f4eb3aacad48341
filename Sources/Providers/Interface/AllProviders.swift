// SPDX-License-Identifier: MIT

package import Model

extension ProviderName {
    /// The provider of that name.
    package var provider: any Provider {
        switch self {
        case .shipStation: ShipStation()
        case .amazonShipping: Amazon()
        case .sendcloudReturns: Sendcloud()
        case .sortedPro: Sorted()
        case .microsoftHardware: Microsoft()
        }
    }
}

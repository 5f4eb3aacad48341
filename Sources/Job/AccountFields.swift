// SPDX-License-Identifier: MIT

import Model

/// What Job needs to know of a provider to read its accounts.
struct AccountFields: Sendable {
    struct Field: Sendable {
        let name: String
        let isSecret: Bool
        let isRequired: Bool
        let explanation: String
    }

    let credentials: [Field]
    let settings: [Field]
    let baseURL: String
    let concurrency: Int

    static func of(_ provider: ProviderName) -> AccountFields {
        func secret(_ name: String) -> Field { Field(name: name, isSecret: true, isRequired: true, explanation: "x") }
        func plain(_ name: String, _ required: Bool = true) -> Field { Field(name: name, isSecret: false, isRequired: required, explanation: "x") }
        switch provider {
        case .shipStation:
            return .init(credentials: [secret("apiKey")], settings: [plain("voidLabels", false)], baseURL: "https://api.shipstation.com", concurrency: 4)
        case .amazonShipping:
            return .init(credentials: [plain("clientID"), secret("clientSecret"), secret("refreshToken")], settings: [plain("businessID")], baseURL: "https://sellingpartnerapi-na.amazon.com", concurrency: 4)
        case .sendcloudReturns:
            return .init(credentials: [plain("publicKey"), secret("secretKey")], settings: [plain("auth", false)], baseURL: "https://panel.sendcloud.sc/api/v3", concurrency: 4)
        case .sortedPro:
            return .init(credentials: [secret("apiKey")], settings: [plain("apiVersion"), plain("deleteAfterCancel", false)], baseURL: "https://api.sorted.com/pro", concurrency: 4)
        case .microsoftHardware:
            return .init(credentials: [plain("clientID"), secret("clientSecret")], settings: [plain("tenantID")], baseURL: "https://manage.devcenter.microsoft.com/v2.0/my/hardware", concurrency: 4)
        }
    }
}

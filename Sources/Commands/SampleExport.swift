// SPDX-License-Identifier: MIT

import Model

/// The small export that `init` writes; its days are counted back from today, so that a rule
/// about age finds something whenever it is tried.
enum SampleExport {
    static let name = "pending.csv"

    private struct Row {
        let id: Int
        let status: String
        let age: Int64
        let cost: String
        let currency: String
        let carrier: String
        let tags: String
        let name: String
    }

    private static let rows = [
        Row(
            id: 1, status: "pending", age: 21, cost: "12.40", currency: "USD", carrier: "ups",
            tags: "", name: "Ada Marsh"),
        Row(
            id: 2, status: "pending", age: 16, cost: "8.95", currency: "USD", carrier: "usps",
            tags: "gift", name: "\"Moreno, Luis\""),
        Row(
            id: 3, status: "pending", age: 12, cost: "15.10", currency: "USD", carrier: "ups",
            tags: "vip", name: "Ines Falk"),
        Row(
            id: 4, status: "pending", age: 9, cost: "7.25", currency: "USD", carrier: "dhl",
            tags: "", name: "Zoë Lind"),
        Row(
            id: 5, status: "pending", age: 8, cost: "22.00", currency: "EUR", carrier: "dhl",
            tags: "", name: "Jan Novák"),
        Row(
            id: 6, status: "pending", age: 7, cost: "", currency: "", carrier: "ups", tags: "",
            name: "Kim Oduya"),
        Row(
            id: 7, status: "pending", age: 5, cost: "9.80", currency: "USD", carrier: "usps",
            tags: "", name: "Priya Nair"),
        Row(
            id: 8, status: "pending", age: 2, cost: "11.05", currency: "USD", carrier: "ups",
            tags: "gift", name: "Tom Reyes"),
        Row(
            id: 9, status: "on_hold", age: 30, cost: "14.75", currency: "USD", carrier: "ups",
            tags: "", name: "Mara Quist"),
        Row(
            id: 10, status: "label_purchased", age: 14, cost: "10.20", currency: "USD",
            carrier: "usps", tags: "", name: "Otto Brandt"),
        Row(
            id: 11, status: "cancelled", age: 40, cost: "6.60", currency: "USD", carrier: "ups",
            tags: "", name: "Lea Sommer"),
        Row(
            id: 12, status: "pending", age: 0, cost: "13.35", currency: "USD", carrier: "dhl",
            tags: "", name: "Sam Okafor"),
    ]

    static func text(today: CivilDate) -> String {
        rows.reduce(
            "shipment_id,order_number,status,created_at,cost,currency,carrier,tags,ship_to_name\n"
        ) { text, row in
            let day = CivilDate(daysSinceEpoch: today.daysSinceEpoch - row.age)
            return text
                + "se-\(1000 + row.id),A-\(row.id),\(row.status),\(day),\(row.cost),"
                + "\(row.currency),\(row.carrier),\(row.tags),\(row.name)\n"
        }
    }
}

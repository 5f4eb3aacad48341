// SPDX-License-Identifier: MIT

import Model

/// The three 64-bit numbers that name a shipping label.
struct MicrosoftID: Equatable {
    var product: String
    var submission: String
    var label: String

    var text: String { "\(product)/\(submission)/\(label)" }

    private static let digitsMax = 19

    /// Reads three fields, `product/submission/label`, or an address of the label.
    static func read(_ fields: IDFields) -> Result<MicrosoftID, IDProblem> {
        let id = fields.id.trimmed
        guard !id.isEmpty else { return .failure(IDProblem("no shipping label id")) }
        let parts = id.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 1 {
            return numbers(fields.productID, fields.submissionID, id)
        }
        let three = parts.count == 3 ? parts : inAddress(parts)
        guard three.count == 3 else {
            return .failure(
                IDProblem(
                    "\"\(IDCheck.shown(id))\" is neither product/submission/label nor the"
                        + " address of a shipping label"))
        }
        return numbers(three[0], three[1], three[2]).flatMap { agrees($0, with: fields) }
    }

    /// `…/driver/1/submission/2/ShippingLabel/3` in Partner Center,
    /// `…/products/1/submissions/2/shippingLabels/3` in the API.
    private static func inAddress(_ parts: [String]) -> [String] {
        let marks = [
            ["driver", "products"], ["submission", "submissions"],
            ["shippinglabel", "shippinglabels"],
        ]
        return marks.compactMap { words in
            guard let mark = parts.lastIndex(where: { words.contains($0.lowercased()) }),
                parts.indices.contains(mark + 1)
            else { return nil }
            let part = parts[mark + 1]
            return String(part.prefix { $0 != "?" && $0 != "#" })
        }
    }

    private static func numbers(
        _ product: String, _ submission: String, _ label: String
    ) -> Result<MicrosoftID, IDProblem> {
        number(product, "product id").flatMap { product in
            number(submission, "submission id").flatMap { submission in
                number(label, "shipping label id").flatMap { label in
                    checked(MicrosoftID(product: product, submission: submission, label: label))
                }
            }
        }
    }

    private static func number(_ text: String, _ what: String) -> Result<String, IDProblem> {
        if text.trimmed.isEmpty {
            return .failure(
                IDProblem("no \(what): a shipping label needs product, submission and label id"))
        }
        return IDCheck.number(text, of: what, digitsMax: digitsMax).flatMap { digits in
            Int64(digits) == nil
                ? .failure(IDProblem("\"\(digits)\" is no \(what): it is above 64 bits"))
                : .success(digits)
        }
    }

    /// A spreadsheet keeps fifteen digits; three ids that all end in zeros after them were
    /// rounded, and rounded ids may name somebody else's label.
    private static func checked(_ id: MicrosoftID) -> Result<MicrosoftID, IDProblem> {
        let digitsKept = 15
        let areRounded = [id.product, id.submission, id.label].allSatisfy { digits in
            digits.utf8.count > digitsKept
                && digits.utf8.dropFirst(digitsKept).allSatisfy { $0 == UInt8(ascii: "0") }
        }
        return areRounded
            ? .failure(
                IDProblem(
                    "all three ids end in zeros after \(digitsKept) digits: a spreadsheet rounded"
                        + " them; export the columns as text"))
            : .success(id)
    }

    static func isNumber(_ id: String) -> Bool {
        (1...digitsMax).contains(id.utf8.count) && id.utf8.allSatisfy(\.isDigit)
    }

    /// Whether a double may have turned the first id into the second.
    ///
    /// Printed with sixteen digits, a rounded id is off by less than this.
    static func mayBeRounded(_ id: String, to other: String) -> Bool {
        guard id != other, let first = Double(other), let second = Double(id) else {
            return id == other
        }
        return abs(first - second) / max(abs(second), 1) < 1e-15
    }

    private static func agrees(
        _ id: MicrosoftID, with fields: IDFields
    ) -> Result<MicrosoftID, IDProblem> {
        for (stated, read, what) in [
            (fields.productID, id.product, "product"),
            (fields.submissionID, id.submission, "submission"),
        ] {
            let stated = stated.trimmed
            if !stated.isEmpty, String(stated.drop { $0 == "0" }) != read {
                return .failure(
                    IDProblem("the id names \(what) \(read), the \(what) column \(stated)"))
            }
        }
        return .success(id)
    }
}

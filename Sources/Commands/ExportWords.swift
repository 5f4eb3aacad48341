// SPDX-License-Identifier: MIT

import Exports
import Model

/// How an export is spoken of.
extension ExportTable {
    /// `CSV, semicolons, gzip, windows-1252`.
    var formWords: String {
        let name =
            switch form {
            case .csv: "CSV"
            case .json: "JSON"
            case .ndjson: "NDJSON"
            }
        let separator = form == .csv ? delimiter.flatMap(Self.word) ?? "" : ""
        return [name, separator, isGzip ? "gzip" : "", encoding == .utf8 ? "" : encoding.rawValue]
            .filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private static func word(_ delimiter: UInt8) -> String? {
        switch delimiter {
        case UInt8(ascii: ","): "commas"
        case UInt8(ascii: ";"): "semicolons"
        case UInt8(ascii: "\t"): "tabs"
        case UInt8(ascii: "|"): "bars"
        default: nil
        }
    }

    /// The fields that neither the export nor the job has, and that could matter.
    var missingFields: [CanonicalField] {
        let there = Set(columnNames.map { $0.lowercased() })
        let ofMicrosoft: Set<CanonicalField> = [.productID, .submissionID]
        return columns.missing.filter { field in
            !there.contains(field.rawValue)
                && (!ofMicrosoft.contains(field) || columns.provider == .microsoftHardware)
        }
    }
}

extension ExportTable {
    /// Columns that no field is made of and no hold looks at; rules reach them by their own names.
    var unused: [String] {
        let held = Set(holdColumns.map(\.name))
        return columns.unbound.filter { !held.contains($0) }
    }
}

extension Columns {
    /// The fields that have a column, in the order of the rules' fields.
    var recognised: [CanonicalField] { fields.filter { self[$0] != nil || $0 == .ageDays } }

    /// Where a field comes from: its columns as the file calls them.
    func origin(of field: CanonicalField) -> String {
        if field == .ageDays {
            return "\(origin(of: .createdAt)) (created_at), to the day of --as-of"
        }
        let places = (self[field]?.sources ?? []).filter { $0.place < seenCount }
        return places.map { "\"\(source.names[$0.place])\"\($0.extraction.words)" }
            .joined(separator: ", else ")
    }

    func reason(of field: CanonicalField) -> String {
        if field == .ageDays { return "counted" }
        switch self[field]?.reason {
        case .override?: return "columns or --column says so"
        case .profile(let name)?: return name
        case .header?: return "a usual header"
        case .job?: return "the job says so"
        case nil: return ""
        }
    }

    /// The same in a word or two, for tables under a line that names the kind.
    func shortReason(of field: CanonicalField) -> String {
        if field == .ageDays { return "counted" }
        switch self[field]?.reason {
        case .override?: return "named"
        case .profile?: return "kind"
        case .header?: return "usual header"
        case .job?: return "job"
        case nil: return ""
        }
    }

    /// Columns that no field is made of.
    fileprivate var unbound: [String] {
        let used = Set(bindings.values.flatMap { $0.sources.map(\.place) })
        return names.indices.filter { !used.contains($0) }.map { names[$0] }
    }
}

extension Profile.Extraction {
    fileprivate var words: String {
        switch self {
        case .plain: ""
        case .newest(let member, _): " (\(member) of the newest)"
        case .first(let member): " (\(member) of the first)"
        case .firstText: " (the first)"
        case .names: " (the names)"
        case .linkSegment(let word): " (the id after \(word) in the link)"
        }
    }
}

extension CanonicalField {
    /// What a person loses without it; nil where that says itself.
    var missingHint: String? {
        switch self {
        case .id: "without an id nothing can be cancelled: --column id=HEADER names its column"
        case .status: "without a status a rule cannot tell what is still pending"
        case .createdAt: "without created_at there is no age_days"
        case .cost: "without a cost no value limit can hold and no value is reported"
        default: nil
        }
    }
}

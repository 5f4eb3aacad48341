// SPDX-License-Identifier: MIT

extension JSON {
    /// A first look at the object a file starts with, which is a record or holds the list.
    struct Survey {
        enum Shape {
            case objects
            case emptyList
            case other
        }

        private(set) var members: [(name: String, shape: Shape)] = []
        /// The index after the object; nil when it goes on beyond the bytes.
        private(set) var end: Int?
        /// Whether the bytes end inside the value of the last member.
        private(set) var isInside = false

        /// Members that hold the list whatever stands beside them.
        private static let listNames: Set<String> = [
            "shipments", "returns", "data", "value", "results", "records", "rows",
        ]
        /// Lists of objects that are never the records.
        private static let sideNames: Set<String> = [
            "links", "errors", "warnings", "messages", "meta",
        ]
        /// Members that are found around a list, without `_`, `-`, `@`, `$` and `.`.
        private static let pagingNames: Set<String> = [
            "total", "totalcount", "totalresults", "totalrecords", "totalpages", "totalitems",
            "count", "page", "pages", "pagenumber", "pagecount", "pagesize", "perpage", "size",
            "limit", "offset", "skip", "take", "cursor", "next", "previous", "prev", "first",
            "last", "hasmore", "hasnext", "nextpage", "nexttoken", "nextcursor", "nextlink", "link",
            "links", "self", "meta", "metadata", "paging", "pagination", "pageinfo", "status",
            "success", "message", "messages", "errors", "warnings", "version", "timestamp",
            "generatedat", "exportedat", "requestid", "correlationid", "odatacontext",
            "odatacount", "odatanextlink",
        ]
    }
}

extension JSON.Survey {
    /// Looks at the object that starts at `start`, as far as the bytes go.
    init(
        _ bytes: Span<UInt8>, at start: Int, limits: JSON.Limits, isFinal: Bool
    ) throws(JSON.Fault) {
        do throws(JSON.Fault) {
            try look(bytes, at: start, limits)
        } catch {
            if isFinal || !error.mayHeal(within: bytes.count) { throw error }
        }
    }

    private mutating func look(
        _ bytes: Span<UInt8>, at start: Int, _ limits: JSON.Limits
    ) throws(JSON.Fault) {
        var cursor = JSON.Cursor(index: start + 1)
        var walker = JSON.Walker(limits: limits)
        while let key = try cursor.key(bytes, limits, isFirst: members.isEmpty) {
            members.append((key.name, Self.shape(bytes, at: cursor.index)))
            isInside = true
            cursor.index = try walker.walk(bytes, at: cursor.index)
            isInside = false
        }
        end = cursor.index
    }

    private static func shape(_ bytes: Span<UInt8>, at start: Int) -> Shape {
        guard start < bytes.count, bytes[start] == JSON.Byte.openBracket else { return .other }
        var cursor = JSON.Cursor(index: start + 1)
        cursor.skipSpace(bytes)
        guard cursor.index < bytes.count else { return .other }
        switch bytes[cursor.index] {
        case JSON.Byte.openBrace: return .objects
        case JSON.Byte.closeBracket: return .emptyList
        default: return .other
        }
    }
}

extension JSON.Survey {
    /// The member that holds the records; nil when the object itself is one.
    ///
    /// A list with a name that only lists have is taken. A list with another name is taken when
    /// nothing but paging stands beside it: a lone shipment with its packages is no list.
    func list(wanted: String?) throws(JSON.Ambiguity) -> String? {
        if let wanted { return members.contains { $0.name == wanted } ? wanted : nil }
        let lists = candidates
        let named = lists.filter { Self.listNames.contains($0.lowercased()) }
        if named.count > 1 { throw JSON.Ambiguity(names: named) }
        if let name = named.first { return name }
        guard let name = lists.first, lists.count == 1, isPaging(beside: name) else { return nil }
        return name
    }

    /// Whether the object is a page: a named list with nothing but paging around it.
    func isPage(_ list: String) -> Bool {
        Self.listNames.contains(list.lowercased()) && isPaging(beside: list)
    }

    static func isListName(_ name: String) -> Bool { listNames.contains(name.lowercased()) }

    private var candidates: [String] {
        members.filter { $0.shape != .other && !Self.isSide($0.name) }.map(\.name)
    }

    private func isPaging(beside list: String) -> Bool {
        members.allSatisfy { $0.name == list || Self.isPaging($0.name) }
    }

    private static func isSide(_ name: String) -> Bool { sideNames.contains(plain(name)) }
    private static func isPaging(_ name: String) -> Bool { pagingNames.contains(plain(name)) }

    private static func plain(_ name: String) -> String {
        name.lowercased().filter { !"_-@$.".contains($0) }
    }
}

extension JSON {
    /// More than one member could hold the records.
    struct Ambiguity: Error {
        var names: [String]

        func fault(at offset: Int) -> Fault {
            let names = names.map { "\"\($0)\"" }.joined(separator: " and ")
            return Fault(
                offset: offset, what: "\(names) both hold a list: which one are the records?")
        }
    }
}

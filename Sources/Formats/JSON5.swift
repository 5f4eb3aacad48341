// SPDX-License-Identifier: MIT

extension JSON {
    /// Reads a JSON5 document (spec.json5.org 1.0), the form of files that people write.
    ///
    /// Stricter than the specification in two points: a key may stand only once in its object, and
    /// an escaped half of a surrogate pair is refused.
    package static func parse5(
        _ bytes: [UInt8], limits: Limits = .standard
    ) throws(Failure) -> Located {
        do throws(Fault) {
            try Text.checkUTF8(bytes.span, bytes.indices)
            var parser = Parser5(String(decoding: bytes, as: UTF8.self), limits: limits)
            return try parser.document()
        } catch {
            throw Failure(error, in: bytes.span)
        }
    }

    package static func parse5(
        _ text: String, limits: Limits = .standard
    ) throws(Failure) -> Located {
        try parse5(Array(text.utf8), limits: limits)
    }
}

extension JSON {
    /// Reads one JSON5 document into located values, one Unicode scalar at a time.
    struct Parser5 {
        let limits: Limits
        private let scalars: [Unicode.Scalar]
        private var index = 0
        private(set) var offset = 0
        private(set) var place = Place()
        private var depth = 0

        init(_ text: String, limits: Limits) {
            scalars = Array(text.unicodeScalars)
            self.limits = limits
        }

        /// The scalar that comes next, or one of those behind it.
        func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
            index + ahead < scalars.count ? scalars[index + ahead] : nil
        }

        mutating func advance() {
            guard let scalar = peek() else { return }
            index += 1
            offset += UTF8.width(scalar)
            if scalar == "\n" || (scalar == "\r" && peek() != "\n") {
                place.line += 1
                place.column = 1
            } else if scalar != "\r" {
                place.column += 1
            }
        }

        /// Steps over the word when it stands here.
        mutating func takes(_ word: String) -> Bool {
            for (ahead, scalar) in word.unicodeScalars.enumerated() where peek(ahead) != scalar {
                return false
            }
            for _ in word.unicodeScalars { advance() }
            return true
        }

        func expected(_ wanted: String) -> Fault {
            guard let scalar = peek() else {
                return Fault(offset: offset, what: "the text ends where \(wanted) should be")
            }
            let found =
                scalar.isASCII ? Byte.name(UInt8(scalar.value)) : "'\(Character(scalar))'"
            return Fault(offset: offset, what: "\(found) where \(wanted) should be")
        }
    }
}

extension JSON.Parser5 {
    mutating func document() throws(JSON.Fault) -> JSON.Located {
        let value = try value()
        try skipBlank()
        guard peek() == nil else { throw expected("the end of the document") }
        return value
    }

    private mutating func value() throws(JSON.Fault) -> JSON.Located {
        try skipBlank()
        let start = place
        return JSON.Located(try content(), at: start)
    }

    private mutating func content() throws(JSON.Fault) -> JSON.Located.Content {
        guard let first = peek() else { throw expected("a value") }
        switch first {
        case "{": return .object(try members())
        case "[": return .array(try elements())
        case "\"", "'": return .string(try string())
        case "+", "-", ".", "0"..."9", "I", "N": return .number(try number())
        default: return try word()
        }
    }

    private mutating func word() throws(JSON.Fault) -> JSON.Located.Content {
        if takes("true") { return .bool(true) }
        if takes("false") { return .bool(false) }
        if takes("null") { return .null }
        throw expected("a value")
    }

    private mutating func elements() throws(JSON.Fault) -> [JSON.Located] {
        try enter()
        defer { depth -= 1 }
        var values: [JSON.Located] = []
        while try !closes(with: "]") {
            values.append(try value())
            try separate(before: "]")
        }
        return values
    }

    private mutating func members() throws(JSON.Fault) -> [JSON.LocatedMember] {
        try enter()
        defer { depth -= 1 }
        var members: [JSON.LocatedMember] = []
        var names = JSON.Names()
        while try !closes(with: "}") {
            let start = (place: place, offset: offset)
            let name = try key()
            guard names.insert(name) else { throw JSON.Names.twice(name, at: start.offset) }
            try skipBlank()
            guard takes(":") else { throw expected("a colon after the key") }
            members.append(JSON.LocatedMember(name, at: start.place, try value()))
            try separate(before: "}")
        }
        return members
    }

    private mutating func key() throws(JSON.Fault) -> String {
        peek() == "\"" || peek() == "'" ? try string() : try identifier()
    }

    /// A comma, or the closing bracket left standing.
    private mutating func separate(before close: Unicode.Scalar) throws(JSON.Fault) {
        try skipBlank()
        guard peek() != close, !takes(",") else { return }
        throw expected("a comma or '\(close)'")
    }

    private mutating func closes(with close: Unicode.Scalar) throws(JSON.Fault) -> Bool {
        try skipBlank()
        guard peek() == close else { return false }
        advance()
        return true
    }

    private mutating func enter() throws(JSON.Fault) {
        guard depth < limits.depthMax else { throw limits.tooDeep(at: offset) }
        depth += 1
        advance()
    }
}

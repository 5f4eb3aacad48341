// SPDX-License-Identifier: MIT

extension JSON {
    /// The text that a field has as a column.
    ///
    /// Strings are unescaped; numbers, `true` and `false` are text as written; null is empty. A
    /// list of strings, numbers and booleans is their texts joined by ", " (nulls left out), and so
    /// is a list of objects with names when the column is called `tags`. Any other list is its
    /// JSON as written, for SQLite's own `json_extract`.
    enum FieldText {
        static func write(
            _ storage: UnsafeBufferPointer<UInt8>, _ field: Field, column: String,
            into text: inout [UInt8]
        ) {
            let bytes = storage.span
            text.removeAll(keepingCapacity: true)
            if field.kind == .escaped {
                // The reader has checked the escapes; a fault cannot happen here.
                try? Text.unescape(bytes, field.bytes, into: &text)
            } else if let joined = joined(bytes.extracting(field.bytes), column: column) {
                text.append(contentsOf: joined.utf8)
            } else {
                for index in field.bytes { text.append(bytes[index]) }
            }
        }

        private static func joined(_ list: Span<UInt8>, column: String) -> String? {
            guard let values = (try? JSON.parse(list))?.array else { return nil }
            let isTags = column == "tags" || column.hasSuffix(".tags")
            var texts: [String] = []
            for value in values where !value.isNull {
                guard let text = plain(isTags ? value["name"] ?? value : value) else { return nil }
                texts.append(text)
            }
            return texts.joined(separator: ", ")
        }

        private static func plain(_ value: Value) -> String? {
            value.text ?? value.bool.map { $0 ? "true" : "false" }
        }
    }
}

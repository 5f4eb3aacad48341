// SPDX-License-Identifier: MIT

extension JSON {
    /// One record of an export.
    package struct Record: Sendable, Equatable {
        /// Its bytes in the reader's buffer; valid until the next call of the reader.
        package var bytes: Range<Int>
        /// The number of the element, counted from 1; bad records count.
        package var number: Int
        /// The physical line it starts on, counted from 1.
        package var line: Int
        /// Its first byte in the whole input, counted from 0.
        package var offset: Int
        /// Why the record cannot be used; nil for a good one.
        package var fault: Failure?
    }

    /// How the records of an export are put together.
    package enum Form: Sendable, Equatable {
        /// `[{…}, {…}]`
        case array
        /// `{"shipments": [{…}, {…}], "total": 2}`, with the name of the member.
        case list(String)
        /// One object a line (NDJSON).
        case lines
        /// Objects one after the other, each over several lines.
        case concatenated
        /// One object: one record.
        case single
    }

    /// What stood beside the list in an object that holds one: totals, pages, links.
    package struct Envelope: Sendable, Equatable {
        /// The members before and after the list, in their order.
        package internal(set) var members: [Member] = []
        /// How many records its list held, bad ones included.
        package internal(set) var records = 0

        package subscript(name: String) -> Value? { Value.object(members)[name] }
    }

    /// What a reader says when asked for the next record.
    package enum Step: Sendable, Equatable {
        case record(Record)
        /// More input is needed first, or the word that there is none.
        case needsInput
        case end
    }
}

// SPDX-License-Identifier: MIT

package import Model

/// How one kind of export names the canonical fields.
package struct Profile: Sendable {
    /// How a canonical field is made from the content of its column.
    package enum Extraction: Sendable, Equatable {
        case plain
        /// From a list of objects: a member of the newest one by `time`, else of the last.
        case newest(member: String, time: String)
        /// From a list of objects: the first one's member that is not empty.
        case first(member: String)
        /// The first text of a list.
        case firstText
        /// A list of texts, or of objects with names, joined by commas.
        case names
        /// From a list of links: the id after this word in the address of the link `self`.
        case linkSegment(String)
    }

    package struct Candidate: Sendable, Equatable {
        var header: String
        var extraction: Extraction
        /// A header that may hold the field just as well: where both stand a person must choose.
        var rival: String?

        init(_ header: String, _ extraction: Extraction = .plain, rival: String? = nil) {
            self.header = header
            self.extraction = extraction
            self.rival = rival
        }
    }

    package let name: String
    package let provider: ProviderName?
    /// Headers or JSON paths that together make this kind unmistakable.
    let recognizedBy: [String]
    /// Where each field is looked for, in this order.
    let candidates: [CanonicalField: [Candidate]]
    /// Fields that only look as if the general list held them.
    let lacks: Set<CanonicalField>
    /// What a person should know about this kind of export.
    let notes: [String]

    init(
        _ name: String, _ provider: ProviderName? = nil, recognizedBy: [String] = [],
        candidates: [CanonicalField: [Candidate]], lacks: Set<CanonicalField> = [],
        notes: [String] = []
    ) {
        self.name = name
        self.provider = provider
        self.recognizedBy = recognizedBy
        self.candidates = candidates
        self.lacks = lacks
        self.notes = notes
    }
}

extension Profile.Candidate: ExpressibleByStringLiteral {
    package init(stringLiteral header: String) { self.init(header) }
}

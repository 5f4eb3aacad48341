// SPDX-License-Identifier: MIT

import Formats
import Model

/// An answer taken apart: everything a table line may ask for, and what a person wants to read.
struct Evidence {
    var status: Int
    var body: Body
    var complaint: Complaint
    var retryAfterSeconds: Double?
    var requestID: String?
    /// What the provider's own reading of the body found.
    var signs: Set<Sign>

    enum Body {
        case empty
        case json(JSON.Value)
        /// No JSON, too large, or not even text.
        case unreadable
    }

    var json: JSON.Value? {
        if case .json(let value) = body { value } else { nil }
    }

    /// The provider's first code, else the status as a word.
    var code: String {
        complaint.codes.first { !$0.isEmpty } ?? "http_\(status)"
    }

    func fits(_ statuses: [ClosedRange<Int>], _ wanted: [Sign]) -> Bool {
        statuses.holds(status) && (wanted.isEmpty || wanted.contains(where: shows))
    }

    private func shows(_ sign: Sign) -> Bool {
        switch sign {
        case .code(let code):
            complaint.codes.contains { $0.lowercased() == code.lowercased() }
        case .phrase(let words): complaint.message.lowercased().contains(words.lowercased())
        case .retryAfter: retryAfterSeconds != nil
        case .documentedBody, .errors, .member: signs.contains(sign)
        }
    }
}

/// What an error body says: the provider's codes, the one that counts first, and its words.
struct Complaint {
    var codes: [String] = []
    var message = ""
    var requestID: String?

    static let codeCharactersMax = 100

    init(codes: [String?] = [], messages: [String?] = [], requestID: String? = nil) {
        self.codes = codes.compactMap { $0?.oneLine(charactersMax: Self.codeCharactersMax) }
            .filter { !$0.isEmpty }
        message = messages.compactMap { $0 }.filter { !$0.isEmpty }.uniqued()
            .joined(separator: " · ").oneLine(charactersMax: Judgement.messageCharactersMax)
        self.requestID = requestID
    }
}

extension Evidence.Body {
    /// A cancel or a look answers in a few kilobytes; a list page may be larger.
    static let bytesMax = 4 << 20
    static let listBytesMax = 64 << 20

    init(_ bytes: [UInt8], bytesMax: Int = Self.bytesMax) {
        if bytes.count > bytesMax {
            self = .unreadable
        } else if bytes.allSatisfy(\.isBlank) {
            self = .empty
        } else if let value = try? JSON.parse(bytes) {
            self = .json(value)
        } else {
            self = .unreadable
        }
    }
}

extension UInt8 {
    /// The blanks JSON allows around a value.
    var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}

extension Sequence<String> {
    /// Each text once, in order.
    func uniqued() -> [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}

// SPDX-License-Identifier: MIT

package import Model

/// Whether a provider can list what is pending.
package enum Listing: Sendable {
    case pages(any Lister)
    /// The reason in words.
    case impossible(String)
}

/// Reads a provider's own list page by page.
///
/// The caller keeps a queue: it starts with `start`, sends each step's request, and puts the steps
/// of the page that comes back at its end, until the queue is empty. Nothing is cancelled
/// meanwhile: cancelling shifts the pages of a filter for pending shipments.
package protocol Lister: Sendable {
    /// Whether `since` reaches the API, which else lists everything.
    var limitsByDate: Bool { get }
    /// `since` limits the list to what was created that day or later, where the API can.
    func start(since: CivilDate?, at endpoint: Endpoint) throws(Problem) -> [ListStep]
    func judgePage(
        _ answer: Answer, of step: ListStep, at endpoint: Endpoint
    ) -> Result<ListPage, ReadFailure>
}

/// One request of a list, and what its answer holds.
package struct ListStep: Sendable, Equatable {
    package var request: Request
    /// What is listed, such as `shipments` or `submissions`.
    package var level: String
    package var page: Int
    /// The ids above this level: product, then submission (Microsoft).
    package var above: [String]

    package init(_ request: Request, level: String, page: Int = 1, above: [String] = []) {
        self.request = request
        self.level = level
        self.page = page
        self.above = above
    }
}

/// One page of a list.
package struct ListPage: Sendable, Equatable {
    /// One JSON object for each shipment, on one line: the provider's own members, ids exact.
    package var rows: [[UInt8]]
    package var next: [ListStep]
    /// The number of shipments in the whole list, where the provider states it.
    package var statedTotal: Int?
    package var statedPages: Int?

    package init(
        rows: [[UInt8]], next: [ListStep] = [], statedTotal: Int? = nil, statedPages: Int? = nil
    ) {
        self.rows = rows
        self.next = next
        self.statedTotal = statedTotal
        self.statedPages = statedPages
    }
}

/// What a list stated and what it gave, page after page.
package struct ListCount: Sendable, Equatable {
    package private(set) var pages = 0
    package private(set) var shipments = 0
    /// The most that any page stated; nil where none states a number.
    ///
    /// A list that shrinks while it is read moves a shipment up to a page that was read before:
    /// the last page's number would then agree with what was given, and one would be missing.
    package private(set) var stated: Int?

    package init() {}

    package mutating func note(_ page: ListPage) {
        pages += 1
        shipments += page.rows.count
        if let total = page.statedTotal { stated = max(stated ?? total, total) }
    }

    package var isWhole: Bool { stated.map { $0 == shipments } ?? true }
}

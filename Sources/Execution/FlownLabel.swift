// SPDX-License-Identifier: MIT

import Audit
import Model

/// An item after an exchange about one of its labels.
struct FlownLabel {
    var item: Flown
    /// The label's place among the item's.
    let place: Int

    init(_ item: Flown, _ place: Int) { (self.item, self.place) = (item, place) }

    var label: LabelWork {
        get { item.work.labels[place] }
        set { item.work.labels[place] = newValue }
    }

    var name: String { "label \(label.planned.id)" }

    /// Whether the exchange was the void itself, and not a look at the label.
    var isVoid: Bool { item.step.purpose == .void }

    /// Its void has left: item and label are on their way.
    mutating func takeOff() {
        item.work.isOnRecord = true
        label.work.attempts += 1
        label.work.isCutOff = false
        stand(.voiding, as: .sending)
    }

    /// Where the label stands now, and the item with it.
    mutating func stand(_ state: VoidState, as itemState: ItemState) {
        label.state = state
        label.work.state = itemState
        item.work.state = itemState
    }
}

extension VoidState {
    /// What a label is whose void came to this as a cancel would.
    init(settled state: ItemState) {
        self =
            switch state {
            case .cancelled, .alreadyCancelled: .voided
            case .refused: .refused
            case .notFound: .notFound
            case .failed: .open
            default: .inDoubt
            }
    }

    /// The provider has said what it has to say.
    var isFinal: Bool { self == .voided || self == .refused || self == .notFound }

    /// What becomes of the shipment when its label ends so.
    var ofItem: ItemState {
        switch self {
        case .open: .failed
        case .inDoubt, .voiding: .inDoubt
        case .voided, .refused, .notFound: .refused
        }
    }
}

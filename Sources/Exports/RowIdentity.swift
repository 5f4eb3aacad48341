// SPDX-License-Identifier: MIT

import Model
import Providers

/// The identity and the value of a row, and why there may be none.
extension CurrentRow {
    /// Why no shipment can be read from the row, without the provider's own word.
    ///
    /// It is a matter of the row alone: the same export is read the same whatever the rules.
    var unreadable: String? {
        if let fault { return fault }
        if let fault = IDText.fault(text(.id)) { return fault }
        guard case .unreadable(let why) = cost else { return mismatch }
        return "cost \(why)"
    }

    /// Whether a shipment can be read, without making the sentence that says why not.
    @inline(__always)
    var isReadable: Bool {
        guard fault == nil, IDText.isSound(text(.id)) else { return false }
        return isCostPlain || isWrittenCostSound
    }

    private var isWrittenCostSound: Bool {
        if case .unreadable = cost { return false }
        return mismatch == nil
    }

    /// The cost names one currency and the column `currency` another.
    private var mismatch: String? {
        guard case .amount(_, let stated?) = cost else { return nil }
        let column = text(.currency).text
        return column.isEmpty || column == stated
            ? nil : "cost says \(stated) and currency says \(column.shortened)"
    }

    /// The currency of the cost, from its column or from the text of the cost itself.
    var currency: UnsafeRawBufferPointer {
        let column = text(.currency)
        guard column.isEmpty, !isCostPlain, case .amount(_, let stated?) = cost else {
            return column
        }
        return reader.keep(stated)
    }

    /// The id as rows are compared by it; the provider has not been asked yet.
    var plainID: UnsafeRawBufferPointer {
        switch provider {
        case .sendcloudReturns: IDText.withoutLeadingZeros(text(.id))
        case .microsoftHardware: microsoftID
        default: text(.id)
        }
    }

    private var microsoftID: UnsafeRawBufferPointer {
        guard case .success(let id)? = checkedID else { return text(.id) }
        return reader.keep(id)
    }

    /// What the provider makes of the id's fields; nil when no provider is known.
    var checkedID: Result<String, IDProblem>? {
        provider.map { options.idCheck($0, idFields) }
    }

    private var idFields: IDFields {
        IDFields(
            id: text(.id).text, productID: text(.productID).text,
            submissionID: text(.submissionID).text)
    }

    var looksRounded: Bool {
        IDText.looksRounded(text(.id)) || IDText.looksRounded(text(.productID))
            || IDText.looksRounded(text(.submissionID))
    }
}

// SPDX-License-Identifier: MIT

extension Unicode.Scalar {
    /// Whether a terminal or a reader would act on the character or not see it at all.
    package var isObeyed: Bool {
        if isASCII { return value < 0x20 || value == 0x7F }
        switch properties.generalCategory {
        // Format covers the direction marks, zero-width characters and tags.
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate:
            return true
        default:
            return isBlank
        }
    }

    /// Letters and fillers that take part in words but show nothing.
    private var isBlank: Bool {
        switch value {
        case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0: true
        default: false
        }
    }
}

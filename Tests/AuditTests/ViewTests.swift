// SPDX-License-Identifier: MIT

import Audit
import SQLite
import Testing

@Suite struct ViewTests {
    @Test(arguments: ["runs", "items", "labels", "exchanges", "acts"])
    func `every contract view can be read on our own connections`(view: String) throws {
        let night = try Night.eventful()
        let reader = try AuditFile.forReading(night.path)
        let rows = try reader.first("SELECT count(*) FROM (SELECT * FROM \(view))") { $0.int(0) }
        #expect(rows ?? 0 > 0)
        try reader.each("SELECT * FROM \(view)") { row in #expect(row.columnCount > 3) }
    }
}

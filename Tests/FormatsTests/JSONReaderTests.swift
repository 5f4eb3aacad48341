// SPDX-License-Identifier: MIT

import Formats
import Testing

struct JSONReaderTests {
    @Test(
        arguments: [
            ("", nil, []), (" \n", nil, []), ("[]", .array, []),
            (#"[{"id":1},{"id":2}]"#, .array, ["#1 @1 L1 id=1", "#2 @10 L1 id=2"]),
            (
                "\u{FEFF}[\n  {\"id\": 1},\r\n  {\n\"id\": 2\n}\n]\n", .array,
                ["#1 @7 L2 id=1", "#2 @21 L3 id=2"]
            ),
            ("{\"id\":1}\n\n{\"id\":2}", .lines, ["#1 @0 L1 id=1", "#2 @10 L3 id=2"]),
            ("{\"id\":1}\r\n{\"id\":2}\r\n", .lines, ["#1 @0 L1 id=1", "#2 @10 L2 id=2"]),
            ("{\n\"id\":1}\n{\n\"id\":2}\n", .concatenated, ["#1 @0 L1 id=1", "#2 @10 L3 id=2"]),
            (#"{"id":1}{"id":2}"#, .concatenated, ["#1 @0 L1 id=1", "#2 @8 L1 id=2"]),
            (
                #"{"id":1,"packages":[{"w":1}]}"#, .single,
                [#"#1 @0 L1 id=1 packages=[{"w":1}]"#]
            ),
            (#"{"id":1}"#, .single, ["#1 @0 L1 id=1"]),
            ("{}", .single, ["#1 @0 L1"]),
            (
                "{\"id\":1,\"items\":[{\"a\":1}]}\n{\"id\":2,\"items\":[]}\n", .lines,
                [#"#1 @0 L1 id=1 items=[{"a":1}]"#, "#2 @27 L2 id=2 items="]
            ),
        ] as [(String, JSON.Form?, [String])])
    func `the records of a file are found`(text: String, form: JSON.Form?, records: [String]) {
        let reading = JSONReading(text)
        #expect(reading.form == form)
        #expect(reading.records == records)
        #expect(reading.end == "end")
    }

    @Test(arguments: [
        ("shipments", #"{"shipments":[{"id":1},{"id":2}],"total":2750,"page":1}"#),
        ("data", #"{"next":null,"data":[{"id":1},{"id":2}],"previous":null}"#),
        ("value", #"{"value":[{"id":1},{"id":2}],"links":[{"href":"x","rel":"self"}]}"#),
        ("data", #"{"data":[{"id":1},{"id":2}],"included":[{"type":"y"}]}"#),
        ("parcels", #"{"total":2,"parcels":[{"id":1},{"id":2}],"_links":{}}"#),
        ("labels", #"{"labels":[{"id":1},{"id":2}]}"#),
        ("shipments", #"{"account":"us","shipments":[{"id":1},{"id":2}]}"#),
    ])
    func `an object that holds the list is no record`(list: String, text: String) throws {
        let reading = JSONReading(text)
        #expect(reading.form == .list(list))
        #expect(reading.records.map { $0.suffix(4) } == ["id=1", "id=2"])
        #expect(reading.end == "end")
        let around = try JSON.parse(text).members?.filter { $0.name != list }
        #expect(reading.envelopes.map(\.members) == [around])
        #expect(reading.envelopes.map(\.records) == [2])
    }

    @Test func `an empty list holds no records`() {
        let reading = JSONReading(#"{"shipments":[],"total":0}"#)
        #expect(reading.records.isEmpty)
        #expect(reading.form == .list("shipments"))
        #expect(reading.envelopes.first?["total"] == 0)
    }

    @Test func `pages saved one behind the other are read on`() {
        let reading = JSONReading(
            """
            {"shipments":[{"id":1}],"page":1}
            {"shipments":[{"id":2},{"id":3}],"page":2}
            """)
        #expect(reading.records.map { $0.suffix(4) } == ["id=1", "id=2", "id=3"])
        #expect(reading.envelopes.map(\.records) == [1, 2])
        #expect(reading.envelopes.map { $0["page"] } == [1, 2])
    }

    @Test func `two lists are not guessed between`() {
        let text = #"{"data":[{"id":1}],"results":[{"id":2}]}"#
        #expect(
            JSONReading(text).end == "line 1 column 1 (byte 0): \"data\" and \"results\" both "
                + "hold a list: which one are the records?")
        #expect(JSONReading(text, list: "results").records == ["#1 @30 L1 id=2"])
    }

    @Test func `a list larger than what is looked at first is streamed`() {
        let rows = (1...2000).map { "{\"id\":\($0)}" }.joined(separator: ",")
        let bytes = Array("{\"page\":1,\"shipments\":[\(rows)],\"total\":2000}".utf8)
        let cuts = Array(stride(from: 512, to: bytes.count, by: 512))
        let reading = JSONReading(bytes, cuts: cuts, surveyBytesMax: 4096)
        #expect(reading.records.count == 2000)
        #expect(reading.records.last?.hasSuffix("id=2000") == true)
        #expect(reading.envelopes.first?["total"] == 2000)
        let second = Array("{\"shipments\":[\(rows)],\"data\":[{}]}".utf8)
        let ambiguous = JSONReading(second, cuts: cuts, surveyBytesMax: 4096)
        #expect(ambiguous.records.count == 2000)
        #expect(ambiguous.end.hasSuffix("which one are the records?"))
    }

    @Test func `nested members are columns`() {
        let reading = JSONReading(
            #"""
            [{"a":{"b":{"c":1},"d":"\u00e9\n"},"e":[1,"x",null,true],"tags":[{"name":"vip"},{"name":"x"}]},
             {"a":{"b":null,"d":"é"},"e":[{"name":"n"}],"tags":[],"f":[[1]],"g":{},"h":[],"i":false}]
            """#)
        #expect(reading.columns == ["a.b.c", "a.d", "e", "tags", "a.b", "f", "h", "i"])
        #expect(
            reading.records == [
                "#1 @1 L1 a.b.c=1 a.d=é\n e=1, x, true tags=vip, x",
                #"#2 @97 L2 a.d=é e=[{"name":"n"}] tags= a.b=null f=[[1]] h= i=false"#,
            ])
    }

    @Test func `a broken line is one bad record and the rest goes on`() {
        let reading = JSONReading(
            """
            {"id":1}
            {"id":2,"name":"cut
            {"id":3} {"id":4}
            {"id":01}
            [1]
            "x"
            {"id":5,"id":6}
            {"a":{"b":1},"a.b":2}

            nonsense
            {"id":7,
            "name":"y"}
            {"id":8}
            """)
        #expect(
            reading.records == [
                "#1 @0 L1 id=1",
                "#2 @9 L2 ! line 2 column 20 (byte 28): control character U+000A in a string must "
                    + "be escaped",
                "#3 @29 L3 ! line 3 column 10 (byte 38): '{' after the record on its line",
                "#4 @47 L4 ! line 4 column 7 (byte 53): a number may not start with a zero",
                "#5 @57 L5 ! line 5 column 1 (byte 57): a list where an object should be",
                "#6 @61 L6 ! line 6 column 1 (byte 61): a string where an object should be",
                "#7 @65 L7 ! line 7 column 9 (byte 73): the key \"id\" stands twice",
                "#8 @81 L8 ! line 8 column 20 (byte 100): two members spell the column \"a.b\"",
                "#9 @104 L10 ! line 10 column 1 (byte 104): 'n' where a value should be",
                "#10 @113 L11 ! line 11 column 9 (byte 121): the line ends inside the record",
                "#11 @122 L12 ! line 12 column 7 (byte 128): ':' after the record on its line",
                "#12 @134 L13 id=8",
            ])
        #expect(reading.end == "end")
    }

    @Test func `a broken first line does not hide that it is NDJSON`() {
        let reading = JSONReading("{\"id\":1,}\n{\"id\":2}\n")
        #expect(reading.form == .lines)
        #expect(reading.records.count == 2)
        #expect(reading.records.last == "#2 @10 L2 id=2")
    }

    @Test func `an array of other things than objects has bad records`() {
        let reading = JSONReading("[1,{\"id\":2},null]")
        #expect(
            reading.records == [
                "#1 @1 L1 ! line 1 column 2 (byte 1): a number where an object should be",
                "#2 @3 L1 id=2",
                "#3 @12 L1 ! line 1 column 13 (byte 12): null where an object should be",
            ])
    }

    @Test(arguments: [
        ("[{\"id\":1}", 1, 9), ("[{\"id\":1},]", 1, 10), ("[{\"id\":1} {\"id\":2}]", 1, 10),
        ("[{\"id\":1},{\"id\":}]", 1, 16), ("[\n{\"id\":\"\u{1}\"}]", 2, 9),
        ("[{\"id\":1}]x", 1, 10), ("[{\"id\":1}][]", 1, 10), ("<html>", 1, 0), ("12", 1, 0),
        ("{\"shipments\":[{\"id\":1}],\"total\":}", 1, 32), ("{\"id\":1", 1, 7),
        ("{\"shipments\":[{\"id\":1}],\"page\":1,\"page\":1}", 1, 33),
        ("{\"id\":1}{\"id\":}", 1, 14), ("[{\"id\":\"\\uD800\"}]", 1, 8),
    ])
    func `a file that is no JSON ends with the byte and line`(
        text: String, line: Int, offset: Int
    ) {
        let end = JSONReading(text).end
        #expect(end.hasPrefix("line \(line) column "), "\(end)")
        #expect(end.contains("(byte \(offset))"), "\(end)")
    }

    @Test(
        arguments: [
            [0xFF, 0xFE, 0x5B, 0x00], [0xFE, 0xFF, 0x00, 0x5B], [0x5B, 0x00, 0x5D, 0x00],
        ] as [[UInt8]])
    func `UTF-16 is named as what it is`(bytes: [UInt8]) {
        #expect(JSONReading(bytes).end.contains("UTF-16"))
    }

    @Test func `limits are named in the error`() {
        let limits = JSON.Limits(
            depthMax: 3, tokenBytesMax: 20, recordBytesMax: 40, fieldsMax: 3)
        let long = "{\"id\":\"\(String(repeating: "x", count: 30))\"}"
        let wide = "{\"a\":1,\"b\":2,\"c\":3,\"d\":4}"
        let huge = "{\"a\":\"0123456789\",\"b\":\"0123456789\",\"c\":1}"
        let reading = JSONReading(
            "{\"a\":1}\n{\"a\":[[[1]]]}\n\(long)\n\(wide)\n\(huge)\n{\"a\":2}", limits: limits)
        let faults = [
            "nested deeper than 3 arrays and objects", "this string is longer than 20 bytes",
            "more than 3 fields", "this record is longer than 40 bytes",
        ]
        #expect(reading.records.count == 6)
        for (record, fault) in zip(reading.records[1...4], faults) {
            #expect(record.hasSuffix(fault), "\(record)")
        }
        #expect(reading.records[5] == "#6 @130 L6 a=2")
    }

    @Test func `a line without end is one bad record in flat memory`() {
        let limits = JSON.Limits(tokenBytesMax: 100, recordBytesMax: 1000)
        let junk = String(repeating: "[0,", count: 5000)
        let bytes = Array("{\"a\":1}\n{\"a\":\(junk)\n{\"a\":2}\n".utf8)
        let reading = JSONReading(
            bytes, cuts: Array(stride(from: 64, to: bytes.count, by: 64)),
            limits: limits)
        #expect(reading.records.count == 3)
        #expect(reading.records[2] == "#3 @\(bytes.count - 8) L3 a=2")
    }

    @Test func `columns keep the numbers they were given`() throws {
        var reader = JSON.Reader(columns: ["status", "id"])
        reader.feed(Array(#"[{"id":1,"x":2,"status":"on\t"}]"#.utf8).span)
        reader.finish()
        guard case .record(let record) = try reader.next() else { throw JSONReaderFault() }
        #expect(reader.columns == ["status", "id", "x"])
        #expect(reader.text(of: 0) == "on\t")
        #expect(reader.column("x") == 2)
        #expect(reader.text(of: 17) == "")
        #expect(reader.lentText(of: 1).map { Array($0) } == Array("1".utf8))
        #expect(reader.lentText(of: 0) == nil)
        #expect(reader.lentText(of: 17)?.count == 0)
        #expect(Array(reader.lent(record.bytes)) == reader.copy(record.bytes))
        #expect(reader.copy(record.bytes).count == 30)
    }

    @Test func `one record is flattened without a file around it`() throws {
        let record = Array("{\n\"a\":{\"b\":1},\"shipments\":[{\"c\":2}],\"n\":null}".utf8)
        let fields = try JSON.flatten(record)
        #expect(fields.map(\.name) == ["a.b", "shipments", "n"])
        #expect(fields.map(\.text) == ["1", "[{\"c\":2}]", nil])
    }

    @Test(arguments: ["[1]", "{\"a\":1,\"a\":2}", "{\"a\":1}{\"a\":2}", "{\"a\":", "{} x"])
    func `what is not one good record is not flattened`(text: String) {
        #expect(throws: JSON.Failure.self) { try JSON.flatten(Array(text.utf8)) }
    }

    private struct JSONReaderFault: Error {}
}

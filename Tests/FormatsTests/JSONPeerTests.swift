// SPDX-License-Identifier: MIT

import Glibc
import Model
import Testing

@testable import Formats

/// Python's reader as a second opinion on thousands of generated documents, good and broken.
struct JSONPeerTests {
    static let hasPython = system("python3 -c 'import json' >/dev/null 2>&1") == 0
    static let documents = 4000

    @Test(.enabled(if: hasPython, "python3 is not installed"))
    func `another reader takes and refuses the same documents`() throws {
        var random = SeededRandom(seed: 2026)
        let inputs = (0..<Self.documents).map { Self.document($0, &random) }
        let answers = try Self.python(inputs)
        try #require(answers.count == inputs.count)
        for (input, answer) in zip(inputs, answers) {
            let ours = (try? JSON.parse(input)).map(Self.plain) ?? "refused"
            #expect(ours == answer, "\(String(decoding: input, as: UTF8.self))")
        }
        #expect(answers.filter { $0 == "refused" }.count > Self.documents / 10)
        #expect(answers.filter { $0 != "refused" }.count > Self.documents / 3)
    }

    /// Every second document is broken.
    private static func document(_ number: Int, _ random: inout SeededRandom) -> [UInt8] {
        var text = ""
        value(&text, depth: 0, &random)
        let bytes = Array(text.utf8)
        return number.isMultiple(of: 2) ? bytes : JSONFuzz.mutated(bytes, &random)
    }

    private static func value(_ text: inout String, depth: Int, _ random: inout SeededRandom) {
        text += space(&random)
        switch Int.random(in: depth > 4 ? 2..<8 : 0..<8, using: &random) {
        case 0: list("{", "}", &text, depth, &random, named: true)
        case 1: list("[", "]", &text, depth, &random, named: false)
        case 2, 3: text += string(&random)
        case 4, 5: text += number(&random)
        default: text += ["true", "false", "null"].randomElement(using: &random) ?? ""
        }
        text += space(&random)
    }

    private static func list(
        _ open: String, _ close: String, _ text: inout String, _ depth: Int,
        _ random: inout SeededRandom, named: Bool
    ) {
        text += open + space(&random)
        for place in 0..<Int.random(in: 0...4, using: &random) {
            if place > 0 { text += "," + space(&random) }
            if named { text += string(&random) + space(&random) + ":" }
            value(&text, depth: depth + 1, &random)
        }
        text += close
    }

    private static func space(_ random: inout SeededRandom) -> String {
        ["", "", "", " ", "\n", "\t\r\n "].randomElement(using: &random) ?? ""
    }

    private static func string(_ random: inout SeededRandom) -> String {
        let pieces = [
            "a", "xyzxyzxyz", "é", "😀", "\\n", "\\\"", "\\\\", "\\/", "\\u00e9", "\\uD83D\\uDE00",
            "\\u0000", " ", "\u{7F}", "\u{2028}", "\\ud800", "漢字",
        ]
        let count = Int.random(in: 0...6, using: &random)
        let content = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }
        return "\"\(content.joined())\""
    }

    private static func number(_ random: inout SeededRandom) -> String {
        let whole = ["0", "7", "-1", "-0", "9007199254740993", "120", "01"]
        let fraction = ["", "", ".5", ".00", "."]
        let exponent = ["", "", "", "e5", "E-2", "e+10", "e"]
        return [whole, fraction, exponent].map { $0.randomElement(using: &random) ?? "" }.joined()
    }

    /// A spelling of values that both sides can write without a JSON writer.
    private static func plain(_ value: JSON.Value) -> String {
        switch value {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(let text): "n\(text)"
        case .string(let text): "s\(text.utf8.hex)"
        case .array(let values): "[\(values.map(plain).joined(separator: ","))]"
        case .object(let members):
            "{\(members.map { "\($0.name.utf8.hex):\(plain($0.value))" }.joined(separator: ","))}"
        }
    }

    /// Python's answer to each input: the same spelling, or "refused".
    ///
    /// Python is told to refuse what it takes beyond RFC 8259 or what we refuse by decision: NaN,
    /// halves of surrogate pairs, keys that stand twice.
    private static func python(_ inputs: [[UInt8]]) throws -> [String] {
        var template = Array("/tmp/rescind-json-XXXXXX".utf8CString)
        let file = mkstemp(&template)
        try #require(file >= 0)
        let path = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer {
            close(file)
            unlink(path)
        }
        let lines = Array((inputs.map(\.hex).joined(separator: "\n") + "\n").utf8)
        let written = lines.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        try #require(written == lines.count)
        let pipe = try #require(popen("python3 -c '\(program)' < \(path)", "r"))
        var output: [UInt8] = []
        while case let byte = getc(pipe), byte != EOF {
            output.append(UInt8(truncatingIfNeeded: byte))
        }
        pclose(pipe)
        return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private static let program = """
        import json, sys
        class Number(str): pass
        def members(pairs):
            if len(set(name for name, _ in pairs)) < len(pairs): raise ValueError("twice")
            return dict(pairs)
        def refuse(text): raise ValueError(text)
        def plain(v):
            if v is None: return "null"
            if v is True: return "true"
            if v is False: return "false"
            if isinstance(v, Number): return "n" + v
            if isinstance(v, str): return "s" + v.encode("utf-8").hex()
            if isinstance(v, list): return "[" + ",".join(map(plain, v)) + "]"
            return "{" + ",".join(k.encode("utf-8").hex() + ":" + plain(x) for k, x in v.items()) + "}"
        for line in sys.stdin:
            try:
                text = bytes.fromhex(line.strip()).decode("utf-8")
                if text.startswith(chr(0xFEFF)): text = text[1:]
                print(plain(json.loads(text, object_pairs_hook=members, parse_constant=refuse,
                                       parse_int=Number, parse_float=Number)))
            except (ValueError, RecursionError):
                print("refused")
        """
}

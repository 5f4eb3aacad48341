// SPDX-License-Identifier: MIT

import Foundation
import Model
import Testing

/// Secrets in every place where one can be, and no file nor stream that holds one afterwards.
@Suite(.serialized) struct CanaryTests {
    /// Each begins with the same word, which survives every spelling but base64.
    private static let word = "CANARY"
    private static let secrets = [
        "shipstation": "CANARYshipstation/+=01", "lwa": "CANARYlwaClient%26=02",
        "refresh": "Atzr|CANARYrefresh/+03", "public": "CANARYpublic04",
        "private": "CANARYprivate:/05", "sorted": "CANARYsorted\\06",
        "microsoft": "CANARYmicrosoft~.07", "token": "Atza|CANARYtoken+/08",
        "proxy": "CANARYproxy09",
    ]
    private let folder: ScratchFolder
    private let server: EchoServer
    private var program: BuiltProgram

    init() throws {
        folder = try ScratchFolder()
        server = try EchoServer(token: Self.secrets["token"] ?? "")
        program = BuiltProgram(
            folder: folder.url, scratch: folder,
            environment: [
                "SS_KEY": Self.secrets["shipstation"] ?? "", "MS": Self.secrets["microsoft"] ?? "",
            ])
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "secrets"), withIntermediateDirectories: true)
        for name in ["lwa", "refresh", "public", "private", "sorted"] {
            try write("secrets/\(name)", (Self.secrets[name] ?? "") + "\n", mode: 0o600)
        }
        try write("rescind.json5", job)
        try write("export.csv", export)
    }

    private func write(_ name: String, _ text: String, mode: Int = 0o644) throws {
        let url = folder.url.appending(path: name)
        try text.write(to: url, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: url.path)
    }

    private var job: String {
        let address = "http://127.0.0.1:\(server.port)"
        let quick = "lookEvery: \"50ms\", timeout: \"2s\", perSecond: 100"
        return """
            {
              accounts: {
                ss: { provider: "shipstation", apiKey: "env:SS_KEY",
                      baseURL: "\(address)/ss", \(quick) },
                amazon: { provider: "amazon-shipping", clientID: "id", businessID: "AmazonShipping_US",
                      clientSecret: "file:secrets/lwa", refreshToken: "file:secrets/refresh",
                      baseURL: "\(address)/am", tokenURL: "\(address)/am/token", \(quick) },
                returns: { provider: "sendcloud-returns", publicKey: "file:secrets/public",
                      secretKey: "file:secrets/private", auth: "basic",
                      baseURL: "\(address)/sc", \(quick) },
                wms: { provider: "sorted-pro", apiKey: "command:cat secrets/sorted",
                      apiVersion: "1", baseURL: "\(address)/so", \(quick) },
                drivers: { provider: "microsoft-hardware", tenantID: "t", clientID: "id",
                      clientSecret: "env:MS", baseURL: "\(address)/ms",
                      tokenURL: "\(address)/ms/token", \(quick) },
              },
              rules: { due: "status = 'pending'" },
              limits: { items: 1000, share: "100%", failures: "100%" },
              accept: { refused: "100%", not_found: "100%", failed: "100%" },
              redact: ["ship_to.*"],
            }
            """
    }

    private var export: String {
        let ids = [
            "ss": "se-%d", "amazon": "amzn1-%d", "returns": "10%d", "wms": "cp_%d",
            "drivers": "90%d/80%d/70%d",
        ]
        var text = "account,shipment_id,status,created_at,cost,currency\n"
        for (account, form) in ids.sorted(by: { $0.key < $1.key }) {
            for number in 1...6 {
                let id = form.replacing("%d", with: String(number))
                text += "\(account),\(id),pending,2026-11-01T00:00:00Z,1.25,USD\n"
            }
        }
        return text
    }
}

// MARK: The hunt
extension CanaryTests {
    /// A secret in plain, or the base64 digits that it alone decides, whatever stands before it.
    private static let needles: [Data] =
        secrets.values.flatMap { secret in
            let tail = secret.drop { $0 != "C" }
            let core = tail.prefix { $0.isLetter || $0.isNumber }
            let inside = (0..<3).map { offset in
                let padded = Data(repeating: 0, count: offset) + Data(core.utf8)
                let digits = padded.base64EncodedString().filter { $0 != "=" }
                return Data(digits.dropFirst((offset * 8 + 5) / 6).dropLast().utf8)
            }
            return [Data(core.utf8)] + inside
        }
    /// What `redact` names is a person, not a secret; nobody may read it either.
    private static let person = Data("CANARYperson1".utf8)

    private func finds(in data: Data) -> [String] {
        (Self.needles + [Self.person]).filter { data.range(of: $0) != nil }.map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// Every file there is, whoever wrote it, but those that hold the secrets themselves.
    private func filesWithSecrets() throws -> [String] {
        let all = FileManager.default.enumerator(atPath: folder.url.path)
        return try (all?.allObjects as? [String] ?? []).filter { name in
            guard !name.hasPrefix("secrets") else { return false }
            var isFolder: ObjCBool = false
            let path = folder.url.appending(path: name).path
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
                !isFolder.boolValue
            else { return false }
            return try !finds(in: Data(contentsOf: URL(filePath: path))).isEmpty
        }
    }

    private func run(_ words: [String], _ environment: [String: String] = [:]) throws {
        var program = program
        program.environment.merge(environment) { $1 }
        let ended = try program.start(words + ["--verbose"]).wait()
        for (name, text) in [("output", ended.output), ("messages", ended.messages)] {
            let found = finds(in: Data(text.utf8))
            #expect(found.isEmpty, "\(words) said \(found) in its \(name)")
            #expect(Data(text.utf8).range(of: Self.person) == nil, "\(words) named a person")
        }
    }

    @Test
    func `no secret is in any file, nor in anything that is said`() throws {
        try run(["check", "--online"])
        try run(["plan", "export.csv"])
        // Killed at its worst, three times.
        for wait in [60_000, 150_000, 300_000] as [UInt32] {
            let running = try program.start(["apply", "1", "--yes", "--log", "json"])
            usleep(wait)
            running.send(SIGKILL)
            let ended = running.wait()
            #expect(finds(in: Data((ended.output + ended.messages).utf8)).isEmpty)
            #expect(try filesWithSecrets() == [])
        }
        let proxy = "http://someone:\(Self.secrets["proxy"] ?? "")@127.0.0.1:1"
        try run(
            ["apply", "1", "--yes"],
            ["http_proxy": proxy, "HTTP_PROXY": proxy, "all_proxy": proxy, "no_proxy": ""])
        try run(["apply", "1", "--yes", "--log", "json"])
        for words in [
            ["confirm", "1"], ["report", "1"], ["show", "1"], ["runs"], ["why", "1", "se-1"],
            ["why", "amzn1-2", "--json"], ["audit", "export", "1", "--format", "har"],
            ["audit", "export", "1", "--format", "ndjson"], ["audit", "search", "500"],
            ["audit", "search", Self.word], ["audit", "proof", "1", "se-1"],
            ["audit", "copy", "copy.db"], ["audit", "verify", "--json"],
            ["abandon", "1", "--reason", "it is over"], ["fetch", "ss"],
            ["run", "export.csv", "--sandbox", "--yes"],
            ["audit", "archive", "--before", "2099-01-01", "old.db"],
        ] { try run(words) }
        #expect(try filesWithSecrets() == [])
    }

    @Test func `what was echoed is on record, each secret as its fingerprint`() throws {
        try run(["plan", "export.csv"])
        try run(["apply", "1", "--yes"])
        let stored = try Data(contentsOf: folder.url.appending(path: "audit.db"))
        #expect(stored.range(of: Data("secret:".utf8)) != nil)
        #expect(stored.range(of: Data("redacted:".utf8)) != nil)
        #expect(stored.range(of: Data("X-Echo-".utf8)) != nil)
    }

    @Test(arguments: ["baseURL", "tokenURL"])
    func `a secret in an address or in the job itself is refused and not repeated`(
        field: String
    ) throws {
        let text = job.replacing(
            "\(field): \"http://", with: "\(field): \"http://me:CANARYproxy09@", maxReplacements: 1)
        try write("rescind.json5", text.replacing("env:MS", with: "CANARYmicrosoft"))
        try run(["check"])
        try run(["check", "--json"])
        try run(["plan", "export.csv"])
    }
}

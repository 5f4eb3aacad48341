// SPDX-License-Identifier: MIT

import Foundation

/// A provider that says back whatever it is told, in headers and bodies, well-formed and broken.
///
/// The worst a server can do to somebody who records every answer.
final class EchoServer {
    private let process = Process()
    let port: Int

    private static let program = #"""
        import base64, http.server, json, sys

        token, count = sys.argv[1], 0

        class Echo(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                global count
                count += 1
                length = int(self.headers.get("Content-Length") or 0)
                said = self.rfile.read(length).decode("latin-1")
                everything = {name: value for name, value in self.headers.items()}
                everything["body"], everything["path"] = said, self.path
                for value in list(everything.values()):
                    word = value.split(" ")[-1]
                    everything[word] = base64.b64encode(value.encode("latin-1")).decode()
                everything["ship_to"] = {"name": "CANARYperson1"}
                body, status = json.dumps(everything), 400
                if "token" in self.path:
                    status = 200
                    body = json.dumps({"access_token": token, "token_type": "bearer",
                        "expires_in": 3600, "echo": said})
                elif count % 3 == 1:
                    status, body = 500, "<html><title>Parcel of CANARYperson1</title>" + body
                elif count % 3 == 2:
                    body = json.dumps(everything)[:-1]
                self.send_response(status)
                for name, value in self.headers.items():
                    self.send_header("X-Echo-" + name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body.encode())

            do_GET = do_POST = do_PUT = do_DELETE = answer

            def log_message(self, *words):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
        print(server.server_port, flush=True)
        server.serve_forever()
        """#

    init(token: String) throws {
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.program, token]
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let line = output.fileHandleForReading.availableData
        port = Int(String(decoding: line, as: UTF8.self).trimmingCharacters(in: .newlines)) ?? 0
    }

    /// Whoever started it may have had the politer signals blocked, and a child inherits that.
    deinit { kill(process.processIdentifier, SIGKILL) }
}

// SPDX-License-Identifier: MIT

import Proof

/// The frame of a page that stands alone: nothing is loaded, and only our own script may run.
struct PageFrame {
    let title: String
    let script: String

    var head: String {
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="\(policy)">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">
        <link rel="icon" href="\(Self.icon)">
        <title>\(html(title))</title>
        <style>\(StyleSheet.text)</style></head><body>

        """
    }

    var foot: String { "<script>\(script)</script></body></html>\n" }

    private var policy: String {
        "default-src 'none'; style-src 'sha256-\(SHA256.hash(Array(StyleSheet.text.utf8)).base64)'; "
            + "script-src 'sha256-\(SHA256.hash(Array(script.utf8)).base64)'; img-src data:; "
            + "base-uri 'none'; form-action 'none'"
    }

    private static let icon =
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
        + "%3Ccircle cx='8' cy='8' r='7' fill='%23334155'/%3E%3Cpath d='M5 5l6 6M11 5l-6 6' "
        + "stroke='white' stroke-width='2'/%3E%3C/svg%3E"
}

// SPDX-License-Identifier: MIT

import Glibc
import Model
import Testing

@testable import Reports

/// Runs the page in a real browser.
///
/// A page around it, from the same folder, drives it and writes
/// what it sees where the browser's dump of the document shows it.
private let driver = """
    <!doctype html><body><iframe id="f" src="report.html" width="1200" height="900"></iframe>
    <pre id="out">waiting</pre><script>
    const f = document.getElementById("f"), out = document.getElementById("out");
    const rows = d => d.querySelectorAll("#rows tr").length;
    f.addEventListener("load", () => { const d = f.contentDocument, w = f.contentWindow;
    const set = (id, v) => { const e = d.getElementById(id); e.value = v;
    e.dispatchEvent(new w.Event("input")); return rows(d) };
    const said = [];
    said.push("ready=" + d.documentElement.dataset.ready);
    said.push("all=" + rows(d));
    said.push("refused=" + set("state", "refused"));
    set("state", "*");
    said.push("amazon=" + set("account", "amazon-us"));
    set("account", "*");
    said.push("found=" + set("find", "se-1"));
    set("find", "");
    const cost = [...d.querySelectorAll("#items th button")].find(b => b.textContent === "Cost");
    cost.click(); cost.click();
    said.push("dearest=" + d.querySelector("#rows td.id bdi").textContent);
    said.push("copies=" + d.querySelectorAll("button.copy").length);
    said.push("links=" + d.querySelectorAll("#rows a").length);
    said.push("scripts=" + (w.owned === undefined));
    out.textContent = said.join(" "); });
    </script></body>
    """

/// Measures how far a page reaches beyond screens of several widths.
private let widths = """
    <!doctype html><body><pre id="out"></pre><script>
    const out = document.getElementById("out");
    const wide = [390, 800, 1200, 1600];
    const next = () => { const width = wide.shift(); if (!width) return;
    const f = document.createElement("iframe"); f.width = width; f.height = 900; f.src = "PAGE";
    f.addEventListener("load", () => { const e = f.contentDocument.documentElement;
    out.textContent += width + "=" + Math.max(0, e.scrollWidth - e.clientWidth) + " "; next() });
    document.body.append(f) }; next();
    </script></body>
    """

@Suite(.enabled(if: OtherProgram.chromium != nil)) struct BrowserTests {
    private func browse(_ folder: String, _ page: String) throws -> String {
        let chromium = try #require(OtherProgram.chromium)
        // The driver looks into a frame of another file, which only a test may.
        return try OtherProgram.run(
            [
                chromium, "--headless=new", "--no-sandbox", "--disable-gpu",
                "--enable-logging=stderr", "--disable-web-security",
                "--disable-site-isolation-trials", "--user-data-dir=\(folder)/profile",
                "--virtual-time-budget=8000", "--dump-dom", "file://\(folder)/\(page)",
            ], errors: "\(folder)/console.log"
        ).output
    }

    @Test func `search, sort and filter work in a browser and nothing is complained of`() throws {
        try withFolder { folder in
            let record = try Record()
            var rows = ordinaryNight
            rows[1].cost = "999.99"
            rows[8].id = "</script><script>parent.owned=window.owned=1</script>"
            let run = try record.plan(rows)
            try record.apply(run, rows)
            _ = try ReportWriter(record.connection).write(run: run, forms: [.html], into: folder)
            let page = try OutputFile("driver.html", in: "\(folder)/run-\(run)")
            try page.write(driver)
            try page.finish()
            _ = try page.move()
            let seen = try browse(folder, "run-\(run)/driver.html")
            #expect(
                seen.contains(
                    "ready=yes all=11 refused=2 amazon=1 found=1 dearest=se-2 copies=6 links=5 "
                        + "scripts=true"),
                "\(seen.suffix(400))")
            #expect(!text("\(folder)/console.log").contains("CONSOLE"))
        }
    }

    @Test func `nothing is wider than the screen or the paper, light or dark`() throws {
        try withFolder { folder in
            let record = try Record()
            var rows = ordinaryNight
            rows[1].id = String(repeating: "very-long-id", count: 40)
            rows[2].happens = [.refused(String(repeating: "x", count: 3000), "no")]
            let run = try record.plan(rows)
            try record.apply(run, rows)
            _ = try ReportWriter(record.connection).write(run: run, forms: [.html], into: folder)
            for page in ["run-\(run)/report.html", "index.html"] {
                let frames = try OutputFile("frames.html", in: folder)
                try frames.write(widths.replacing("PAGE", with: page))
                try frames.finish()
                _ = try frames.move()
                let seen = try browse(folder, "frames.html")
                #expect(seen.contains("390=0 800=0 1200=0 1600=0 "), "\(page) \(seen.suffix(300))")
            }
        }
    }

    @Test func `a console error would be seen`() throws {
        try withFolder { folder in
            let page = try OutputFile("bad.html", in: folder)
            try page.write("<!doctype html><script>throw new Error('heard')</script>")
            try page.finish()
            _ = try page.move()
            _ = try browse(folder, "bad.html")
            #expect(text("\(folder)/console.log").contains("heard"))
        }
    }

    @Test func `the page of all runs is drawn without a complaint`() throws {
        try withFolder { folder in
            let record = try Record()
            for _ in 0..<2 {
                let run = try record.plan(ordinaryNight, blockedBy: ["x"])
                _ = try ReportWriter(record.connection).write(
                    run: run, forms: [.json], into: folder)
            }
            let seen = try browse(folder, "index.html")
            #expect(seen.contains("Trend"))
            #expect(!text("\(folder)/console.log").contains("CONSOLE"))
        }
    }
}

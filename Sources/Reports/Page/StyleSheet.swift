// SPDX-License-Identifier: MIT

/// How the pages look: one column of calm text, light and dark, phone and paper.
enum StyleSheet {
    static let text = """
        :root{--bg:#f6f7f9;--card:#fff;--ink:#17202e;--soft:#566274;--line:#dfe3ea;--code:#eef1f5;
        --good:#15734a;--goodbg:#e3f4eb;--warn:#8a5a00;--warnbg:#fdf1d8;--bad:#b02a26;--badbg:#fce6e4;
        --idle:#475569;--idlebg:#e8ecf1;--bar:#3b6fb5;--bar2:#d08a1d;--p95:#b0562f;--link:#1f5fae}
        @media(prefers-color-scheme:dark){:root{--bg:#10151d;--card:#18202b;--ink:#e6eaf0;--soft:#9aa7b8;
        --line:#2b3644;--code:#222c39;--good:#5fd09a;--goodbg:#12382a;--warn:#f0bd55;--warnbg:#3b2d0d;
        --bad:#ff8f88;--badbg:#43191a;--idle:#b4c0cf;--idlebg:#263140;--bar:#6ea3e6;--bar2:#e0a94a;
        --p95:#e58f63;--link:#84b6f5}}
        *{box-sizing:border-box}html{-webkit-text-size-adjust:100%}
        body{margin:0 auto;max-width:1320px;padding:24px 20px 64px;background:var(--bg);color:var(--ink);
        font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;
        overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
        h1{font-size:30px;line-height:1.2;margin:6px 0 14px;letter-spacing:-.01em}
        h2{font-size:19px;margin:36px 0 12px}h3{font-size:15px;margin:0}p{margin:6px 0}
        a{color:var(--link)}.soft,.about{color:var(--soft)}.about{margin:0;font-size:14px}
        .card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:18px 20px}
        .top{border-left:6px solid var(--idle)}.clean{border-left-color:var(--good)}
        .to_decide{border-left-color:var(--bar2)}.not_finished,.blocked{border-left-color:var(--idle)}
        .unreliable{border-left-color:var(--bad)}
        .sign{display:inline-block;min-width:36px;height:36px;line-height:36px;text-align:center;
        border-radius:18px;margin-right:10px;font-size:20px;background:var(--idlebg);color:var(--idle)}
        .clean .sign,.state.clean{background:var(--goodbg);color:var(--good)}
        .to_decide .sign,.state.to_decide{background:var(--warnbg);color:var(--warn)}
        .unreliable .sign,.state.unreliable{background:var(--badbg);color:var(--bad)}
        .flow{list-style:none;display:flex;flex-wrap:wrap;gap:6px 10px;margin:0 0 8px;padding:0;
        align-items:baseline}
        .flow li{white-space:nowrap;color:var(--soft)}.flow b{font-size:21px;color:var(--ink);
        margin-right:4px}.flow li+li::before{content:"→";margin-right:10px;color:var(--soft)}
        .chips{list-style:none;display:flex;flex-wrap:wrap;gap:6px;margin:0;padding:0}
        .chips li{background:var(--idlebg);color:var(--idle);border-radius:12px;padding:2px 10px;
        font-size:14px}
        dl.facts{display:grid;grid-template-columns:104px minmax(0,1fr);gap:8px 16px;margin:14px 0 0;
        padding-top:14px;border-top:1px solid var(--line)}dl.facts dt{font-weight:600}
        dl.facts dd{margin:0}dl.facts .cmd{margin-top:-2px}.part{display:inline-block}
        dl.facts li code{display:inline-block}dl.facts ul{margin:0;padding:0;list-style:none}dl.facts li{margin-bottom:4px}
        .rehearsal{background:var(--warnbg);color:var(--warn);font-weight:650;padding:8px 12px;border-radius:7px;
        margin:0 0 10px}
        .ok{color:var(--good);font-weight:600}
        code,pre{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
        code{background:var(--code);border-radius:5px;padding:2px 6px}
        .cmd{display:flex;gap:6px;flex-wrap:wrap;margin-top:10px;align-items:center}
        .cmd code{padding:5px 9px}
        button,input,select{font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);
        border-radius:7px;padding:6px 10px}button{cursor:pointer}
        button:hover{border-color:var(--soft)}button.copy{font-size:12px;padding:3px 8px;color:var(--soft)}
        :focus-visible{outline:2px solid var(--link);outline-offset:1px}
        #items table{font-size:13px}#items th,#items td{padding:8px 7px}
        #items td bdi{max-width:250px;overflow-wrap:anywhere}#items td.id bdi{max-width:200px}
        .cause{margin-bottom:12px;display:grid;grid-template-columns:84px minmax(0,1fr);gap:0 18px}
        .cause .count{font-size:26px;font-weight:650;text-align:right;line-height:1.15}
        .cause .count small{display:block;font-size:12px;font-weight:400;color:var(--soft)}
        blockquote{margin:8px 0;padding:4px 12px;border-left:3px solid var(--line);color:var(--soft)}
        .urgent{border-color:var(--bad)}
        details{margin-top:10px}summary{cursor:pointer;color:var(--link)}
        details.x{margin:6px 0 0;border:1px solid var(--line);border-radius:8px;padding:6px 12px}
        pre{background:var(--code);border-radius:7px;padding:10px 12px;margin:6px 0;overflow:auto;
        max-height:340px;white-space:pre-wrap}
        .wide{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:10px}
        table{border-collapse:collapse;width:100%;font-size:14px;overflow-wrap:normal}
        td{overflow-wrap:break-word}td bdi{display:inline-block;max-width:320px}
        th,td{padding:8px 10px;text-align:left;vertical-align:top;border-top:1px solid var(--line)}
        thead th{border-top:0;font-weight:600;color:var(--soft);font-size:13px;vertical-align:bottom}
        td small{display:block;color:var(--soft);font-weight:400;font-size:12px;overflow-wrap:anywhere}
        .n{text-align:right;white-space:nowrap}th.n{white-space:normal}td.id{font-weight:550}
        td bdi.state{max-width:300px}#items small bdi{display:inline}td .n small{white-space:normal}
        .state.night{white-space:normal}.t{white-space:nowrap}
        th button{border:0;background:none;padding:0;font-weight:600;color:inherit}
        th button[aria-sort=ascending]::after{content:" ↑"}th button[aria-sort=descending]::after{content:" ↓"}
        .state{border-radius:10px;padding:1px 9px;font-size:13px;white-space:nowrap;
        background:var(--idlebg);color:var(--idle)}
        .s-cancelled,.s-already_cancelled{background:var(--goodbg);color:var(--good)}
        .s-refused,.s-not_found,.s-failed{background:var(--badbg);color:var(--bad)}
        .s-in_doubt,.s-sending,.s-accepted{background:var(--warnbg);color:var(--warn)}
        .tools{display:flex;gap:8px;flex-wrap:wrap;margin-bottom:10px;align-items:center}
        .tools input{flex:1 1 240px;min-width:0}.tools span{color:var(--soft);font-size:14px}
        .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:14px}
        figure{margin:0}figcaption{font-size:14px;font-weight:600;margin-bottom:8px}
        figcaption small{font-weight:400;color:var(--soft);display:block;font-size:13px}
        figure svg{display:block;width:100%;height:120px;border-bottom:1px solid var(--line)}
        .axis{display:flex;justify-content:space-between;color:var(--soft);font-size:12px;margin-top:3px}
        .b1{fill:var(--bar)}.b2{fill:var(--bar2)}.b3{fill:var(--bad)}.b0{fill:var(--good)}
        .b4{fill:var(--idle)}.l1,.l2{fill:none;stroke-width:2;vector-effect:non-scaling-stroke}
        .l1{stroke:var(--bar)}.l2{stroke:var(--p95)}
        .key::before{content:"";display:inline-block;width:10px;height:10px;border-radius:2px;
        margin:0 5px 0 0;background:var(--bar)}.key.k2::before{background:var(--bar2)}
        .key.k3::before{background:var(--bad)}.key.k0::before{background:var(--good)}
        .key.k5::before{background:var(--p95)}.key.k4::before{background:var(--idle)}
        .key{margin-right:12px;white-space:nowrap}
        dl.evidence{display:grid;grid-template-columns:150px minmax(0,1fr);gap:5px 16px;margin:0;
        font-size:14px}dl.evidence dt{color:var(--soft)}dl.evidence dd{margin:0}
        .hidden{display:none}
        @media(max-width:1000px){#items .t{white-space:normal}
        #items td bdi,#items td.id bdi{max-width:150px}}
        @media(max-width:680px){body{padding:12px 12px 40px}h1{font-size:24px}.card{padding:14px}
        dl.facts,dl.evidence{grid-template-columns:1fr;gap:2px}dl.facts dd,dl.evidence dd{margin-bottom:8px}
        .cause{grid-template-columns:1fr}.cause .count{text-align:left}
        .cause .count small{display:inline;margin-left:6px}
        table.grid thead{display:none}table.grid,table.grid tbody{display:block}table.grid tr{display:block;padding:8px 0;border-top:1px solid var(--line)}
        table.grid td{display:block;border:0;padding:3px 12px;text-align:right;white-space:normal;
        overflow-wrap:anywhere}table.grid td:empty{display:none}
        table.grid td::before{content:attr(data-t);color:var(--soft);float:left;margin-right:14px;
        font-weight:400}table.grid td::after{content:"";display:block;clear:both}
        td bdi,td bdi.state,#items td bdi,#items td.id bdi{max-width:100%}table.grid td small{clear:both}}
        @media print{:root{--bg:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--code:#f2f2f2;
        --good:#0b5d38;--goodbg:#fff;--warn:#6b4500;--warnbg:#fff;--bad:#8c1410;--badbg:#fff;
        --idle:#333;--idlebg:#fff}
        @page{margin:14mm}body{max-width:none;padding:0;font-size:11px}h1{font-size:21px}h2{font-size:14px}
        .tools input,.tools select,button.copy,#more{display:none}thead th,td small,#said{font-size:inherit}
        code,pre,.state,.chips li,h3{font-size:inherit}
        .cause .count{font-size:16px}.about,blockquote,figcaption,figcaption small{font-size:inherit}
        th button{padding:0}table{font-size:10px}#items table{font-size:8.5px}
        #items th,#items td{padding:3px 4px}#items td bdi,#items td.id bdi{max-width:140px}

        th,td{padding:3px 6px}.cause,tr,figure{break-inside:avoid}h2{break-after:avoid}
        .wide{overflow:visible}pre{max-height:none}.state,.chips li{border:1px solid var(--line)}
        .flow b{font-size:15px}}
        """
}

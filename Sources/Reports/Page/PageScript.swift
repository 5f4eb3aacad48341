// SPDX-License-Identifier: MIT

/// What the page of a run does in the browser: search, sort, filter and copy.
///
/// It loads nothing.
enum PageScript {
    static let text = """
        "use strict";(()=>{
        const $=id=>document.getElementById(id);
        for(const box of document.querySelectorAll(".cmd code")){
        const b=document.createElement("button");b.className="copy";b.textContent="Copy";
        b.type="button";b.addEventListener("click",()=>{
        const done=()=>{b.textContent="Copied";setTimeout(()=>{b.textContent="Copy"},1500)};
        const select=()=>{getSelection().selectAllChildren(box)};
        if(navigator.clipboard)navigator.clipboard.writeText(box.textContent).then(done,select);
        else select()});box.after(b)}
        const open=()=>{const at=location.hash.length>1&&$(location.hash.slice(1));
        for(let e=at;e;e=e.parentElement)if(e.tagName==="DETAILS")e.open=true;
        if(at)at.scrollIntoView()};
        addEventListener("hashchange",open);open();
        const data=$("data");if(!data)return;
        const {columns,rows}=JSON.parse(data.textContent);
        const PAGE=200,body=$("rows"),find=$("find"),more=$("more"),said=$("said");
        const col=name=>columns.findIndex(c=>c.key===name);
        const S=col("state"),A=col("account"),X=col("exchange");
        const text=rows.map(r=>r.join("\\n").toLowerCase());
        let order=rows.map((_,i)=>i),shown=PAGE,by=-1,down=false;
        const fill=(select,at)=>{for(const v of [...new Set(rows.map(r=>r[at]))].sort()){
        const o=document.createElement("option");o.value=v;o.textContent=v.replaceAll("_"," ")||"none";
        select.append(o)}};
        fill($("state"),S);fill($("account"),A);
        const compare=(a,b)=>{const c=columns[by];let l=rows[a][by],r=rows[b][by];
        if(c.number){const n=v=>{const f=parseFloat(v);return Number.isNaN(f)?-1:f};return n(l)-n(r)}
        return l<r?-1:l>r?1:0};
        const main=columns.filter(c=>!c.below);
        const below=main.map(c=>columns.map((o,k)=>o.below===c.key?k:-1).filter(k=>k>=0));
        const cell=(row,c,i)=>{const td=document.createElement("td");td.dataset.t=c.name;
        if(c.number)td.className="n";const v=row[i];
        const small=below[i].filter(k=>row[k]&&row[k]!==v);if(v===""&&!small.length)return td;
        let box=document.createElement("bdi");box.textContent=v;
        if(i===S){box.className="state s-"+v;box.textContent=v.replaceAll("_"," ")}
        else if(i===X&&$("x"+v)){const a=document.createElement("a");a.href="#x"+v;a.append(box);box=a}
        if(c.key==="id")td.className="id";td.append(box);
        if(v.length<24&&c.key!=="reason")td.classList.add("t");
        if(small.length){const s=document.createElement("small");small.forEach((k,n)=>{
        const b=document.createElement("bdi");b.textContent=row[k];b.title=columns[k].name;
        if(n)s.append(" · ");s.append(b)});td.append(s)}return td};
        const draw=()=>{body.replaceChildren(...order.slice(0,shown).map(i=>{
        const tr=document.createElement("tr");tr.append(...main.map((c,k)=>cell(rows[i],c,k)));
        return tr}));
        said.textContent=order.length.toLocaleString("en")+" of "+rows.length.toLocaleString("en")+" items";
        more.classList.toggle("hidden",shown>=order.length);
        more.textContent="Show "+Math.min(PAGE*5,order.length-shown).toLocaleString("en")+" more"};
        const choose=()=>{const words=find.value.toLowerCase().split(/\\s+/).filter(Boolean);
        const s=$("state").value,a=$("account").value;shown=PAGE;
        order=rows.map((_,i)=>i).filter(i=>(s==="*"||rows[i][S]===s)&&(a==="*"||rows[i][A]===a)
        &&words.every(w=>text[i].includes(w)));
        if(by>=0){order.sort((l,r)=>compare(l,r)||l-r);if(down)order.reverse()}draw()};
        for(const e of [find,$("state"),$("account")])e.addEventListener("input",choose);
        more.addEventListener("click",()=>{shown+=PAGE*5;draw()});
        const heads=[...document.querySelectorAll("#items th button")];
        heads.forEach((h,i)=>h.addEventListener("click",()=>{down=by===i&&!down;by=i;
        heads.forEach(o=>o.removeAttribute("aria-sort"));
        h.setAttribute("aria-sort",down?"descending":"ascending");choose()}));
        draw();document.documentElement.dataset.ready="yes"})();
        """
}

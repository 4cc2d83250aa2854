"use strict";
const { html, render, useEffect, useMemo, useState } = window.htmPreact;
const STATUS = {
  done: "已做", planned: "计划", proposed: "建议", present: "存在", solved: "已解决", warned: "告诫", general: "泛论",
};
const PAGE = 50;

/* ---------- the address: #/page/id?q=…&level=… */
function parseHash() {
  const [path, search] = location.hash.replace(/^#\/?/, "").split("?");
  const [page, id] = path.split("/").map(decodeURIComponent);
  return { page: page || "cases", id, params: new URLSearchParams(search || "") };
}

function useAddress() {
  const [address, set] = useState(parseHash());
  useEffect(() => {
    const changed = () => { set(parseHash()); };
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return address;
}

function setParams(params) {
  const kept = new URLSearchParams([...params].filter(([, value]) => value));
  history.replaceState(null, "", `#/cases${kept.size ? `?${kept}` : ""}`);
  dispatchEvent(new HashChangeEvent("hashchange"));
}

function useLoaded(name) {
  const [state, set] = useState({});
  useEffect(() => {
    let live = true;
    set({});
    load(name).then((value) => live && set({ value }), (error) => live && set({ error }));
    return () => { live = false; };
  }, [name]);
  return state;
}

/* ---------- list of cases */
const FACETS = [
  { key: "level", label: "层级", of: (c) => [c.level] },
  { key: "theme", label: "做法主题", of: (c) => c.themes, names: "themes" },
  { key: "problem", label: "问题类别", of: (c) => c.problems, names: "categories" },
  { key: "cluster", label: "案例分组", of: (c) => (c.cluster ? [c.cluster.id] : []) },
];

function nameOf(facet, value, index) {
  if (facet.names) return index[facet.names][value] || value;
  if (facet.key === "cluster") return index.clusters.find((c) => c.id === value)?.label || value;
  return value;
}

function Facet({ facet, cases, params, index }) {
  const counts = new Map();
  cases.forEach((c) => facet.of(c).forEach((v) => counts.set(v, (counts.get(v) || 0) + 1)));
  const chosen = params.get(facet.key) || "";
  if (chosen && !counts.has(chosen)) counts.set(chosen, 0);
  const values = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const change = (event) => {
    params.set(facet.key, event.target.value);
    setParams(params);
  };
  return html`<label>${facet.label}
    <select value=${chosen} onChange=${change}>
      <option value="">全部</option>
      ${values.map(([v, n]) => html`<option key=${v} value=${v} selected=${v === chosen}>${nameOf(facet, v, index)}（${n}）</option>`)}
    </select></label>`;
}

function useSearch(query, index) {
  const [found, set] = useState(null);
  useEffect(() => {
    let live = true;
    if (!query.trim()) set(null);
    else find(query, index).then((positions) => live && set(positions));
    return () => { live = false; };
  }, [query]);
  return found;
}

function SearchBox({ params }) {
  const [composing, compose] = useState(false);
  const typed = (event) => {
    params.set("q", event.target.value);
    setParams(params);
  };
  return html`<input type="search" aria-label="检索案例" placeholder="检索案例，如：联而不动" value=${params.get("q") || ""}
    onCompositionStart=${() => compose(true)}
    onCompositionEnd=${(event) => { compose(false); typed(event); }}
    onInput=${(event) => { if (!composing && !event.isComposing) typed(event); }} />`;
}

function CaseRow({ row, index }) {
  const [practices, problems, quantities] = row.counts;
  return html`<li>
    <h2><a href=${`#/case/${row.id}`}>${row.title}</a></h2>
    <p class="meta">${[row.place, row.level !== "不明" && row.level, row.organisation].filter(Boolean).join(" · ")}
      ${row.duplicate_of && html` <span class="tag">重复件</span>`}</p>
    <p class="tags">${row.themes.slice(0, 4).map((t) => html`<span class="tag practices">${index.themes[t]}</span>`)}
      ${row.problems.slice(0, 4).map((p) => html`<span class="tag problems">${index.categories[p]}</span>`)}</p>
    <p class="meta">做法 ${practices} · 问题 ${problems} · 数字 ${quantities} · ${row.file}</p>
  </li>`;
}

function Cases({ index, params }) {
  const [shown, show] = useState(PAGE);
  const found = useSearch(params.get("q") || "", index);
  const searched = found ? found.positions.map((i) => index.cases[i]) : index.cases;
  const near = found?.near;
  const chosen = (c, but) => FACETS.every((f) => f === but || !params.get(f.key) || f.of(c).includes(params.get(f.key)));
  const rows = searched.filter((c) => chosen(c, null));
  return html`<section>
    <div class="controls"><${SearchBox} params=${params} />
      ${FACETS.map((facet) => html`<${Facet} facet=${facet} cases=${searched.filter((c) => chosen(c, facet))} params=${params} index=${index} />`)}
    </div>
    <p role="status" class="count">共 ${rows.length} 个案例</p>
    ${near && rows.length > 0 && html`<p class="meta">没有案例含有全部这些字，以下是相近的。</p>`}
    ${rows.length === 0 && html`<p>没有找到。可以换一个说法，或去掉一些筛选条件。</p>`}
    <ol class="cases">${rows.slice(0, shown).map((row) => html`<${CaseRow} key=${row.id} row=${row} index=${index} />`)}</ol>
    ${rows.length > shown && html`<button onClick=${() => show(shown + PAGE)}>再显示 ${Math.min(PAGE, rows.length - shown)} 个</button>`}
  </section>`;
}

/* ---------- one case, one document */
function label(found, index) {
  if (found.kind === "practices") return `做法 · ${index.themes[found.theme] || found.theme} · ${STATUS[found.status]}`;
  if (found.kind === "problems") return `问题 · ${index.categories[found.category] || found.category} · ${STATUS[found.status]}`;
  if (found.kind === "quantities") return `数字 · ${found.counted || "（未注明）"}${found.masked ? " · 已隐去" : ""}`;
  return `日期 · ${found.value || found.text}`;
}

const anchor = (found) => `${found.kind}-${found.start}-${found.end}`;

function goTo(id) {
  const element = document.getElementById(id);
  if (!element) return;
  element.scrollIntoView({ block: "center" });
  element.focus({ preventScroll: true });
}

function SourceText({ record, start, end, findings, index }) {
  const chars = useMemo(() => codePoints(record.text), [record]);
  const named = new Set();
  const mark = (piece) => {
    const text = chars.slice(piece.from, piece.to).join("");
    if (piece.found.length === 0) return text;
    const first = piece.found.find((m) => m.start === piece.from && !named.has(anchor(m)));
    if (first) named.add(anchor(first));
    const top = piece.found[piece.found.length - 1];
    return html`<mark id=${first && anchor(first)} tabindex=${first && "-1"} class=${piece.found.map((m) => m.kind).join(" ")}
      title=${piece.found.map((m) => label(m, index)).join("\n")} onClick=${() => goTo(`list-${anchor(top)}`)}>${text}</mark>`;
  };
  return html`<div class="source" lang="zh">${pieces(start, end, findings).map(mark)}</div>`;
}

// Who does a practice, its figures and what came of it: the parts that the text tells.
function particulars(found, record) {
  if (found.kind !== "practices") return [];
  const words = (list) => list.map((one) => one.text.replaceAll("\n", " "));
  const figures = found.quantities.map(([from]) => record.quantities.find((one) => one.start === from)).filter(Boolean);
  return [["谁做", words(found.actors), "、"], ["数字", words(figures), "、"], ["结果", words(found.results), "；"]]
    .filter(([, list]) => list.length > 0).map(([name, list, mark]) => `${name}：${list.join(mark)}`);
}

function Finding({ found, record, index }) {
  const where = found.page ? `第 ${found.page} 页` : found.paragraph ? `第 ${found.paragraph} 段` : `第 ${found.source[0]} 字`;
  return html`<li id=${`list-${anchor(found)}`} tabindex="-1"><button class=${`link ${found.kind}`} onClick=${() => goTo(anchor(found))}>${found.text.replaceAll("\n", " ")}</button>
    <span class="meta"> ${label(found, index)} · ${where}</span>
    ${particulars(found, record).map((line) => html`<span class="meta particular">${line}</span>`)}</li>`;
}

function Findings({ findings, record, index }) {
  return Object.entries(KINDS).map(([kind, name]) => {
    const list = findings.filter((m) => m.kind === kind);
    return list.length > 0 && html`<section><h3>${name}（${list.length}）</h3>
      <ul class="findings">${list.map((found) => html`<${Finding} key=${anchor(found)} found=${found} record=${record} index=${index} />`)}</ul></section>`;
  });
}

// Figures of the text that contradict each other; each leads to its places.
function Conflicts({ record, start, end }) {
  const list = (record.checks || []).filter((c) => c.verdict === "conflict" && c.spans.every((s) => s.start >= start && s.end <= end));
  return list.length > 0 && html`<section><h3>数据核对：不符（${list.length}）</h3><ul class="findings conflicts">
    ${list.map((c) => html`<li key=${`${c.rule}-${c.spans[0].start}`}>${c.note}<span class="meta particular">${c.spans.map((s) => html`
      <button class="link quantities" onClick=${() => goTo(anchor({ kind: "quantities", ...s }))}>${s.text}</button>`)}</span></li>`)}</ul></section>`;
}

function Related({ row, index }) {
  const links = (ids) => ids.map((id) => index.cases.find((c) => c.id === id)).filter(Boolean)
    .map((c) => html`<li><a href=${`#/case/${c.id}`}>${c.title}</a> <span class="meta">${c.file}</span></li>`);
  const copies = [row.duplicate_of, ...row.duplicates].filter(Boolean);
  return html`${copies.length > 0 && html`<section><h3>重复件</h3><ul>${links(copies)}</ul></section>`}
    ${row.similar.length > 0 && html`<section><h3>相似案例</h3><ul>${links(row.similar.map((s) => s.id))}</ul></section>`}`;
}

function Text({ name, start, end, index, children }) {
  const { value: record, error } = useLoaded(name);
  if (error) return html`<p role="alert">${error.message}</p>`;
  if (!record) return html`<p class="wait">正在读取原文……</p>`;
  const to = end ?? codePoints(record.text).length;
  const findings = findingsIn(record, start, to);
  return html`<div class="split"><div><h2>原文</h2><${SourceText} record=${record} start=${start} end=${to} findings=${findings} index=${index} /></div>
    <aside><h2>摘出的内容</h2><${Conflicts} record=${record} start=${start} end=${to} /><${Findings} findings=${findings} record=${record} index=${index} />${children}</aside></div>`;
}

// A period as people say it: one year or month, from … to …, or from … on.
function periodText([from, to]) {
  if (from === to) return from;
  return to ? `${from} 至 ${to}` : `${from} 起`;
}

function CasePage({ index, id }) {
  const row = index.cases.find((c) => c.id === id);
  if (!row) return html`<p role="alert">目录里没有这个案例，可能在更新时已被合并或移除。<a href="#/cases">回到案例列表</a></p>`;
  return html`<article><h1>${row.title}</h1>
    <p class="meta">${[row.place, row.code && `区划代码 ${row.code}`, row.organisation, row.period && `时段 ${periodText(row.period)}`].filter(Boolean).join(" · ")}
      ${row.cluster && html` · 分组：<a href=${`#/cases?cluster=${row.cluster.id}`}>${row.cluster.label}</a>`}
      ${" · "}文件：<a href=${`#/document/${row.document}`}>${row.file}</a></p>
    <${Text} name=${row.document} start=${row.start} end=${row.end} index=${index}><${Related} row=${row} index=${index} /><//>
  </article>`;
}

function DocumentPage({ index, id }) {
  const one = index.documents.find((d) => d.id === id);
  if (!one) return html`<p role="alert">目录里没有这个文件。<a href="#/documents">回到文件列表</a></p>`;
  return html`<article><h1>${one.name}</h1><p class="meta">${[one.outcome, one.why].filter(Boolean).join(" · ")}</p>
    <${Text} name=${id} start=${0} index=${index} /></article>`;
}

/* ---------- overviews */
function Clusters({ index }) {
  return html`<section><h1>案例分组</h1><ul class="cards">${index.clusters.map((c) => html`<li key=${c.id}>
    <h2><a href=${`#/cases?cluster=${c.id}`}>${c.label}</a></h2><p class="meta">${c.cases.length} 个案例 · ${c.keywords.join("、")}</p>
    <ul>${c.representatives.map((r) => html`<li><a href=${`#/case/${r.id}`}>${r.title}</a></li>`)}</ul></li>`)}</ul></section>`;
}

function Problems({ index }) {
  const rows = Object.entries(index.problems).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return html`<section><h1>问题类别</h1><table><thead><tr><th>问题</th><th>提到的次数</th><th>案例</th></tr></thead><tbody>
    ${rows.map(([id, times]) => html`<tr key=${id}><td>${index.categories[id] || id}</td><td class="number">${times}</td>
      <td><a href=${`#/cases?problem=${id}`}>${index.cases.filter((c) => c.problems.includes(id)).length} 个</a></td></tr>`)}</tbody></table></section>`;
}

function Documents({ index }) {
  return html`<section><h1>文件</h1><p class="meta">共 ${index.documents.length} 个文件，每个都有结果。</p>
    <table><thead><tr><th>文件</th><th>结果</th><th>案例</th><th>说明</th></tr></thead><tbody>
    ${index.documents.map((d) => html`<tr key=${d.name}><td>${d.id ? html`<a href=${`#/document/${d.id}`}>${d.name}</a>` : d.name}</td>
      <td class="short">${d.outcome}</td><td class="number">${d.cases.length}</td><td>${[d.why, ...d.warnings].filter(Boolean).join("；")}</td></tr>`)}</tbody></table></section>`;
}

const PAGES = { cases: Cases, case: CasePage, document: DocumentPage, clusters: Clusters, problems: Problems, documents: Documents };
const TABS = [["cases", "案例"], ["problems", "问题"], ["clusters", "分组"], ["documents", "文件"]];

function titleOf(page, id, index) {
  const one = index && (page === "case" ? index.cases.find((c) => c.id === id)?.title : page === "document" ? index.documents.find((d) => d.id === id)?.name : null);
  const tab = TABS.find(([key]) => key === page)?.[1];
  return [one || tab, "经验目录"].filter(Boolean).join(" · ");
}

function App() {
  const { page, id, params } = useAddress();
  const { value: index, error } = useLoaded("index");
  useEffect(() => { if (id) scrollTo(0, 0); }, [page, id]);
  useEffect(() => { document.title = titleOf(page, id, index); }, [page, id, index]);
  if (error) return html`<p role="alert">${error.message}。请确认 data 文件夹与本页在一起。</p>`;
  if (!index) return html`<p class="wait">正在打开目录……</p>`;
  const Page = PAGES[page] || Cases;
  return html`<header><a class="home" href="#/cases">经验目录</a><nav aria-label="主要栏目">
    ${TABS.map(([key, name]) => html`<a href=${`#/${key}`} aria-current=${key === page ? "page" : null}>${name}</a>`)}</nav></header>
    <main><${Page} index=${index} id=${id} params=${params} /></main>`;
}

const root = document.getElementById("app");
root.replaceChildren();
render(html`<${App} />`, root);

"use strict";
/* All corrections of this browser: to look at, to take back, to download, to load back; and those of the catalogue. */
const CORRECTIONS = "urn:jingyan:schema:corrections:1";
const ACTS = { right: "对", wrong: "错", changed: "改", added: "补充", rename_cluster: "改名", merge_clusters: "并入", split_case: "拆分", mend_case: "改案例", withdrawn: "撤回" };
const PARTS_OF = ["act", "finding", "case", "cluster", "into", "label", "where", "of", "value", "note", "by", "at"];
const LISTED_MARKS = 20;

const placeOfOne = (one) => one.finding || one.case;

/** The order of files and texts; what has no place comes last. */
function marksInOrder(entries) {
  const rank = ([key, { one }]) => {
    const place = placeOfOne(one);
    return [place ? 0 : 1, place?.document.name || "", place?.start || 0, place?.end || 0, key];
  };
  const less = (a, b) => { const i = a.findIndex((part, at) => part !== b[at]); return i < 0 ? 0 : a[i] < b[i] ? -1 : 1; };
  return Object.entries(entries).sort((a, b) => less(rank(a), rank(b)));
}

/** The file: the same corrections are the same bytes. */
function correctionsFile(entries) {
  const told = (one) => Object.fromEntries(PARTS_OF.filter((name) => one[name] !== undefined).map((name) => [name, one[name]]));
  return `${JSON.stringify({ schema: CORRECTIONS, corrections: marksInOrder(entries).map(([, { one }]) => told(one)) }, null, 2)}\n`;
}

function download(by) {
  correctorName(by);
  const entries = Object.fromEntries(Object.entries(held.entries).map(([key, entry]) => [key, by && !entry.one.by ? { ...entry, one: { ...entry.one, by } } : entry]));
  const to = document.createElement("a");
  to.href = URL.createObjectURL(new Blob([correctionsFile(entries)], { type: "application/json" }));
  to.download = "corrections.json";
  to.click();
  setTimeout(() => URL.revokeObjectURL(to.href), 60000);
  keep({ ...held, entries, saved: Object.fromEntries(Object.entries(entries).map(([key, { rev }]) => [key, rev])) });
}

/* ---------- files that come back */
const isText = (value) => typeof value === "string" && value.length > 0;
const isWhole = (value) => Number.isInteger(value) && value >= 0;
const isThing = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const hasWords = (one) => isThing(one) && isText(one.quote) && isWhole(one.start);
const hasPlace = (one) => hasWords(one) && isWhole(one.end) && one.end > one.start && isThing(one.document) && isText(one.document.name);
const hasName = (one) => isThing(one) && isText(one.id) && (one.label === undefined || typeof one.label === "string");
const WANTED = {
  right: ({ finding }) => hasPlace(finding) && Object.hasOwn(KINDS_OF, finding.kind),
  added: (one) => WANTED.right(one) && isThing(one.value),
  rename_cluster: ({ cluster, label }) => hasName(cluster) && isText(label),
  merge_clusters: ({ cluster, into }) => hasName(cluster) && hasName(into),
  split_case: ({ case: own, where }) => hasPlace(own) && Array.isArray(where) && where.length > 0 && where.every(hasWords),
  mend_case: ({ case: own, value }) => hasPlace(own) && isThing(value),
  withdrawn: ({ of }) => /^x[0-9a-f]{12}$/.test(of),
};
Object.assign(WANTED, { wrong: WANTED.right, changed: WANTED.added });

/** Why an entry of a file cannot be taken; null where it can. */
function fault(one) {
  if (!isThing(one)) return "不是一条更正";
  if (!Object.hasOwn(WANTED, one.act)) return `不认得“${String(one.act).slice(0, 40)}”`;
  if ([one.by, one.at, one.note].some((value) => value !== undefined && value !== null && typeof value !== "string")) return "说明不是文字";
  return WANTED[one.act](one) ? null : `“${ACTS[one.act]}”缺少必要的内容`;
}

/** Take in a file: {taken, same, replaced, faults}; a file that is none of ours raises an Error. */
function takeIn(words) {
  let value = null;
  try { value = JSON.parse(words.replace(/^\ufeff/, "")); } catch { throw new Error("这不是 JSON 文件。"); }
  if (!isThing(value) || value.schema !== CORRECTIONS || !Array.isArray(value.corrections)) throw new Error("这不是核对文件（corrections.json），或是别的版本。");
  const told = { taken: 0, same: 0, replaced: 0, faults: [] };
  const changes = {};
  value.corrections.forEach((given, number) => {
    const why = fault(given);
    if (why) { told.faults.push(`第 ${number + 1} 条：${why}`); return; }
    const one = Object.fromEntries(PARTS_OF.filter((name) => given[name] !== undefined && given[name] !== null).map((name) => [name, given[name]]));
    const key = keyOf(one);
    const before = held.entries[key]?.one;
    const same = before && JSON.stringify(PARTS_OF.map((name) => before[name])) === JSON.stringify(PARTS_OF.map((name) => one[name]));
    if (same) told.same += 1;
    else { told[before ? "replaced" : "taken"] += 1; changes[key] = one; }
  });
  if (Object.keys(changes).length > 0) changeKept(changes);
  return told;
}

function takenWords({ taken, same, replaced }) {
  return [`载入 ${taken} 条`, replaced > 0 && `另有 ${replaced} 条与原来记的不同，以载入的为准`, same > 0 && `${same} 条原来就有`].filter(Boolean).join("，");
}

/* ---------- the page */
function whatWords(one, index) {
  if (one.act === "rename_cluster") return `“${one.cluster.label || one.cluster.id}”改名为“${one.label}”`;
  if (one.act === "merge_clusters") return `“${one.cluster.label || one.cluster.id}”并入“${one.into.label || one.into.id}”`;
  if (one.act === "split_case") return `从这里起另成案例：${one.where.map((place) => `“${place.quote}”${place.title ? `（${place.title}）` : ""}`).join("、")}`;
  if (one.act === "withdrawn") return `撤回目录里的更正 ${one.of}`;
  const value = valueWords(one.value, index);
  const said = one.act === "changed" && one.finding.said ? valueWords(Object.fromEntries(Object.keys(one.value).map((name) => [name, one.finding.said[name] ?? null])), index) : "";
  return said ? `${said} → ${value}` : value;
}

/** Words with what stands around them. */
function InContext({ place }) {
  const line = (words) => (words || "").replace(/\s+/g, " ");
  return html`<blockquote>${line(place.before) && `…${line(place.before)}`}<mark class="spot">${line(place.quote)}</mark>${line(place.after) && `${line(place.after)}…`}</blockquote>`;
}

function placeHref({ document: { id }, case: home, kind, start, end }) {
  const at = atOf(KINDS[KINDS_OF[kind]] ? KINDS_OF[kind] : "places", start, end);
  return home ? link("case", home, { at }) : id && link("document", id, { at });
}

/** The way to where a correction stands: `now` in the catalogue, else where it was made. */
function Whither({ one }) {
  const { now } = one;
  const place = placeOfOne(one) && { ...placeOfOne(one), ...(now?.document && { start: now.start, end: now.end, case: now.case, document: { id: now.document, name: now.name } }) };
  if (place) {
    const href = one.case ? (now?.case || one.case.id) && link("case", now?.case || one.case.id) : placeHref(place);
    return html`${href ? html`<a href=${href}>${place.title || place.document.name}</a>` : place.document.name}`;
  }
  if (!one.cluster) return null;
  return html`<a href=${link(/^k/.test(one.cluster.id) ? "clusters" : "practices")}>${/^k/.test(one.cluster.id) ? "分组" : "做法"}</a>`;
}

function Mark({ one, index, children }) {
  const place = placeOfOne(one);
  const words = whatWords(one, index);
  return html`<li><p class="tags"><span class=${`tag act-${one.act}`}>${ACTS[one.act] || one.act}</span>${one.finding && html`<span class=${`tag ${KINDS_OF[one.finding.kind]}`}>${KINDS[KINDS_OF[one.finding.kind]]}</span>`}
      ${children}</p>
    ${place && html`<${InContext} place=${place} />`}${words && html`<p>${words}</p>`}${one.note && html`<p>批注：${one.note}</p>`}${one.said_now && html`<p class="meta">机器现在说：${valueWords(one.said_now, index)}</p>`}
    <p class="meta"><${Whither} one=${one} />${dotted("", one.by && ` · ${one.by}`, one.at && ` ${one.at.slice(0, 10)}`)}</p></li>`;
}

function Tools({ number, left }) {
  const [by, name] = useState(correctorName() || "");
  const [said, say] = useState(null);
  const opened = async (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    try { const told = takeIn(await file.text()); say({ words: `${file.name}：${takenWords(told)}。`, faults: told.faults }); } catch (error) { say({ words: `${file.name}：${error.message}`, faults: [] }); }
  };
  const box = useRef(null);
  return html`<div class="reviewtools"><label class="field">核对人（可不填）<input value=${by} autocomplete="name" onInput=${(event) => { name(event.target.value); correctorName(event.target.value.trim()); }} /></label>
    <p class="tags"><button class="go" disabled=${number === 0} onClick=${() => download(by.trim())}>下载 corrections.json</button>
      <button onClick=${() => box.current.click()}>载入</button><input ref=${box} type="file" hidden accept=".json,application/json" aria-label="载入 corrections.json" onChange=${opened} />
      <button disabled=${past.length === 0} onClick=${undoLast}>撤销上一步</button>
      <button disabled=${number === 0 || left > 0} title=${left > 0 ? "先下载，再清空" : null} onClick=${() => { changeKept(Object.fromEntries(Object.keys(held.entries).map((key) => [key, null]))); keep({ ...held, saved: {} }); }}>清空</button></p>
    <div role="status">${said && html`<p>${said.words}</p>`}${said && said.faults.length > 0 && html`<p class="alert">有 ${said.faults.length} 条没有看懂，没有载入：</p><ul>${said.faults.slice(0, 20).map((one) => html`<li key=${one}>${one}</li>`)}</ul>`}</div></div>`;
}

function OwnMarks({ entries, left, index }) {
  const listed = marksInOrder(entries);
  if (listed.length === 0) return html`<p>还没有核对。打开一个案例，点文中标出的任何一处，就可以标对、错，或改；选中一段话可以补充遗漏。</p>`;
  const open = new Set(left);
  return html`<${Folded} rows=${listed} few=${LISTED_MARKS} what="更正">${([key, { one }]) => html`<${Mark} key=${key} one=${one} index=${index}>
    <span class="meta">${open.has(key) ? "没有下载" : "已下载"}</span><button class="small plain" onClick=${() => takeBack(key)}>去掉</button><//>`}<//>`;
}

/** Those that the catalogue was made with, each with what became of it. */
function KnownMarks({ index }) {
  const { entries } = useKept();
  const [shown, show] = useState(LISTED_MARKS);
  const places = Array.from({ length: Math.min(shown, index.corrections.number) }, (_, i) => i);
  const state = useAsync(() => loadRows("corrections", places, index.corrections.rows), [shown]);
  const rows = state.value ?? state.before;
  if (index.corrections.number === 0) return null;
  const withdraw = (one) => {
    const key = keyOf({ act: "withdrawn", of: one.id });
    const taken = Object.hasOwn(entries, key);
    return html`<button class="small plain" aria-pressed=${taken} onClick=${() => (taken ? takeBack(key) : correct({ act: "withdrawn", of: one.id }))}>${taken ? "已撤回，恢复" : "撤回"}</button>`;
  };
  return html`<section><h2>目录里已有的更正 <span class="meta">${grouped(index.corrections.number)} 条</span></h2>
    ${rows ? html`<ol class="cards">${rows.map((one) => html`<${Mark} key=${one.id} one=${one} index=${index}><span class=${one.state === "held" ? "meta" : "tag warned"}>${index.choices.states[one.state] || one.state}</span>${one.act !== "withdrawn" && withdraw(one)}<//>`)}</ol>` : html`<${Loaded} state=${state} what="更正" />`}
    <${More} shown=${shown} number=${index.corrections.number} show=${show} step=${5 * LISTED_MARKS} unit="条" /></section>`;
}

function ReviewPage({ index }) {
  const kept = useKept();
  const left = unsaved(kept);
  const number = Object.keys(kept.entries).length;
  return html`<h1>核对</h1><p class="note">在案例和文件里标的对、错和补充，都先记在这个浏览器里。下载成 corrections.json，交给生成目录的人，下次生成时照办；别人的也可以载入合在一起。</p>
    <p role="status" class="total">${grouped(number)} 条${left.length > 0 ? `，${grouped(left.length)} 处变动还没有下载` : number > 0 ? "，都已下载" : ""}</p>
    <${Tools} number=${number} left=${left.length} />
    <section><h2>本机的更正</h2><${OwnMarks} entries=${kept.entries} left=${left} index=${index} /></section><${KnownMarks} index=${index} />`;
}

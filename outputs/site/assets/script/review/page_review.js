"use strict";
/* The page of all corrections of this browser, and of those of the catalogue. */
const ACTS = { right: "对", wrong: "错", changed: "改", added: "补充", rename_cluster: "改名", merge_clusters: "并入", split_case: "拆分", mend_case: "改案例", withdrawn: "撤回" };
const LISTED_MARKS = 20;

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

/** One of a list; where it cannot be shown that is said, and its buttons are there all the same. */
function Mark({ one, index, children }) {
  const [error] = useErrorBoundary((failed) => console.error(failed));
  if (error) return html`<li><p role="alert" class="alert">这一条没能显示：${error.message}。</p><p class="tags">${children}</p></li>`;
  return html`<${MarkTold} one=${one} index=${index}>${children}<//>`;
}

function MarkTold({ one, index, children }) {
  const place = placeOfOne(one);
  const words = whatWords(one, index);
  return html`<li><p class="tags"><span class=${`tag act-${one.act}`}>${ACTS[one.act] || one.act}</span>${one.finding && html`<span class=${`tag ${KINDS_OF[one.finding.kind]}`}>${KINDS[KINDS_OF[one.finding.kind]]}</span>`}
      ${children}</p>
    ${place && html`<${InContext} place=${place} />`}${words && html`<p>${words}</p>`}${one.reason && html`<p class="meta">${one.reason}</p>`}${one.note && html`<p>批注：${one.note}</p>`}${one.said_now && html`<p class="meta">机器现在说：${valueWords(one.said_now, index)}</p>`}
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
  return html`<div class="reviewtools"><label class="field">核对人（可不填）<input value=${by} maxlength=${LONGEST.by} autocomplete="name" onInput=${(event) => { name(event.target.value); correctorName(event.target.value.trim()); }} /></label>
    <p class="tags"><button class="go" disabled=${number === 0} onClick=${() => download(by.trim())}>下载 corrections.json</button>
      <button onClick=${() => box.current.click()}>载入</button><input ref=${box} type="file" hidden accept=".json,application/json" aria-label="载入 corrections.json" onChange=${opened} />
      <button disabled=${past.length === 0} onClick=${undoLast}>撤销上一步</button>
      <button disabled=${number === 0 || left > 0} title=${left > 0 ? "先下载，再清空" : null} onClick=${clearKept}>清空</button></p>
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
    ${rows ? html`<ol class="cards">${rows.map((one) => html`<${Mark} key=${one.id} one=${one} index=${index}><span class=${one.state === "held" ? "meta" : "tag warned"}>${index.choices.states[one.state] || one.state}</span>${one.act !== "withdrawn" && one.state !== "withdrawn" && withdraw(one)}<//>`)}</ol>` : html`<${Loaded} state=${state} what="更正" />`}
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

"use strict";
/* One case: what it is, what matters in it, its text with every fact in its place, and what stands beside it. */
const NO_SPOTS = [];

/** Where the words of ?q= stand in a range of a text, in code points of the whole. */
function useSpots(reading, query, from, to) {
  const state = useAsync(async () => {
    if (!reading || !query) return NO_SPOTS;
    const { terms } = await (await searchEngine()).find(query);
    return spotsIn(reading.cut(from, to), terms).map(([a, b]) => [from + a, from + b]);
  }, [reading, query, from, to]);
  return state.value ?? state.before ?? NO_SPOTS;
}

const WIDE = ["结果", "提示", "文件", "独有"];

/** Rows of what is told of a case or a document; empty ones are left out. */
function Summary({ rows }) {
  return html`<dl class="summary">${rows.filter(([, value]) => value).map(([name, value]) => html`<div key=${name} class=${WIDE.includes(name) ? "wide" : null}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** The file, its page, and the file itself where it can be reached. */
function FileLine({ name, document, page, roots }) {
  const href = originHref(roots, name, page);
  return html`${document ? html`<a href=${link("document", document)}>${name}</a>` : name}${page && ` 第 ${page} 页起`}
    ${href && html` · <a class="origin" href=${href} target="_blank" rel="noopener">打开原文件${fileParts(name).length < name.split("/").length ? "（压缩包）" : ""}</a>`}`;
}

function PassageLine({ row }) {
  const share = Math.round(row.own_share * 100);
  if (row.passages.length === 0) return null;
  return html`${share}% · 有 ${row.passages.length} 段话与别的材料相同 <button class="small no-print" onClick=${() => setParams({ kinds: joined([...Object.keys(KINDS), SHARED]) })}>在文中标出</button>`;
}

function summaryRows(row, index, page) {
  const { about } = row;
  return [
    ["地方", dotted(row.place, levelOf(row), row.place_code && `${/^(省|市|县|区)$/.test(row.level) ? "" : "所在县区"}区划代码 ${row.place_code}`)],
    ["单位", row.organisation],
    ["时段", periodText(row.period)],
    ["文种", about.kind],
    ["成文", dotted(about.date, about.number)],
    ["署名", dotted(about.author, about.issuer)],
    ["分组", row.cluster && html`<a href=${link("cases", null, { cluster: joined([row.cluster.id]) })}>${row.cluster.label}</a>`],
    ["文件", html`<${FileLine} name=${row.file} document=${row.document} page=${page} roots=${index.roots} />`],
    ["独有", row.passages.length > 0 && html`<${PassageLine} row=${row} />`],
  ];
}

function Citation({ source, page }) {
  const text = citation(source, page);
  return html`<p class="cite"><span class="meta">引用格式（GB/T 7714）</span><span class="reference">${text}</span><${CopyButton} text=${text} words="复制引文" /></p>`;
}

function CaseLinks({ id, name, cases, note }) {
  if (cases.length === 0) return null;
  return html`<section id=${id}><h2 tabindex="-1">${name}</h2>${note && html`<p class="meta">${note}</p>`}<ul class="links">${cases.map((one) => html`<li key=${one.id}>
    <a href=${link("case", one.id)}>${one.title}</a> <span class="meta">${dotted(one.place, one.file)}</span></li>`)}</ul></section>`;
}

/** Figures that a copy of this report gives otherwise, with the way to both places. */
function Differences({ row, context }) {
  const { reading, shelf } = context;
  if (row.differences.length === 0) return null;
  return html`<div class="alert"><p>重复件里有 ${row.differences.length} 处数字与本文不同：</p><ul>${row.differences.map((one) => html`<li key=${one.at.join()}>
    本文 <${FactLink} fact=${factAt(shelf, "quantities", one.at)} words=${reading.cut(...one.at)} />，另一份
    ${" "}<a href=${link("case", one.other, { at: atOf("quantities", ...one.other_at) })}>${one.other_words}</a></li>`)}</ul></div>`;
}

function Beside({ row, reading }) {
  const others = reading.record.cases.filter((one) => one.id !== row.id);
  const nearby = others.slice(0, 12);
  return html`<div class="related">
    <${CaseLinks} id="copies" name=${row.copy ? "本案例的较全文本" : "本案例的重复件"} cases=${row.copies} />
    <${CaseLinks} id="part-of" name="收录了本案例的材料" cases=${row.part_of} />
    <${CaseLinks} id="parts" name="本案例收录的材料" cases=${row.parts} />
    <${CaseLinks} id="similar" name="相似案例" cases=${row.similar} />
    <${CaseLinks} id="sharing" name="有相同文句的案例" cases=${row.sharing} />
    <${CaseLinks} id="same-file" name="同一文件里的其他案例" cases=${nearby} note=${others.length > nearby.length && `共 ${others.length} 个，先列 ${nearby.length} 个`} /></div>`;
}

/** Ways to the parts of a long page. */
function Parts({ parts }) {
  const to = (id) => {
    const head = document.querySelector(`#${id} h2`);
    head.scrollIntoView({ block: "start" });
    head.focus({ preventScroll: true });
  };
  return html`<nav class="parts no-print" aria-label="本页内容">${parts.filter(Boolean).map(([id, name]) => html`<button key=${id} class="small" onClick=${() => to(id)}>${name}</button>`)}
    <button class="small" onClick=${() => print()}>打印</button></nav>`;
}

const textName = (index) => (isPublic(index) ? "摘录" : "原文");

function CaseBody({ row, record, index, params }) {
  const reading = useMemo(() => readRecord(record), [record]);
  const shelf = useShelf(reading, row.start, row.end);
  const told = useMemo(() => ({ passages: row.passages, answers: row.answers }), [row]);
  const spots = useSpots(reading, params.get("q") || "", row.start, row.end);
  const source = { title: row.title, about: row.about, name: row.file, roots: index.roots };
  const page = reading.paragraphs[Math.max(0, lastBefore(reading.paragraphs.map((one) => one.start), row.start))]?.page;
  const context = { index, reading, shelf, told, source };
  const conflicts = record.checks.filter((one) => one.verdict === "conflict" && one.spans.every(([a, b]) => a >= row.start && b <= row.end)).length;
  return html`<${Summary} rows=${summaryRows(row, index, page)} /><${Citation} source=${source} />
    ${corrigible(index) && html`<div class="mending no-print"><${Late} name="MendingCase" row=${row} context=${context} /></div>`}
    <${Parts} parts=${[row.answers.length > 0 && ["keypoints", "要点"], ["text", textName(index)], conflicts > 0 && ["checks", `数字不符 ${conflicts}`],
      row.copies.length > 0 && ["copies", "重复件"], row.similar.length > 0 && ["similar", "相似案例"]]} />
    <${KeyPoints} answers=${row.answers} context=${context} /><${Differences} row=${row} context=${context} /><${Checks} from=${row.start} to=${row.end} context=${context} />
    <section id="text"><h2 tabindex="-1">${textName(index)}</h2><${Reader} ...${{ index, reading, shelf, params, told, source, spots }} from=${row.start} to=${row.end} bounds=${() => null} /></section>
    <${Beside} row=${row} reading=${reading} />`;
}

/** A page of one thing that may not be there any more; `name` is its file of data. */
function useOne(kind, id) {
  return useAsync(() => (/^\w+$/.test(id || "") ? load(`${kind}/${id}`) : Promise.reject(new Error(id))), [kind, id]);
}

const STEPS = 100; // from a thing that is gone to its successor, which may be gone too

/** What follows a thing that is gone, null where nothing does, undefined where that is not known. */
async function successor(id) {
  const map = await load("tombstones").catch(() => ({}));
  let found = Object.hasOwn(map, id) ? map[id] : undefined;
  for (let step = 0; step < STEPS && found && Object.hasOwn(map, found); step += 1) found = map[found];
  return found;
}

/** In the stead of a page of a thing (`kind`) that is not there; leads on where something follows it. */
function Gone({ what, kind, id, page, list }) {
  const state = useAsync(() => successor(id), [id]);
  useEffect(() => { if (state.value) location.replace(link(kind, state.value, { from: id })); }, [state.value]);
  if (!("value" in state) || state.value) return html`<p class="wait">正在找这个${what}……</p>`;
  const words = state.value === null ? `该${what}已从目录移除。` : `目录里没有这个${what}，可能在更新时已被合并或移除。`;
  return html`<h1>没有找到</h1><p role="alert" class="alert">${words}</p><p><a href=${link(page)}>${list}</a></p>`;
}

/** Said on the page of what another thing went into. */
function CameFrom({ what, params }) {
  const from = params.get("from");
  return from && html`<p role="status" class="alert">要找的${what}（${from}）已并入本${what}。</p>`;
}

function CasePage({ index, id, params }) {
  const state = useOne("case", id);
  const row = state.value;
  const text = useAsync(() => (row ? load(`text/${row.document}`) : new Promise(() => {})), [row]);
  useEffect(() => { if (row) titled(row.title); }, [row]);
  if (state.error) return html`<${Gone} what="案例" kind="case" id=${id} page="cases" list="回到案例列表" />`;
  if (!row) return html`<p class="wait">正在读取案例……</p>`;
  return html`<article class="one"><h1>${row.title}</h1><${CameFrom} what="案例" params=${params} />${row.copy && html`<p class="alert">这是一份重复件，目录以较全的一份为准。</p>`}
    <${Loaded} state=${text} what="原文">${(record) => html`<${CaseBody} row=${row} record=${record} index=${index} params=${params} />`}<//></article>`;
}

"use strict";
/* The list of cases: searched, narrowed, sorted. All of it stands in the address. */
const PAGE = 20;
const AROUND = 42; // characters before the first spot in a snippet
const SNIPPET = 130;
const SORTS = [["", "默认"], ["new", "年份由近到远"], ["old", "年份由远到近"], ["practices", "做法由多到少"], ["quantities", "数字由多到少"]];

/** The cases that a query finds, as {positions, near, terms, category}; all of them without a query. */
function useFound(query, count) {
  const all = useMemo(() => Array.from({ length: count }, (_, i) => i), [count]);
  const state = useAsync(async () => (query.trim() ? (await searchEngine()).find(query) : null), [query]);
  if (state.error) return state;
  if ("value" in state) return { value: state.value || { positions: all, near: false, terms: [], category: [] } };
  return state;
}

let engine = null;

/** The search of this catalogue, made once. */
function searchEngine() {
  engine = engine || load("search").then((meta) => createSearch(meta, load));
  return engine;
}

/** The cases that hold the words, then those with a problem that the query names; near ones only behind these. */
function withNamed(found, columns) {
  if (found.category.length === 0) return found.positions;
  const facet = columns.facets.find((one) => one.key === "problem");
  const wanted = new Set(found.category.map((id) => facet.values.findIndex((one) => one[0] === id)));
  const { starts, values } = facet.column;
  const held = new Set(found.positions);
  const named = [];
  for (let place = 0; place + 1 < starts.length; place += 1) {
    if (held.has(place)) continue;
    for (let i = starts[place]; i < starts[place + 1]; i += 1) if (wanted.has(values[i])) { named.push(place); break; }
  }
  return found.near ? [...named, ...found.positions] : [...found.positions, ...named];
}

const lowered = (text) => text.toLowerCase();

/** What folds scripts and widths alike, for boxes that look through a list; until it is read, lower case alone. */
function useFold() {
  const { value } = useAsync(async () => { await searchEngine(); return { fold: folded }; }, []);
  return value ? value.fold : lowered;
}

function sorted(places, columns, order) {
  const by = { new: columns.years, practices: columns.practices, quantities: columns.quantities }[order];
  if (by) return [...places].sort((a, b) => by[b] - by[a] || a - b);
  if (order === "old") return [...places].sort((a, b) => (columns.years[a] || 9999) - (columns.years[b] || 9999) || a - b);
  return places;
}

/** A stretch of a case's text around the first place where the terms stand, and where they stand in it. */
function snippetOf(chars, terms) {
  const spots = spotsIn(chars.join(""), terms);
  const first = spots.length > 0 ? spots[0][0] : 0;
  const start = Math.max(0, first - AROUND);
  const text = chars.slice(start, start + SNIPPET).map((char) => (/\s/.test(char) ? " " : char)).join("");
  const inside = spots.filter(([from, to]) => from >= start && to <= start + SNIPPET).map(([from, to]) => [from - start, to - start]);
  return { before: start > 0, text, spots: inside, after: start + SNIPPET < chars.length };
}

function Snippet({ row, terms }) {
  const { value } = useAsync(async () => {
    if (terms.length === 0) return null;
    const { text } = await load(`text/${row.document}`);
    return snippetOf([...text].slice(row.start, row.end), terms);
  }, [row.id, terms.join(" ")]);
  if (!value) return html`<p class="snippet">${row.opening}</p>`;
  return html`<p class="snippet">${value.before && "…"}<${Spots} text=${value.text} spots=${value.spots} />${value.after && "…"}</p>`;
}

/** The ids of a row, those that the search names first. */
const namedFirst = (ids, named) => [...ids.filter((id) => named.includes(id)), ...ids.filter((id) => !named.includes(id))];

function CaseRow({ row, terms, named, index }) {
  const [practices, problems, quantities] = row.counts;
  return html`<li class="case"><h2><a href=${link(row.kind || "case", row.id, { q: parseHash().params.get("q") })}><${Spots} text=${row.title} spots=${spotsIn(row.title, terms)} /></a>
      ${row.copy && html` <span class="tag">重复件</span>`}${row.kind && html` <span class="tag">文件，没有案例</span>`}</h2>
    <p class="meta">${dotted(row.place, levelOf(row), row.organisation, periodText(row.period))}</p>
    <${Snippet} row=${row} terms=${terms} />
    <p class="tags">${namedFirst(row.problems, named).slice(0, 3).map((id) => html`<${Tag} kind="problems" id=${id} name=${index.categories[id] || id} hit=${named.includes(id)} />`)}
      ${row.themes.slice(0, 3).map((id) => html`<${Tag} kind="practices" id=${id} name=${index.themes[id] || id} />`)}
      <span class="meta">做法 ${practices} · 问题 ${problems} · 数字 ${quantities}</span></p></li>`;
}

function CaseRows({ places, terms, named, index }) {
  const state = useAsync(() => loadRows("rows", places, index.rows.cases), [places.join(",")]);
  const rows = state.value ?? state.before;
  if (state.error) return html`<p role="alert" class="alert">${state.error.message}</p>`;
  if (!rows) return html`<p class="wait">正在读取……</p>`;
  return html`<ol class="cases">${rows.map((row) => html`<${CaseRow} key=${row.id} row=${row} terms=${terms} named=${named} index=${index} />`)}</ol>`;
}

/** How many there are, said aloud too; and what was done where nothing holds all of the words. */
function Count({ number, files, found, index }) {
  return html`<p role="status" class="total">${number === 0 ? "没有找到案例" : `共 ${grouped(number)} 个案例`}${files > 0 && `，${grouped(files)} 份没有案例的文件`}</p>
    ${found.near && number + files > 0 && html`<p class="note">没有案例含有全部这些字，以下是相近的。</p>`}
    ${found.category.length > 0 && html`<p class="note">也列出了有这类问题的案例：${found.category.map((id) => html`<${Tag} kind="problems" id=${id} name=${index.categories[id] || id} /> `)}</p>`}`;
}

/** What to try where nothing is found; the conditions stand above, each with its button. */
function Nothing({ params, chosen }) {
  const narrowing = chosen.some((values) => values.length > 0);
  return html`<div class="nothing"><p>可以换一个说法、少输入几个字${narrowing ? "，或者去掉一些条件" : ""}。</p>
    ${params.get("q") && html`<button onClick=${() => setParams({ q: "" }, { push: true })}>清空检索</button>`}</div>`;
}

/** Groups in the address that are gone give way to what they went into. */
function useLivingGroups(columns, params) {
  const told = listed(params, "cluster");
  const known = columns.facets.find((one) => one.key === "cluster")?.values.map(([key]) => key) || [];
  const gone = told.filter((id) => !known.includes(id));
  useEffect(() => {
    if (gone.length > 0) Promise.all(told.map((id) => (gone.includes(id) ? successor(id) : id))).then((ids) => setParams({ cluster: joined(ids.filter(Boolean)) }));
  }, [gone.join()]);
}

function Results({ index, params, columns, found }) {
  useLivingGroups(columns, params);
  const chosen = useMemo(() => chosenValues(columns, params), [columns, params]);
  const copies = params.get("copies") === "1";
  const places = useMemo(() => withNamed(found, columns), [found, columns]);
  const { kept, counts } = useMemo(() => narrowed(columns, chosen, places, copies), [places, params]);
  const ordered = useMemo(() => sorted(kept, columns, params.get("sort")), [kept, params]);
  const files = useMemo(() => ordered.filter((place) => place >= index.cases).length, [ordered]);
  const pages = Math.max(1, Math.ceil(ordered.length / PAGE));
  const page = Math.min(pages, Math.max(1, Number.parseInt(params.get("p"), 10) || 1));
  const shown = ordered.slice((page - 1) * PAGE, page * PAGE);
  const turn = (to) => { setParams({ p: to > 1 ? String(to) : "" }, { push: true }); scrollTo(0, 0); };
  return html`<div class="columns">
    <details class="facets" open=${matchMedia("(min-width: 60rem)").matches}><summary>筛选</summary>
      ${columns.facets.map((facet, number) => html`<${Facet} key=${facet.key} facet=${facet} counts=${counts[number]} chosen=${chosen[number]} params=${params} />`)}
    </details>
    <section aria-label="案例列表"><div class="bar"><div><${Count} number=${ordered.length - files} files=${files} found=${found} index=${index} /></div>
        <${Choice} name="sort" label="排序" value=${params.get("sort") || ""} options=${SORTS} />
        <label class="check"><input type="checkbox" checked=${copies} onChange=${() => setParams({ copies: copies ? "" : "1", p: "" })} />含重复件</label></div>
      <${Chosen} columns=${columns} chosen=${chosen} params=${params} />
      ${ordered.length === 0 && html`<${Nothing} params=${params} chosen=${chosen} />`}
      <${CaseRows} places=${shown} terms=${found.terms} named=${found.category} index=${index} />
      <${Pager} page=${page} pages=${pages} change=${turn} /></section></div>`;
}

/** Make the search ready while nobody types yet, so that the first letter is answered at once. */
function useReadySearch() {
  useEffect(() => {
    const ready = setTimeout(() => searchEngine().catch(() => { /* told when something is searched for */ }), 200);
    return () => clearTimeout(ready);
  }, []);
}

function CasesPage({ index, params }) {
  useReadySearch();
  const columns = useAsync(async () => readColumns(await load("columns")), []);
  const found = useFound(params.get("q") || "", index.cases);
  const shown = found.value ?? found.before;
  return html`<h1 class="hidden">案例</h1><${TypeBox} params=${params} name="q" label="检索案例" placeholder="检索案例：联而不动、集体经济怎么壮大、36个" autofocus />
    <${Loaded} state=${columns} what="案例">${(read) => (found.error
      ? html`<p role="alert" class="alert">${found.error.message}</p>`
      : shown ? html`<${Results} index=${index} params=${params} columns=${read} found=${shown} />` : html`<p class="wait">正在检索……</p>`)}<//>`;
}

"use strict";
/* The first page: search, how much there is, and what stands out. */
const SIDE = 12; // problems and themes of the heat map
const UNSPECIFIED = "Z0_unspecified"; // names no problem in particular: not worth a place on the first page

/** Search from the first page: leads to the list, where one goes on typing. */
function HomeSearch() {
  const box = useRef(null);
  const search = (event) => {
    event.preventDefault();
    location.hash = link("cases", null, { q: box.current.value.trim() });
  };
  return html`<form role="search" class="homesearch" onSubmit=${search}><input ref=${box} type="search" class="typebox" aria-label="检索案例" placeholder="检索案例：联而不动、集体经济怎么壮大" autocomplete="off" />
    <button class="go">检索</button></form>`;
}

function Tiles({ told, index }) {
  const tiles = [
    ["案例", index.cases, link("cases"), told.copies > 0 && `其中重复件 ${grouped(told.copies)}`],
    ["做法", told.found.practices, link("practices")],
    ["问题", told.found.problems, link("problems")],
    ["数字", told.found.quantities, link("numbers")],
    ["文件", index.documents, link("documents"), dotted(told.unread > 0 && `未能读取 ${grouped(told.unread)}`, told.partial > 0 && `部分读取 ${grouped(told.partial)}`)],
  ];
  return html`<ul class="tiles">${tiles.map(([name, number, to, more]) => html`<li key=${name}><a href=${to}><span class="figure">${grouped(number)}</span> <span>${name}</span></a>${more && html`<span class="meta">${more}</span>`}</li>`)}</ul>`;
}

function TopProblems({ problems, index }) {
  const most = Math.max(1, ...problems.map((one) => one.cases));
  return html`<section><h2>常见问题</h2><div class="scroll"><table><thead><tr><th scope="col">问题</th><th scope="col">案例</th><th scope="col" class="number">明说的做法</th></tr></thead>
    <tbody>${problems.filter((one) => one.id !== UNSPECIFIED).slice(0, 8).map((one) => html`<tr key=${one.id}><th scope="row"><a href=${link("problem", one.id)}>${index.categories[one.id] || one.id}</a></th>
      <td><${Bar} number=${one.cases} most=${most} /></td><td class="number">${grouped(one.answers.outright)}</td></tr>`)}</tbody></table></div>
    <p><a href=${link("problems")}>全部问题</a></p></section>`;
}

/** The heat map's problems, themes and cells: the problems of the most cases, the themes that answer them most. */
function heatOf({ problems, answered }, index) {
  const rows = problems.filter((one) => one.id !== UNSPECIFIED).slice(0, SIDE).map((one) => ({ id: one.id, name: index.categories[one.id] || one.id }));
  const known = new Map(rows.map((one, i) => [one.id, i]));
  const near = answered.filter((one) => known.has(one.problem));
  const sums = new Map();
  near.forEach((one) => sums.set(one.theme, (sums.get(one.theme) || 0) + one.outright + one.near));
  const themes = [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, SIDE).map(([id]) => ({ id, name: index.themes[id] || id }));
  const at = new Map(themes.map((one, i) => [one.id, i]));
  const cells = near.filter((one) => at.has(one.theme)).map((one) => [at.get(one.theme), known.get(one.problem), one.outright + one.near]);
  return { rows, themes, cells };
}

function HeatTable({ rows, themes, cells }) {
  const of = new Map(cells.map(([x, y, number]) => [`${x}-${y}`, number]));
  return html`<div class="scroll"><table><thead><tr><th scope="col">问题</th>${themes.map((one) => html`<th scope="col" key=${one.id}>${one.name}</th>`)}</tr></thead>
    <tbody>${rows.map((row, y) => html`<tr key=${row.id}><th scope="row"><a href=${link("problem", row.id)}>${row.name}</a></th>${themes.map((one, x) => html`<td key=${one.id} class="number">${of.get(`${x}-${y}`) || ""}</td>`)}</tr>`)}</tbody></table></div>`;
}

function Heat({ told, index }) {
  const heat = useMemo(() => heatOf(told, index), [told]);
  const options = useMemo(() => heatOptions(heat.rows, heat.themes, heat.cells), [heat]);
  if (heat.cells.length === 0) return null;
  return html`<section class="whole"><h2>什么问题，用什么办法</h2><p class="note">颜色越深，提到这个问题的案例里，属于这个主题的做法越多；是不是原文明说针对它，见各问题的页面。</p>
    <${Chart} options=${options} label="问题与做法主题的对应，见下面的表格" height=${150 + 30 * heat.rows.length}
      open=${({ value }) => { location.hash = link("problem", heat.rows[value[1]].id); }}><${HeatTable} ...${heat} /><//></section>`;
}

function HomePage({ index }) {
  const state = useAsync(() => Promise.all([load("overview"), load("problems")]), []);
  return html`<div class="hero"><h1>经验目录</h1><p class="note">从报告里摘出的案例、做法、问题和数字，每一条都能回到原文。</p><${HomeSearch} /></div>
    <${Loaded} state=${state} what="概览">${([told, problems]) => html`<${Tiles} told=${told} index=${index} />
      <div class="board">${problems.problems.length > 0 && html`<${TopProblems} problems=${problems.problems} index=${index} />`}
        ${told.themes.length > 0 && html`<section><h2>做法主题</h2><${BarChart} rows=${told.themes.slice(0, 10)} facet="theme" what="做法主题" lying /></section>`}
        <${Heat} told=${problems} index=${index} />
        ${told.years.length > 0 && html`<section><h2>年份</h2><${BarChart} rows=${told.years} facet="year" what="年份" /></section>`}
        ${told.places.length > 0 && html`<section><h2>地方</h2><${BarChart} rows=${told.places.slice(0, 10)} facet="place" what="地方" lying /></section>`}</div>`}<//>`;
}

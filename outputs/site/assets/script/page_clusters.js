"use strict";
/* Groups of cases of one kind, and kinds of practices. */
const KINDS_SHOWN = 12;

const profile = (list, name) => list.slice(0, 4).map((one) => `${one[name]} ${one.cases}`).join("、");

function ClusterCard({ one, index, all }) {
  return html`<li><h3><a href=${link("cases", null, { cluster: joined([one.id]) })}>${one.label}</a> <span class="meta">${grouped(one.cases)} 个案例</span></h3>
    ${one.keywords.length > 0 && html`<p class="meta">常见词：${one.keywords.slice(0, 6).join("、")}</p>`}
    <ul class="plainlist">${one.representatives.map((said) => html`<li key=${said.id}><a href=${link("case", said.id)}>${said.title}</a></li>`)}</ul>
    <p class="meta">${dotted(one.levels.length > 0 && `层级：${profile(one.levels, "level")}`, one.places.length > 0 && `地方：${profile(one.places, "place")}`)}</p>
    <p class="tags">${one.themes.slice(0, 3).map((theme) => html`<${Tag} key=${theme.id} kind="practices" id=${theme.id} name=${index.themes[theme.id] || theme.name} />`)}</p>
    ${corrigible(index) && html`<${Late} name="MendingCluster" one=${one} all=${all} />`}</li>`;
}

function ClustersPage({ index }) {
  const state = useLoaded("clusters");
  return html`<h1>分组</h1><p class="note">内容相近的案例自动归在一起，组名取自其中共同的做法。</p>
    <${Loaded} state=${state} what="分组">${(clusters) => {
      if (clusters.length === 0) return html`<p>案例太少，还分不出组。</p>`;
      const sizes = new Map();
      clusters.forEach((one) => sizes.set(one.group, (sizes.get(one.group) || 0) + one.cases));
      return [...sizes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([group, number]) => html`<section key=${group}>
        <h2>${group} <span class="meta">${grouped(number)} 个案例</span></h2>
        <ul class="cards two">${clusters.filter((one) => one.group === group).sort((a, b) => b.cases - a.cases || (a.id < b.id ? -1 : 1))
          .map((one) => html`<${ClusterCard} key=${one.id} one=${one} index=${index} all=${clusters} />`)}</ul></section>`);
    }}<//>`;
}

/* ---------- kinds of practices */
function ThemeSection({ theme, rows, index, open }) {
  const [shown, show] = useState(KINDS_SHOWN);
  return html`<section><h2>${index.themes[theme] || theme} <span class="meta">${rows.length} 类</span></h2>
    <ul class="cards two">${rows.slice(0, open ? rows.length : shown).map((one) => html`<li key=${one.id}><h3><a href=${link("practice", one.id)}>${one.label}</a> <span class="meta">${grouped(one.cases)} 个案例</span></h3>
      <ul class="plainlist">${one.examples.slice(0, 2).map((words) => html`<li class="meta" key=${words}>${words.replaceAll("\n", " ")}</li>`)}</ul></li>`)}</ul>
    ${!open && html`<${More} ...${{ shown, show }} number=${rows.length} step=${5 * KINDS_SHOWN} unit="类" />`}</section>`;
}

function PracticesPage({ index, params }) {
  const state = useLoaded("practices");
  const chosen = params.get("theme") || "";
  return html`<h1>做法</h1><p class="note">同一主题下内容相近的做法归为一类，按案例多少排列。</p>
    <${Loaded} state=${state} what="做法">${({ clusters }) => {
      if (clusters.length === 0) return html`<p>这个目录里没有归成类的做法。</p>`;
      const themes = [...new Set(clusters.map((one) => one.theme))];
      const number = (theme) => clusters.filter((one) => one.theme === theme).reduce((sum, one) => sum + one.cases, 0);
      themes.sort((a, b) => number(b) - number(a) || (a < b ? -1 : 1));
      return html`<${Choice} name="theme" label="主题" value=${chosen} options=${[["", "全部"], ...themes.map((id) => [id, index.themes[id] || id])]} />
        ${themes.filter((id) => !chosen || id === chosen).map((id) => html`<${ThemeSection} key=${id} theme=${id} open=${id === chosen}
          rows=${clusters.filter((one) => one.theme === id)} index=${index} />`)}`;
    }}<//>`;
}

function PracticePage({ index, id, params }) {
  const list = useLoaded("practices");
  const row = list.value?.clusters.find((one) => one.id === id);
  if (list.value && !row) return html`<${Gone} what="做法" kind="practice" id=${id} page="practices" list="回到做法列表" />`;
  return html`<${CameFrom} what="做法" params=${params} /><${Loaded} state=${list} what="做法">${({ clusters }) => html`<${PracticeBody} row=${row} all=${clusters.filter((one) => one.theme === row.theme)} index=${index} />`}<//>`;
}

function PracticeBody({ row, all, index }) {
  const told = useLoaded(row.file);
  useEffect(() => titled(row.label), [row.label]);
  return html`<article><p class="meta"><a href=${link("practices", null, { theme: row.theme })}>做法 · ${index.themes[row.theme] || row.theme}</a></p><h1>${row.label}</h1>
    <p>${grouped(row.practices)} 条做法，见于 ${grouped(row.cases)} 个案例${row.levels.length > 0 && `（${row.levels.map(([level, number]) => `${level} ${number}`).join("、")}）`}。</p>
    ${corrigible(index) && html`<${Late} name="MendingCluster" one=${row} all=${all} />`}
    <${Loaded} state=${told} what="做法">${(value) => html`<${Folded} rows=${value.sayings} few=${20} what="做法">${(said) => html`<li key=${said.id}>
      <p class="said">${said.text.replaceAll("\n", " ")}</p>
      <ul class="plainlist">${said.where.map((one) => html`<li key=${one.case} class="meta"><a href=${placeLink(one, "practices")}>${dotted(one.place, one.title)}</a></li>`)}
        ${said.in_all > said.where.length && html`<li class="meta">等 ${said.in_all} 处</li>`}</ul></li>`}<//>`}<//></article>`;
}

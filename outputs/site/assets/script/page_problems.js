"use strict";
/* The problems, and one problem: how it is said, what was done against it, where it occurs. */
const TIERS = {
  outright: "原文明说", sentence: "同一句里", section: "同一节里", case: "同一案例里", document: "同一文件里",
};
const SHOWN_ANSWERS = 10;
const SHOWN_MENTIONS = 20;

/** A bar as long as its share of the greatest; the number stands beside it. */
function Bar({ number, most, kind }) {
  return html`<span class="barcell"><span class="number">${grouped(number)}</span><svg class=${`track ${kind || ""}`} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect width=${most ? (100 * number) / most : 0} height="8" /></svg></span>`;
}

function ProblemsPage({ index }) {
  const state = useLoaded("problems");
  return html`<h1>问题</h1><p class="note">报告里提到的问题，按涉及的案例多少排列；“明说的做法”是原文写明针对它、解决它的做法。</p>
    <${Loaded} state=${state} what="问题">${({ problems }) => {
      if (problems.length === 0) return html`<p>这个目录里没有找到问题。</p>`;
      const most = Math.max(...problems.map((one) => one.cases));
      const groups = [...new Set(problems.map((one) => one.group))].sort();
      return groups.map((group) => html`<section key=${group}><h2>${group}</h2><div class="scroll"><table class="wide">
        <thead><tr><th scope="col">问题</th><th scope="col">案例</th><th scope="col" class="number">提到次数</th><th scope="col" class="number">明说的做法</th></tr></thead>
        <tbody>${problems.filter((one) => one.group === group).map((one) => html`<tr key=${one.id}>
          <th scope="row"><a href=${link("problem", one.id)}>${index.categories[one.id] || one.id}</a><span class="meta definition">${one.definition}</span></th>
          <td><${Bar} number=${one.cases} most=${most} kind="problems" /></td><td class="number">${grouped(one.mentions)}</td><td class="number">${grouped(one.answers.outright)}</td></tr>`)}</tbody></table></div></section>`);
    }}<//>`;
}

/** Where a finding stands: its case, else its file, with the finding chosen. */
function placeLink(one, kind) {
  const at = `${kind}-${one.start}-${one.end}`;
  return one.case ? link("case", one.case, { at }) : link("document", one.document, { at });
}

/** A quote with words of it marked, each as its kind. */
function Quote({ text, marks }) {
  const found = marks.map(([words, kind]) => [text.indexOf(words), words.length, kind]).filter(([at]) => at >= 0).sort((a, b) => a[0] - b[0]);
  const parts = [];
  let done = 0;
  found.forEach(([at, length, kind]) => {
    if (at < done) return;
    parts.push(text.slice(done, at), html`<mark class=${kind}>${text.slice(at, at + length)}</mark>`);
    done = at + length;
  });
  return html`<blockquote>${parts}${text.slice(done)}</blockquote>`;
}

function AnswerRow({ one, index }) {
  return html`<li><h3><a href=${placeLink(one, "practices")}>${one.text.replaceAll("\n", " ")}</a></h3>
    <p class="tags"><${Tag} kind="practices" id=${one.theme} name=${index.themes[one.theme] || one.theme} /><span class="tag">${index.statuses[one.status]}</span>
      ${one.places > 1 && html`<span class="meta">${one.places} 个地方用同类做法</span>`}</p>
    <${Quote} text=${one.quote} marks=${[[one.text, "practices"], [one.problem_text, "problems"]]} />
    ${one.results.length > 0 && html`<p class="meta">结果：${one.results.join("；")}</p>`}
    ${one.figures.length > 0 && html`<p class="meta">数字：${one.figures.join("、")}</p>`}
    <p class="meta">${dotted(one.place, one.title)}</p></li>`;
}

/** A list of which the first few are shown, the others on request. */
function Folded({ rows, few, what, children }) {
  const [shown, show] = useState(few);
  return html`<ol class="cards">${rows.slice(0, shown).map(children)}</ol>
    <${More} ...${{ shown, show, what }} number=${rows.length} step=${5 * few} unit="条" />`;
}

function Answers({ told, index }) {
  const tiers = Object.keys(TIERS).map((tier) => [tier, told.answers.filter((one) => one.tier === tier)]).filter(([, rows]) => rows.length > 0);
  if (tiers.length === 0) return html`<p>没有找到针对它的做法。</p>`;
  return tiers.map(([tier, rows]) => html`<section key=${tier}><h2>${TIERS[tier]}的做法 <span class="meta">${grouped(told.answer_totals[tier] ?? rows.length)} 条</span></h2>
    ${tier !== "outright" && html`<p class="note">与问题写在${TIERS[tier].replace("里", "")}里，原文没有明说就是针对它的。</p>`}
    <${Folded} rows=${rows} few=${SHOWN_ANSWERS} what="做法">${(one) => html`<${AnswerRow} key=${`${one.document}-${one.start}-${one.problem[0]}`} one=${one} index=${index} />`}<//></section>`);
}

function Mentions({ told, index }) {
  return html`<section><h2>出现在哪里 <span class="meta">${grouped(told.mentions_in_all)} 处</span></h2>
    <${Folded} rows=${told.mentions} few=${SHOWN_MENTIONS} what="出处">${(one) => html`<li key=${`${one.document}-${one.start}`}>
      <${Quote} text=${one.quote} marks=${[[one.text, "problems"]]} />
      <p class="meta"><a href=${placeLink(one, "problems")}>${dotted(one.place, one.title)}</a> · ${index.statuses[one.status]}</p></li>`}<//>
    ${told.mentions_in_all > told.mentions.length && html`<p class="note">这里列出前 ${told.mentions.length} 处，其余见案例列表和工作簿。</p>`}</section>`;
}

function ProblemPage({ index, id }) {
  const name = index.categories[id] || id;
  useEffect(() => titled(name), [name]);
  const list = useLoaded("problems");
  const row = list.value?.problems.find((one) => one.id === id);
  if (list.value && !row) return html`<h1>${name}</h1><p role="alert">这个目录里没有提到它。<a href=${link("problems")}>回到问题列表</a></p>`;
  return html`<${Loaded} state=${list} what="问题">${() => html`<${ProblemBody} row=${row} name=${name} index=${index} />`}<//>`;
}

function ProblemBody({ row, name, index }) {
  const told = useLoaded(row.file);
  return html`<article><p class="meta"><a href=${link("problems")}>问题</a> · ${row.group}</p><h1>${name}</h1><p>${row.definition}</p>
    <p><a href=${link("cases", null, { problem: joined([row.id]) })}>${grouped(row.cases)} 个案例</a>提到 ${grouped(row.mentions)} 次：${
      Object.entries(row.statuses).map(([status, number]) => `${index.statuses[status]} ${number}`).join("，")}。</p>
    <${Loaded} state=${told} what="做法">${(value) => html`
      <section><h2>怎么说</h2><p class="tags">${value.wordings.map(([words, number]) => html`<span class="tag problems" key=${words}>${words.replaceAll("\n", " ")}${number > 1 && ` ×${number}`}</span>`)}
        ${value.wordings_in_all > value.wordings.length && html`<span class="meta">等 ${value.wordings_in_all} 种</span>`}</p></section>
      <${Answers} told=${value} index=${index} /><${Mentions} told=${value} index=${index} />`}<//></article>`;
}

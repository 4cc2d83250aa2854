"use strict";
/* What matters of a case: its problems with the practices that answer them; figures that contradict each other. */
const FEW_PROBLEMS = 5;
const FEW_PRACTICES = 4;
const VERDICTS = { conflict: "不符", consistent: "相符", "cannot tell": "无法核对" };
const STRENGTH = ["targeted", "result", "headed", "numbered", "counterpart"];
const NEAR = ["sentence", "section", "case", "document"];

/** How well an answer is supported: 0 is best; said outright before what merely stands near. */
function weakness({ evidence, link: near }) {
  const said = STRENGTH.indexOf(evidence);
  return said >= 0 ? said : STRENGTH.length + NEAR.indexOf(near);
}

/** An answer that rests on no more than standing in the same case. */
const far = (answer) => !answer.evidence && NEAR.indexOf(answer.link) > 1;

/** Problem categories with what is said of them and the practices that answer them, the best supported first. */
function keyPoints(answers) {
  const groups = new Map();
  answers.filter((one) => !far(one)).forEach((one) => groups.set(one.category, [...(groups.get(one.category) || []), one]));
  const points = [...groups].map(([category, found]) => ({ categories: [category], ...sidesOf(found), best: Math.min(...found.map(weakness)) }));
  points.sort((a, b) => a.best - b.best || b.problems.length - a.problems.length || a.problems[0][0] - b.problems[0][0]);
  return withSameAnswers(points);
}

/** Points that the same practices answer are one point. */
function withSameAnswers(points) {
  const found = new Map();
  points.forEach((one) => {
    const key = one.practices.map((answer) => answer.practice.join()).sort().join(" ");
    const before = found.get(key);
    if (!before) found.set(key, one);
    else Object.assign(before, { categories: [...before.categories, ...one.categories], problems: [...before.problems, ...one.problems] });
  });
  return [...found.values()];
}

/** The problems that a case has and that nothing in the text answers. */
function unanswered(answers) {
  const found = new Map();
  const answered = new Set(answers.filter((one) => !far(one)).map((one) => one.problem.join()));
  answers.filter((one) => !answered.has(one.problem.join())).forEach((one) => found.set(one.problem.join(), one.problem));
  return [...found.values()];
}

/** The problems and practices of some answers, each once, the practices with their best evidence. */
function sidesOf(found) {
  const problems = new Map();
  const practices = new Map();
  [...found].sort((a, b) => weakness(a) - weakness(b)).forEach((one) => {
    if (!problems.has(one.problem.join())) problems.set(one.problem.join(), one.problem);
    if (!practices.has(one.practice.join())) practices.set(one.practice.join(), one);
  });
  return { problems: [...problems.values()], practices: [...practices.values()] };
}

function Answer({ answer, context }) {
  const { reading, shelf } = context;
  const fact = factAt(shelf, "practices", answer.practice);
  const results = (fact.results || []).map(([start, end]) => wordsOf(reading, { start, end }));
  const figures = (fact.quantities || []).map((range) => factAt(shelf, "quantities", range));
  return html`<li><${FactLink} fact=${fact} words=${wordsOf(reading, fact)} />
    ${figures.length > 0 && html` <span class="figures">${figures.slice(0, 6).map((one) => html`<${FactLink} class="tag quantities" fact=${one}
      words=${dotted(wordsOf(reading, one), one.counted)} /> `)}</span>`}
    ${results.length > 0 && html`<span class="result">结果：${results.join("；")}</span>`}
    <span class="meta evidence">${EVIDENCE[answer.evidence] || CLOSE[answer.link]}</span></li>`;
}

function Point({ point, context }) {
  const [all, show] = useState(false);
  const { reading, shelf, index } = context;
  const practices = all ? point.practices : point.practices.slice(0, FEW_PRACTICES);
  const left = point.practices.length - practices.length;
  return html`<li class="point"><h3 class="tags">${point.categories.map((id) => html`<${Tag} key=${id} kind="problems" id=${id} name=${index.categories[id] || id} />`)}</h3>
    <p class="said">${point.problems.slice(0, 4).map((range, i) => html`${i > 0 && "、"}<${FactLink} fact=${factAt(shelf, "problems", range)}
      words=${`“${wordsOf(reading, { start: range[0], end: range[1] })}”`} />`)}${point.problems.length > 4 && html`<span class="meta"> 等 ${point.problems.length} 处</span>`}</p>
    <ul class="answers">${practices.map((one) => html`<${Answer} key=${one.practice.join()} answer=${one} context=${context} />`)}</ul>
    ${left > 0 && html`<button class="small plain no-print" onClick=${() => show(true)}>还有 ${left} 条做法</button>`}</li>`;
}

function KeyPoints({ answers, context }) {
  const [all, show] = useState(false);
  const points = useMemo(() => keyPoints(answers), [answers]);
  const open = useMemo(() => unanswered(answers), [answers]);
  if (answers.length === 0) return null;
  const shown = all ? points : points.slice(0, FEW_PROBLEMS);
  const outright = points.filter((one) => one.best < STRENGTH.length).length;
  return html`<section class="keypoints" id="keypoints"><h2 tabindex="-1">要点：问题与做法</h2>
    <p class="meta">${pointsNote(outright, points.length)}</p>
    <ol class="points">${shown.map((one) => html`<${Point} key=${one.categories[0]} point=${one} context=${context} />`)}</ol>
    ${points.length > shown.length && html`<button class="no-print" onClick=${() => show(true)}>其余 ${points.length - shown.length} 类问题</button>`}
    ${open.length > 0 && html`<${OpenProblems} ranges=${open} context=${context} />`}</section>`;
}

/** How the pairs came about, so that nobody takes what stands near for what is said. */
function pointsNote(outright, all) {
  if (all === 0) return "原文没有写明哪项做法应对哪个问题。";
  if (outright === 0) return "原文没有直接说明哪项做法应对哪个问题，以下是写在同一句、同一节里的，供参考。";
  return outright === all ? "以下对应都是原文直接说明的。" : `前 ${outright} 类的对应由原文直接说明；其余是写在同一句、同一节里的，供参考。`;
}

function OpenProblems({ ranges, context }) {
  const { reading, shelf } = context;
  return html`<details><summary>没有写明对应做法的问题（${ranges.length}）</summary><ul class="flow">${ranges.map((range) => html`<li key=${range.join()}>
    <${FactLink} fact=${factAt(shelf, "problems", range)} words=${wordsOf(reading, { start: range[0], end: range[1] })} /></li>`)}</ul></details>`;
}

function Check({ check, context }) {
  const { reading, shelf } = context;
  return html`<li>${check.note}<span class="tags places">${check.spans.map((range) => html`<${FactLink} class="tag quantities" fact=${factAt(shelf, "quantities", range)}
    words=${wordsOf(reading, { start: range[0], end: range[1] })} />`)}</span></li>`;
}

/** The checks of figures in a range: those that fail, then in a fold those that tell nothing. */
function Checks({ from, to, context }) {
  const inside = context.reading.record.checks.filter((one) => one.spans.every(([start, end]) => start >= from && end <= to));
  const of = (verdict) => inside.filter((one) => one.verdict === verdict);
  const [bad, unknown, good] = ["conflict", "cannot tell", "consistent"].map(of);
  if (inside.length === 0) return null;
  const list = (checks) => html`<ul class="checks">${checks.map((one) => html`<${Check} check=${one} context=${context} />`)}</ul>`;
  const fold = (checks, name) => checks.length > 0 && html`<details><summary>${name}（${checks.length} 组）</summary>${list(checks)}</details>`;
  return html`<section class="figures-checked" id="checks"><h2 tabindex="-1">数字核对</h2>
    ${bad.length > 0 && html`<div class="alert"><p>文中有 ${bad.length} 组数字对不上：</p>${list(bad)}</div>`}
    ${fold(unknown, "无法核对的数字")}${fold(good, "核对相符的数字")}</section>`;
}

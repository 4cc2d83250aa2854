"use strict";
/* What is known of the chosen fact, and the list of all facts of a kind. */
const LISTED = 200; // facts of a list that are shown at once

/** A row of what is known; nothing where there is nothing. */
const Told = ({ name, children }) => (children ? html`<dt>${name}</dt><dd>${children}</dd>` : null);

/** Ranges of the text as links to what stands there, or null where there are none. */
function linksTo(ranges, kind, { reading, shelf }) {
  if (!ranges || ranges.length === 0) return null;
  return html`<ul class="flow">${ranges.map((range) => {
    const fact = factAt(shelf, kind, range);
    return html`<li key=${fact.at}><${FactLink} fact=${fact} words=${wordsOf(reading, fact)} /></li>`;
  })}</ul>`;
}

const same = (fact, [start, end]) => fact.start === start && fact.end === end;

/** The other sides of the answers that a fact is part of, with what they rest on. */
function answersOf(fact, { told, reading, shelf }) {
  const [own, other] = fact.kind === "practices" ? ["practice", "problem"] : ["problem", "practice"];
  const all = told.answers.filter((one) => same(fact, one[own]));
  const near = all.filter((one) => !far(one));
  const found = near.length > 0 ? near : all.slice(0, 3);
  if (found.length === 0) return null;
  return html`<ul class="plain">${found.slice(0, 12).map((one) => {
    const there = factAt(shelf, `${other}s`, one[other]);
    return html`<li key=${there.at}><${FactLink} fact=${there} words=${wordsOf(reading, there)} /> <span class="meta">${EVIDENCE[one.evidence] || CLOSE[one.link]}</span></li>`;
  })}</ul>`;
}

function PracticeFacts({ fact, context }) {
  const words = (ranges) => (ranges || []).map(([start, end]) => wordsOf(context.reading, { start, end }));
  return html`<${Told} name="主题"><${Tag} kind="practices" id=${fact.theme} name=${kindOf(fact, context.index)} /><//>
    <${Told} name="状态">${context.index.statuses[fact.status]}<//>
    <${Told} name="谁做">${words(fact.actors).join("、")}<//>
    <${Told} name="数字">${linksTo(fact.quantities, "quantities", context)}<//>
    <${Told} name="结果">${words(fact.results).join("；")}<//>
    <${Told} name="回应">${answersOf(fact, context)}<//>`;
}

function ProblemFacts({ fact, context }) {
  return html`<${Told} name="类别"><${Tag} kind="problems" id=${fact.category} name=${kindOf(fact, context.index)} /> <span class="meta">${CERTAINTY[fact.certainty]}</span><//>
    <${Told} name="状态">${context.index.statuses[fact.status]}<//>
    <${Told} name="做法">${answersOf(fact, context)}<//>`;
}

function QuantityFacts({ fact, context }) {
  const { reading } = context;
  const words = (range) => range && wordsOf(reading, { start: range[0], end: range[1] });
  const users = reading.record.practices.filter((one) => (one.quantities || []).some((range) => same(fact, range)));
  const checks = reading.record.checks.filter((one) => one.spans.some((range) => same(fact, range)));
  return html`<${Told} name="数值">${valueText(fact) || (fact.masked ? "原文已隐去" : "未能换算")}<//>
    <${Told} name="计数">${fact.counted}<//>
    <${Told} name="限定">${(fact.qualifier || []).join("、")}<//>
    <${Told} name="属于">${words(fact.owner)}<//>
    <${Told} name="时间">${words(fact.period)}<//>
    <${Told} name="做法">${linksTo(users.map((one) => [one.start, one.end]), "practices", context)}<//>
    <${Told} name="核对">${checks.length > 0 && html`<ul class="plain">${checks.map((one) => html`<li>${VERDICTS[one.verdict]}：${one.note}</li>`)}</ul>`}<//>`;
}

const DETAILS = {
  practices: PracticeFacts,
  problems: ProblemFacts,
  quantities: QuantityFacts,
  dates: ({ fact }) => html`<${Told} name="日期">${fact.value || "未能换算成年月日"}<//>`,
};

/** What is copied of a fact: its words, what it is, and where it stands. */
function factCopy(fact, { index, reading, source }) {
  const what = dotted(KINDS[fact.kind], factLine({ ...fact, page: undefined }, index));
  const file = dotted(source.name, placeText(fact));
  return `“${wordsOf(reading, fact)}”（${what}）\n${citation(source, fact.page)}\n文件：${file}\n`;
}

/** Other facts that stand in the same place. */
function others(fact, { shelf, shown }) {
  return shelf.facts.filter((one) => one.at !== fact.at && one.start < fact.end && one.end > fact.start && shown.has(one.kind));
}

function Where({ fact, context }) {
  const { source, reading } = context;
  const href = originHref(source.roots, source.name, fact.page);
  const place = placeText(fact);
  const heads = headingsAbove(reading, fact.start);
  return html`<${Told} name="章节">${heads.join(" › ")}<//>
    <${Told} name="出处">${place}${place && href && " · "}${href && html`<a href=${href} target="_blank" rel="noopener">打开原文件</a>`}<//>`;
}

function FactPanel({ fact, go, context }) {
  const { facts } = context.shelf;
  const order = facts.filter((one) => context.shown.has(one.kind));
  const at = fact ? order.indexOf(fact) : -1;
  if (!fact) return html`<div class="panel empty"><p class="note">点击文中标出的任何一处，这里会说明它是什么、出自哪里。</p><${Steps} go=${go} none=${order.length === 0} /></div>`;
  const Details = DETAILS[fact.kind];
  const also = others(fact, context);
  return html`<section class="panel" aria-label="选中的一处"><header><span class=${`tag ${fact.kind}`}>${KINDS[fact.kind] || "原文"}</span>
      <span class="meta">${at >= 0 && `${grouped(at + 1)} / ${grouped(order.length)}`}</span><${Steps} go=${go} />
      <button class="small plain" aria-label="关闭说明" onClick=${() => choose("", "text")}>✕</button></header>
    <p class="words" role="status">${wordsOf(context.reading, fact)}</p>
    <dl class="told">${Details && html`<${Details} fact=${fact} context=${context} />`}<${Where} fact=${fact} context=${context} />
      <${Told} name="同处">${also.length > 0 && html`<ul class="plain">${also.slice(0, 12).map((one) => html`<li key=${one.at}><${FactLink} fact=${one} words=${wordsOf(context.reading, one)} />
        <span class="meta"> ${KINDS[one.kind]}</span></li>`)}</ul>`}<//></dl>
    ${corrigible(context.index) && Details && html`<${Late} name="Judging" key=${fact.at} fact=${fact} context=${context} />`}
    <p class="tags"><${CopyButton} text=${factCopy(fact, context)} words="复制（连出处）" /></p></section>`;
}

function Steps({ go, none }) {
  return html`<span class="steps"><button class="small" disabled=${none} aria-keyshortcuts="k" onClick=${() => go(-1, "panel")}>上一处</button>
    <button class="small" disabled=${none} aria-keyshortcuts="j" onClick=${() => go(1, "panel")}>下一处</button></span>`;
}

/** The facts of one kind; of a long list a stretch with the chosen one in it. */
function FactList({ facts, chosen, params, context }) {
  const counts = Object.keys(KINDS).map((kind) => [kind, facts.filter((one) => one.kind === kind)]).filter(([, list]) => list.length > 0);
  const first = counts.length > 0 ? counts[0][0] : null;
  const kind = (chosen && counts.some(([one]) => one === chosen.kind) && chosen.kind) || params.get("list") || first;
  const list = (counts.find(([one]) => one === kind) || counts[0] || [null, []])[1];
  if (counts.length === 0) return html`<p class="note">这段文字里没有摘出什么。</p>`;
  const open = (one) => setParams({ list: one === first ? "" : one, at: "" });
  return html`<section class="list" aria-label="摘出的内容"><p class="kindtabs">${counts.map(([one, found]) => html`<button key=${one} class="small" aria-pressed=${one === kind} onClick=${() => open(one)}>
      ${KINDS[one]} ${grouped(found.length)}</button>`)}</p>
    <${Stretch} key=${kind} list=${list} chosen=${chosen} context=${context} /></section>`;
}

function Stretch({ list, chosen, context }) {
  const kept = useKept();
  const box = useRef(null);
  const own = list.indexOf(chosen);
  const [begin, set] = useState(0);
  const start = own >= 0 && (own < begin || own >= begin + LISTED) ? Math.floor(own / LISTED) * LISTED : begin;
  useEffect(() => { if (start !== begin) set(start); }, [start]);
  useEffect(() => {
    const entry = box.current.querySelector("[aria-current]");
    if (entry) broughtInto(box.current, entry);
  }, [own, start]);
  const more = (to, words) => html`<li><button class="small plain" onClick=${() => { choose("", "text"); set(to); }}>${words}</button></li>`;
  return html`<ol ref=${box} class="facts" start=${start + 1} tabindex="0" aria-label="按原文顺序">
    ${start > 0 && more(Math.max(0, start - LISTED), `前面 ${grouped(start)} 处`)}
    ${list.slice(start, start + LISTED).map((fact) => html`<li key=${fact.at}><${FactLink} fact=${fact} words=${wordsOf(context.reading, fact)} aria-current=${fact === chosen ? "true" : null} />
      <span class="meta">${dotted(JUDGED[judgementOf(fact, kept, context.reading)], factLine(fact, context.index))}</span></li>`)}
    ${start + LISTED < list.length && more(start + LISTED, `后面 ${grouped(list.length - start - LISTED)} 处`)}</ol>`;
}

/** Scroll a list, not the window, until an entry is seen. */
function broughtInto(box, entry) {
  const [around, own] = [box.getBoundingClientRect(), entry.getBoundingClientRect()];
  if (own.top < around.top || own.bottom > around.bottom) box.scrollTop += own.top - around.top - around.height / 3;
}

/** On paper: a list of all facts, made when it is wanted. */
function usePrintList(context) {
  useEffect(() => {
    const add = () => document.getElementById("main").append(printList(context));
    const drop = () => document.querySelectorAll(".on-paper").forEach((one) => one.remove());
    addEventListener("beforeprint", add);
    addEventListener("afterprint", drop);
    return () => { drop(); removeEventListener("beforeprint", add); removeEventListener("afterprint", drop); };
  });
}

function printList({ shelf, reading, index, shown }) {
  const lists = Object.entries(KINDS).filter(([kind]) => shown.has(kind)).flatMap(([kind, name]) => {
    const found = shelf.facts.filter((one) => one.kind === kind);
    return found.length === 0 ? [] : [made("h3", "", `${name}（${found.length}）`), made("ol", "", ...found.map((one) => made("li", "", `${wordsOf(reading, one)}　${factLine(one, index)}`)))];
  });
  return made("section", "on-paper", made("h2", "", "摘出的内容"), ...lists);
}

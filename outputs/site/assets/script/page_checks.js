"use strict";
/* Figures held against each other, and words that reports share. */
const CHECKS = 20;

/** The words of a check with its figures marked, each leading to its place. */
function CheckRow({ one, rules }) {
  const to = ([start, end]) => placeLink({ ...one, start, end }, "quantities");
  return html`<li><h2>${one.note}</h2><p class="tags"><span class="tag">${rules[one.rule] || one.rule}</span>
      ${one.spans.map((span) => html`<a key=${span[0]} class="tag quantities" href=${to(span)}>${span[2]}</a>`)}</p>
    <${Quote} text=${one.quote} marks=${one.spans.map((span) => [span[2], "quantities"])} />
    <p class="meta">${dotted(one.place, one.title)}</p></li>`;
}

function CheckRows({ told, verdict }) {
  const number = told.verdicts.find((one) => one[0] === verdict)[2];
  const [shown, show] = useState(CHECKS);
  const places = Array.from({ length: Math.min(shown, number) }, (_, i) => i);
  const state = useAsync(() => loadRows(`checks/${verdict.replace(" ", "-")}`, places, told.rows), [verdict, shown]);
  const rows = state.value ?? state.before;
  if (number === 0) return html`<p>没有这样的数字。</p>`;
  if (state.error || !rows) return html`<${Loaded} state=${state} what="数字" />`;
  return html`<ol class="cards">${rows.map((one) => html`<${CheckRow} key=${`${one.document}-${one.spans[0][0]}-${one.rule}`} one=${one} rules=${told.rules} />`)}</ol>
    <${More} ...${{ shown, number, show }} step=${5 * CHECKS} unit="条" />`;
}

function CopyConflict({ one }) {
  return html`<li><h3>${one.title}</h3>
    <p><a class="tag quantities" href=${link("case", one.case, { at: `quantities-${one.start}-${one.end}` })}>${one.text}</a> <span class="meta">${one.file}</span></p>
    <p><a class="tag quantities" href=${link("case", one.other, { at: `quantities-${one.other_start}-${one.other_end}` })}>${one.other_text}</a> <span class="meta">${one.other_file}</span></p></li>`;
}

/** One report in several files, with figures that differ. */
function CopyConflicts({ number, size }) {
  const [shown, show] = useState(CHECKS);
  const places = Array.from({ length: Math.min(shown, number) }, (_, i) => i);
  const state = useAsync(() => loadRows("checks/copies", places, size), [shown]);
  const rows = state.value ?? state.before;
  if (number === 0) return null;
  return html`<section><h2>同一份报告，两处文件数字不同 <span class="meta">${grouped(number)} 处</span></h2>
    ${rows ? html`<ol class="cards">${rows.map((one) => html`<${CopyConflict} key=${`${one.case}-${one.start}-${one.other}`} one=${one} />`)}</ol>` : html`<${Loaded} state=${state} what="数字" />`}
    <${More} ...${{ shown, number, show }} step=${5 * CHECKS} unit="处" /></section>`;
}

function ChecksPage({ params }) {
  const state = useLoaded("checks");
  return html`<h1>数据核对</h1><p class="note">同一份报告里的合计、占比、增减和前后两处的数字互相核对；只判断确切的数字，哪个写错了由人来定。</p>
    <${Loaded} state=${state} what="核对结果">${(told) => {
      const verdict = params.get("verdict") || told.verdicts[0][0];
      return html`<ul class="chosen" aria-label="按结果筛选">${told.verdicts.map(([key, name, number]) => html`<li key=${key}><button class="small" aria-pressed=${key === verdict}
          onClick=${() => setParams({ verdict: key }, { push: true })}>${name} ${grouped(number)}</button></li>`)}</ul>
        <${CheckRows} key=${verdict} told=${told} verdict=${verdict} /><${CopyConflicts} number=${told.copies} size=${told.rows} />
        <p><a href=${link("passages")}>各报告共有的话（套话）</a></p>`;
    }}<//>`;
}

/* ---------- what reports share */
const percent = (share) => `${Math.round(100 * share)}%`;

function PassagesPage() {
  const state = useLoaded("passages");
  return html`<p class="meta"><a href=${link("checks")}>数据核对</a></p><h1>共有的话</h1><p class="note">三份以上报告里相同的话算作套话；数字和被隐去的字不论，这里按其中一份写出。</p>
    <${Loaded} state=${state} what="共有的话">${(told) => html`<section><h2>套话 <span class="meta">${grouped(told.in_all)} 段</span></h2>
      ${told.passages.length === 0 ? html`<p>没有找到。</p>` : html`<${Folded} rows=${told.passages} few=${20} what="套话">${(one) => html`<li key=${one.text}><p class="said">${one.text}</p>
        <p class="meta">${one.reports} 份报告：${one.where.map(([id, title], i) => html`${i > 0 && "、"}<a key=${id} href=${link("case", id)}>${title}</a>`)}${one.reports > one.where.length && " 等"}</p></li>`}<//>`}</section>
      ${told.cases.length > 0 && html`<section><h2>自己的话最少的案例</h2><div class="scroll"><table><thead><tr><th scope="col">案例</th><th scope="col">地方</th><th scope="col" class="number">独有</th></tr></thead>
        <tbody>${told.cases.slice(0, 100).map((one) => html`<tr key=${one.id}><th scope="row"><a href=${link("case", one.id)}>${one.title}</a></th><td>${one.place}</td><td class="number">${percent(one.own)}</td></tr>`)}</tbody></table></div></section>`}`}<//>`;
}

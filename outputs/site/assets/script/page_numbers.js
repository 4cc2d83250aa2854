"use strict";
/* The figures: by unit, by what they count, by place. */
const THINGS = 50;
const ORDERS = [["", "由大到小"], ["least", "由小到大"], ["place", "按地方"], ["text", "按出处"]];
const unitName = (unit) => unit || "（没有单位）";

/** A number as written in reports: by 万 and 亿 from ten thousand on. */
function amount(value) {
  const size = Math.abs(value);
  const cut = (number) => String(Number(number.toPrecision(size < 1 ? 3 : 6)));
  if (size >= 1e8) return `${cut(value / 1e8)}亿`;
  if (size >= 1e4) return `${cut(value / 1e4)}万`;
  return cut(value);
}

/** A small picture of how values are spread; what it shows is said in words beside it. */
function Spark({ bins }) {
  const most = Math.max(...bins);
  const width = 100 / bins.length;
  return html`<svg class="spark" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">${bins.map((number, i) => html`
    <rect key=${i} x=${i * width} width=${Math.max(width - 1, 1)} y=${24 - (23 * number) / most} height=${(23 * number) / most} />`)}</svg>`;
}

function ThingRow({ one, unit }) {
  const range = one.least === one.most ? amount(one.least) : `${amount(one.least)} – ${amount(one.most)}`;
  return html`<tr><th scope="row"><a href=${link("numbers", null, { unit, thing: one.counted })}>${one.counted}</a></th>
    <td class="number">${grouped(one.figures)}</td><td class="number">${grouped(one.places)}</td>
    <td class="number">${range}</td><td class="number">${amount(one.median)}</td><td>${one.figures > 2 && html`<${Spark} bins=${one.bins} />`}</td></tr>`;
}

function Things({ rows, unit, params }) {
  const [shown, show] = useState(THINGS);
  const fold = useFold();
  const part = fold((params.get("q") || "").trim());
  const fitting = part ? rows.filter((one) => fold(one.counted).includes(part)) : rows;
  return html`<p role="status" class="total">${grouped(fitting.length)} 种计数对象</p>
    <div class="scroll"><table><thead><tr><th scope="col">数的是什么</th><th scope="col" class="number">条数</th><th scope="col" class="number">地方数</th>
      <th scope="col" class="number">范围（${unitName(unit)}）</th><th scope="col" class="number">中位数</th><th scope="col">分布</th></tr></thead>
      <tbody>${fitting.slice(0, shown).map((one) => html`<${ThingRow} key=${one.counted} one=${one} unit=${unit} />`)}</tbody></table></div>
    <${More} ...${{ shown, show }} number=${fitting.length} step=${4 * THINGS} unit="种" />`;
}

function inTheOrder(rows, order) {
  const by = (key) => [...rows].sort((a, b) => ((a[key] || "\uffff") < (b[key] || "\uffff") ? -1 : a[key] === b[key] ? b.value - a.value : 1));
  if (order === "place") return by("place");
  if (order === "text") return by("title");
  return [...rows].sort((a, b) => (order === "least" ? a.value - b.value : b.value - a.value));
}

/** All figures of one thing in one unit. */
function Figures({ thing, unit, params }) {
  const file = useLoaded(thing.file);
  const [shown, show] = useState(THINGS);
  const fold = useFold();
  const place = fold((params.get("place") || "").trim());
  return html`<p class="meta"><a href=${link("numbers", null, { unit })}>数字 · ${unitName(unit)}</a></p><h1>${thing.counted}（${unitName(unit)}）</h1>
    <p>${grouped(thing.figures)} 条，${grouped(thing.places)} 个地方；最小 ${amount(thing.least)}，中位 ${amount(thing.median)}，最大 ${amount(thing.most)}。</p>
    ${thing.figures > 2 && html`<div class="large"><${Spark} bins=${thing.bins} /></div>`}
    <div class="bar"><${TypeBox} params=${params} name="place" label="按地方找" placeholder="按地方或案例找" /><${Choice} name="sort" label="排序" value=${params.get("sort") || ""} options=${ORDERS} /></div>
    <${Loaded} state=${file} what="数字">${(value) => {
      const rows = inTheOrder(value[thing.counted], params.get("sort")).filter((one) => !place || fold(`${one.place || ""} ${one.owner || ""} ${one.title}`).includes(place));
      return html`<p role="status" class="total">${grouped(rows.length)} 条</p><div class="scroll"><table><thead><tr><th scope="col">原文</th><th scope="col" class="number">数值（${unitName(unit)}）</th><th scope="col">时间</th><th scope="col">谁的</th><th scope="col">地方</th><th scope="col">案例</th></tr></thead>
        <tbody>${rows.slice(0, shown).map((one) => html`<tr key=${`${one.document}-${one.start}`}><th scope="row"><a href=${placeLink(one, "quantities")}>${one.text}</a></th>
          <td class="number">${one.qualifier.length > 0 && html`<span class="meta">${one.qualifier.join("、")}</span> `}${amount(one.value)}</td><td>${one.period}</td><td>${one.owner}</td><td>${one.place}</td><td class="words">${one.title}</td></tr>`)}</tbody></table></div>
        <${More} ...${{ shown, show }} number=${rows.length} step=${4 * THINGS} unit="条" />`;
    }}<//>`;
}

function Unit({ number, unit, params }) {
  const state = useLoaded(`numbers/${number}`);
  const named = params.get("thing");
  return html`<${Loaded} state=${state} what="数字">${(rows) => {
    const thing = rows.find((one) => one.counted === named);
    if (named && thing) return html`<${Figures} thing=${thing} unit=${unit} params=${params} />`;
    return html`<${TypeBox} params=${params} name="q" label="按计数对象找" placeholder="数的是什么：村、党员、集体经济收入" /><${Things} rows=${rows} unit=${unit} params=${params} />`;
  }}<//>`;
}

function NumbersPage({ params }) {
  const state = useLoaded("numbers");
  return html`<${Loaded} state=${state} what="数字">${(units) => {
    if (units.length === 0) return html`<h1>数字</h1><p>这个目录里没有数字。</p>`;
    const unit = params.has("unit") ? params.get("unit") : units[0].unit;
    const number = Math.max(0, units.findIndex((one) => one.unit === unit));
    return html`${!params.get("thing") && html`<h1>数字</h1><p class="note">同一种东西的数字放在一起，便于在各地之间比较；重复件里的不计。</p>
      <${Choice} name="unit" label="单位" value=${unit} options=${units.map((one) => [one.unit, `${unitName(one.unit)}（${grouped(one.figures)}）`])} />`}
      <${Unit} key=${number} number=${number} unit=${units[number].unit} params=${params} />`;
  }}<//>`;
}

"use strict";
/* Narrowing the list of cases: which cases have which values, and how many are left. */
const FEW = 8;

/** The columns of data/columns.js, decoded: {facets: [{key, label, values, column}], copies, years, …}. */
function readColumns(told) {
  const facets = told.facets.map((facet) => ({ ...facet, column: unpackColumn(told.of[facet.key]) }));
  return {
    facets,
    copies: unpack(told.copies, "u1"),
    years: unpack(told.years, "u2"),
    practices: unpack(told.practices, "u2"),
    quantities: unpack(told.quantities, "u2"),
  };
}

/** Facet -> the numbers of the values that the address names; a value that nobody has is number -1. */
function chosenValues(columns, params) {
  return columns.facets.map((facet) => listed(params, facet.key).map((key) => facet.values.findIndex((one) => one[0] === key)));
}

/**
 * The cases (of `places`) that have, in each facet with chosen values, one of them; and for each facet how many cases
 * have each value when the choice in that facet itself is left out.
 */
function narrowed(columns, chosen, places, copies) {
  const counts = columns.facets.map((facet) => new Uint32Array(facet.values.length));
  const kept = [];
  for (const place of places) {
    if (!copies && columns.copies[place]) continue;
    const missing = missingFacets(columns, chosen, place);
    if (missing.length === 0) kept.push(place);
    if (missing.length < 2) {
      columns.facets.forEach(({ column }, number) => {
        if (missing.length === 1 && missing[0] !== number) return;
        for (let i = column.starts[place]; i < column.starts[place + 1]; i += 1) counts[number][column.values[i]] += 1;
      });
    }
  }
  return { kept, counts };
}

/** The facets (numbers) with a choice of which a case has no value. */
function missingFacets(columns, chosen, place) {
  const missing = [];
  chosen.forEach((values, number) => {
    if (values.length === 0) return;
    const { starts, values: all } = columns.facets[number].column;
    for (let i = starts[place]; i < starts[place + 1]; i += 1) if (values.includes(all[i])) return;
    missing.push(number);
  });
  return missing;
}

/** Add a value to those chosen in a facet, or take it out. */
function toggled(params, facet, key) {
  const before = listed(params, facet.key);
  const after = before.includes(key) ? before.filter((one) => one !== key) : [...before, key];
  setParams({ [facet.key]: joined(after), p: "" }, { push: true });
}

/** One facet: its foremost values with their counts; the others on request, a box to find one among many. */
function Facet({ facet, counts, chosen, params }) {
  const [open, setOpen] = useState(false);
  const [part, setPart] = useState("");
  const order = useMemo(() => inOrder(facet, counts, chosen), [facet, counts, params]);
  const fitting = part ? order.filter((at) => facet.values[at][1].includes(part)) : order;
  const shown = open ? fitting.slice(0, 60) : fitting.slice(0, Math.max(FEW, chosen.length));
  if (order.length === 0) return null;
  return html`<fieldset class="facet"><legend>${facet.label}</legend>
    ${open && order.length > 20 && html`<input type="search" class="narrow" aria-label=${`在${facet.label}里找`} placeholder="输入几个字"
      value=${part} onInput=${(event) => setPart(event.target.value.trim())} />`}
    <ul>${shown.map((at) => html`<li key=${facet.values[at][0]}><label>
      <input type="checkbox" checked=${chosen.includes(at)} onChange=${() => toggled(params, facet, facet.values[at][0])} />
      <span class="name">${facet.values[at][1]}</span><span class="count">${grouped(counts[at])}</span></label></li>`)}</ul>
    ${order.length > FEW && html`<button class="more" aria-expanded=${open} onClick=${() => { setOpen(!open); setPart(""); }}>
      ${open ? "收起" : `更多（${order.length}）`}</button>`}</fieldset>`;
}

/** The values that some case has, and those chosen: the chosen first, then by count; years from the newest. */
function inOrder(facet, counts, chosen) {
  const found = facet.values.map((_, at) => at).filter((at) => counts[at] > 0 || chosen.includes(at));
  const first = (at) => (chosen.includes(at) ? 0 : 1);
  if (facet.key === "year") return found.sort((a, b) => (facet.values[a][0] < facet.values[b][0] ? 1 : -1));
  return found.sort((a, b) => first(a) - first(b) || counts[b] - counts[a] || a - b);
}

/** What is chosen, each with a button that takes it out. */
function Chosen({ columns, chosen, params }) {
  const all = columns.facets.flatMap((facet, number) => chosen[number].map((at, i) => ({
    facet, key: listed(params, facet.key)[i], name: at < 0 ? listed(params, facet.key)[i] : facet.values[at][1],
  })));
  if (all.length === 0) return null;
  const none = Object.fromEntries(columns.facets.map((facet) => [facet.key, ""]));
  return html`<ul class="chosen" aria-label="已选条件">${all.map(({ facet, key, name }) => html`<li key=${facet.key + key}>
    <button class="small" onClick=${() => toggled(params, facet, key)}><span class="hidden">去掉条件：</span>${facet.label}：${name} <span aria-hidden="true">✕</span></button></li>`)}
    <li><button class="small plain" onClick=${() => setParams({ ...none, p: "" }, { push: true })}>全部去掉</button></li></ul>`;
}

"use strict";
/* Cases whose title or place is wrong or that are two; clusters with a poor name, or that are one. */
const CASE_FIELDS = [["title", "标题"], ["place", "地方"], ["place_level", "层级"], ["place_code", "区划代码（六位）"], ["organisation", "单位"]];
const caseFields = (index) => CASE_FIELDS.map(([name, label]) => (name === "place_level" ? [name, label, index.choices.levels.map((one) => [one, one])] : [name, label]));

function Said({ entry, words }) {
  const [key, { one }] = entry;
  return html`<li>${words}${one.note && html` <span class="meta">批注：${one.note}</span>`} <button class="small plain" onClick=${() => takeBack(key)}>去掉</button></li>`;
}

/** What was said of a case as a whole, and the form to say it. */
function MendingCase({ row, context }) {
  const { index, reading } = context;
  const { entries } = useKept();
  const [open, show] = useState(false);
  const own = Object.entries(entries).filter(([, { one }]) => one.case?.id === row.id);
  const mended = own.find(([, { one }]) => one.act === "mend_case");
  const said = { title: row.title, place: row.place, place_level: row.level, place_code: row.place_code, organisation: row.organisation };
  const done = ({ note, ...values }) => {
    const value = differing(said, values);
    if (Object.keys(value).length === 0) throw new Error("还没有改动。");
    if (value.title === null) throw new Error("案例要有标题。");
    if (value.place_code && !/^\d{6}$/.test(value.place_code)) throw new Error("区划代码是六位数字。");
    correct({ act: "mend_case", case: caseOf(reading, row), value, ...(note && { note }) });
    show(false);
  };
  const words = (one) => (one.act === "mend_case" ? `改案例：${valueWords(one.value, index)}` : `拆分：${one.where.map((place) => `“${place.quote.replace(/\s+/g, " ")}”`).join("、")}`);
  return html`<div>${own.length > 0 && html`<ul class="plainlist" aria-label="对本案例的更正">${own.map((entry) => html`<${Said} key=${entry[0]} entry=${entry} words=${words(entry[1].one)} />`)}</ul>`}
    ${open ? html`<${Form} label="改案例" fields=${[...caseFields(index), NOTE]} start=${{ ...said, ...mended?.[1].one.value, note: mended?.[1].one.note }} done=${done} cancel=${() => show(false)} />`
      : html`<button class="small" onClick=${() => show(true)}>改标题、地方</button>`}</div>`;
}

/** Buttons of a group of cases or of a kind of practices; `all` are those that it may be merged into. */
function MendingCluster({ one, all }) {
  const { entries } = useKept();
  const [open, show] = useState("");
  const own = Object.entries(entries).filter(([, { one: said }]) => said.cluster?.id === one.id);
  const others = all.filter((other) => other.id !== one.id);
  const done = async (act, told) => { correct({ act, cluster: await clusterOf(one), ...told }); show(""); };
  const rename = ({ label, note }) => {
    if (!label || label === one.label) throw new Error("写一个新名字。");
    return done("rename_cluster", { label, ...(note && { note }) });
  };
  const merge = async ({ into, note }) => {
    if (!into) throw new Error("选一个要并入的。");
    return done("merge_clusters", { into: await clusterOf(others.find((other) => other.id === into)), ...(note && { note }) });
  };
  const words = (said) => (said.act === "rename_cluster" ? `改名为“${said.label}”` : `并入“${said.into.label}”`);
  const close = () => show("");
  return html`<div class="mending no-print">${own.length > 0 && html`<ul class="plainlist">${own.map((entry) => html`<${Said} key=${entry[0]} entry=${entry} words=${words(entry[1].one)} />`)}</ul>`}
    ${open === "rename" && html`<${Form} label=${`改名：${one.label}`} fields=${[["label", "新名字"], NOTE]} start=${{ label: one.label }} done=${rename} cancel=${close} />`}
    ${open === "merge" && html`<${Form} label=${`并入：${one.label}`} fields=${[["into", "并入", others.map((other) => [other.id, other.label])], NOTE]} start=${{}} done=${merge} cancel=${close} />`}
    ${!open && html`<p class="tags"><button class="small plain" aria-label=${`改名：${one.label}`} onClick=${() => show("rename")}>改名</button>
      ${others.length > 0 && html`<button class="small plain" aria-label=${`并入…：${one.label}`} onClick=${() => show("merge")}>并入…</button>`}</p>`}</div>`;
}

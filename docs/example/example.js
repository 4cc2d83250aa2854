"use strict";
const base = document.documentElement.dataset.catalogue;
const at = id => document.getElementById(id);
const element = (name, text, more) => Object.assign(document.createElement(name), { textContent: text, ...more });
const read = async path => {
  const answer = await fetch(base + path);
  return answer.ok ? answer.json() : Promise.reject(new Error(`${path}: ${answer.status}`));
};
const words = row => [row.title, row.place, row.opening, ...[...row.practices, ...row.problems].map(one => one.text)]
  .join("\n").toLowerCase();
let rows = [];

function list() {
  const chosen = [...at("filters").querySelectorAll("select")].filter(one => one.value);
  const asked = at("search").value.toLowerCase().split(/\s+/);
  const kept = rows.filter(row => !row.duplicate_of
    && chosen.every(one => row.facets[one.name]?.includes(one.value))
    && asked.every(word => words(row).includes(word)));
  at("count").textContent = `${kept.length} 个案例`;
  at("list").replaceChildren(...kept.map(row => {
    const item = element("li", "");
    item.append(element("a", row.title, { href: `#${row.id}` }), ` ${row.place ?? ""}`);
    return item;
  }));
}

async function open() {
  const id = location.hash.slice(1), row = rows.find(one => one.id === id);
  if (!id) return at("case").replaceChildren();
  if (!row) {
    const { tombstones } = await read("tombstones.json");
    const heir = tombstones.find(one => one.id === id)?.superseded_by;
    return heir ? location.replace(`#${heir}`) : at("case").replaceChildren(element("p", "没有这个案例。"));
  }
  const one = await read(row.file), text = element("p", one.text, { className: "text" }), node = text.firstChild;
  for (const kind of ["practices", "problems"]) {
    const ranges = one[kind].map(({ utf16: [start, end] }) => new StaticRange({ startContainer: node,
      startOffset: start - one.utf16[0], endContainer: node, endOffset: end - one.utf16[0] }));
    CSS.highlights.set(kind, new Highlight(...ranges));
  }
  at("case").replaceChildren(element("h2", one.title), element("p", one.document.name), text);
  at("case").scrollIntoView();
}

async function start() {
  const manifest = await read("catalogue.json");
  if (manifest.schema_version !== 1) throw new Error("a catalogue of another version");
  const [facets, ...shards] = await Promise.all(["facets.json", ...manifest.shards.map(one => one.path)].map(read));
  rows = shards.flatMap(shard => shard.cases);
  for (const { key, label, values } of facets.facets.filter(one => ["theme", "level", "problem"].includes(one.key))) {
    const choice = element("select", "", { name: key, onchange: list });
    choice.append(element("option", "全部", { value: "" }));
    for (const one of values) choice.append(element("option", `${one.label}（${one.count}）`, { value: one.key }));
    const named = element("label", `${label} `);
    named.append(choice);
    at("filters").append(named);
  }
  at("search").oninput = list;
  at("filters").onsubmit = () => false;
  window.onhashchange = open;
  list();
  await open();
}
start().catch(error => { at("count").textContent = `打不开目录：${error.message}`; });

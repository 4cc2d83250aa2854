"use strict";
/* What a correction is of: a finding, a case or a cluster, told by its words, so that it is known again in a later edition. */
const BESIDE_QUOTE = 32; // characters before and after that are told with a quote

const documentOf = ({ id, name, sha256 }) => ({ id, name, sha256 });

/** The words of a range with those around them. */
function quoted({ cut, length }, start, end) {
  return { quote: cut(start, end), before: cut(Math.max(0, start - BESIDE_QUOTE), start), after: cut(end, Math.min(length, end + BESIDE_QUOTE)) };
}

/** The smallest case around a range; undefined where it stands in none. */
function caseAround({ record }, start, end) {
  const around = record.cases.filter((one) => one.start <= start && end <= one.end);
  return around.sort((a, b) => a.end - a.start - (b.end - b.start))[0];
}

/** A range of a text as a finding of a kind (plural). */
function findingAt(reading, kind, { start, end }) {
  const home = caseAround(reading, start, end);
  return { kind: KIND_OF[kind], document: documentOf(reading.record), case: home ? home.id : null, start, end, ...quoted(reading, start, end) };
}

function caseOf(reading, { id, title, start, end }) {
  return { id, title, document: documentOf(reading.record), start, end, ...quoted(reading, start, Math.min(end, start + BESIDE_QUOTE)) };
}

/** A cluster with its members, which stand in a file of their own. */
async function clusterOf({ id, label }) {
  return { id, label, members: (await load("members"))[id] || [] };
}

/** What the catalogue says of a fact, as far as it can be corrected. */
const SAID = { practices: ["theme", "form", "status"], problems: ["category", "status"], quantities: ["value", "value_max", "unit", "counted"], dates: ["value"] };
const saidOf = (fact) => Object.fromEntries(SAID[fact.kind].map((name) => [name, fact[name] ?? null]));

/** Some values in words, for lists: the names of ids, numbers as they are. */
function valueWords(value, index) {
  const names = { ...index.themes, ...index.categories, ...index.statuses, ...index.choices.forms };
  const told = Object.entries(value || {}).filter(([name]) => !["start", "end"].includes(name));
  const words = (one) => (typeof one === "string" && Object.hasOwn(names, one) ? names[one] : typeof one === "object" ? JSON.stringify(one) : one);
  return told.map(([name, one]) => `${Object.hasOwn(FIELD_NAMES, name) ? FIELD_NAMES[name] : name}：${one === null || one === "" ? "无" : words(one)}`).join("；");
}
const FIELD_NAMES = {
  theme: "主题", form: "形式", status: "状态", category: "类别", value: "数值", value_max: "至", unit: "单位", counted: "数的是什么", quote: "原文", kind: "种类",
  title: "标题", place: "地方", place_level: "层级", place_code: "区划代码", organisation: "单位",
};

"use strict";
/* The facts of a text: what was found, each with its kind, its place in the address and what can be said of it. */
const KINDS = { practices: "做法", problems: "问题", quantities: "数字", dates: "日期" };
const CERTAINTY = { set: "固定说法", high: "按用词推断", low: "按用词推断，把握不大" };
const EVIDENCE = { targeted: "原文直接说明针对该问题", result: "原文直接说明解决了该问题", headed: "标题直接对应", numbered: "逐条对应", counterpart: "章节对应" };
const CLOSE = { sentence: "同一句", section: "同一节", case: "同一案例", document: "同一文件" };

const atOf = (kind, start, end) => `${kind}-${start}-${end}`;

/** {kind, start, end} of a place in the address; null for anything else. */
function parseAt(at) {
  const found = /^([a-z]+)-(\d{1,9})-(\d{1,9})$/.exec(at || "");
  return found && Number(found[2]) < Number(found[3]) ? { kind: found[1], start: Number(found[2]), end: Number(found[3]) } : null;
}

/** All findings of a document that lie in a range, in order of the text, longer ones first; each with its number and place. `own` are those that were added to it. */
function factsIn(record, from, to, own = []) {
  const inside = (one) => one.start >= from && one.end <= to;
  const found = Object.keys(KINDS).flatMap((kind) => record[kind].filter(inside).map((one) => ({ ...one, kind })));
  found.push(...own.filter(inside));
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  return found.map((one, number) => ({ ...one, number, at: atOf(one.kind, one.start, one.end) }));
}

/** Facts as they are looked for: all, by place, by range. */
function shelfOf(facts) {
  const ranges = new Map();
  facts.forEach((one) => ranges.set(`${one.start}-${one.end}`, [...(ranges.get(`${one.start}-${one.end}`) || []), one]));
  return { facts, byAt: new Map(facts.map((one) => [one.at, one])), at: (start, end) => ranges.get(`${start}-${end}`) || [] };
}

/** The fact that stands at a range, of a kind if there is one; a bare place in the text where there is none. */
function factAt(shelf, kind, [start, end]) {
  const found = shelf.at(start, end);
  return found.find((one) => one.kind === kind) || found[0] || { kind: "places", start, end, at: atOf("places", start, end) };
}

/** The words of a range on one line. */
const wordsOf = (reading, { start, end }) => reading.cut(start, end).replace(/\s*\n\s*/g, " ");

/** Whose kind it is, in words: the theme of a practice, the category of a problem. */
function kindOf(fact, index) {
  if (fact.kind === "practices") return index.themes[fact.theme] || fact.theme;
  if (fact.kind === "problems") return index.categories[fact.category] || fact.category;
  if (fact.kind === "quantities") return fact.counted || "未注明所计何物";
  return fact.kind === "dates" ? fact.value || "未能换算" : "原文位置";
}

/** A number with its unit as it was read; null where it is masked. */
function valueText(fact) {
  if (fact.value === undefined) return null;
  const many = fact.value_max === undefined ? grouped(fact.value) : `${grouped(fact.value)} 至 ${grouped(fact.value_max)}`;
  return fact.unit === "%" ? `${many}%` : `${many} ${fact.unit || ""}`.trim();
}

/** Where a fact stands in its file, as far as the file counts pages or paragraphs. */
const placeText = (fact) => (fact.page ? `第 ${fact.page} 页` : fact.paragraph ? `第 ${fact.paragraph} 段` : null);

/** One line about a fact, for lists. */
function factLine(fact, index) {
  const value = fact.kind === "quantities" ? valueText(fact) || (fact.masked ? "数值已隐去" : null) : null;
  return dotted(kindOf(fact, index), value, index.statuses[fact.status], fact.page && placeText(fact));
}

/** The headings above a place, outermost first. */
function headingsAbove(reading, start) {
  const around = reading.record.sections.filter((one) => one.start <= start && start < one.end);
  return around.map((one) => reading.cut(one.heading[0], one.heading[1]).replace(/\s+/g, " "));
}

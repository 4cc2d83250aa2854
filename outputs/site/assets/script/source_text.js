"use strict";
/*
 * A text as it stands in its file: headings, paragraphs and tables, with spans marked in their places. Offsets are code
 * points; a JavaScript string counts UTF-16 units. It is built as elements, not as markup: long texts must open at
 * once, and nothing in a text can become more than text.
 */
const LONG = 20000; // characters from which on the browser lays out only what is near
const PART = 40; // paragraphs that are laid out together

/** {length, cut(from, to)} in code points. */
function cutter(text) {
  if (!/[\ud800-\udfff]/.test(text)) return { length: text.length, cut: (from, to) => text.slice(from, to) };
  const units = [];
  let at = 0;
  for (const char of text) {
    units.push(at);
    at += char.length;
  }
  units.push(at);
  return { length: units.length - 1, cut: (from, to) => text.slice(units[from], units[to]) };
}

/** The number of the last of some sorted starts that is not behind `at`; -1 where all are. */
function lastBefore(starts, at) {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** A document made ready to be shown: {record, cut, length, paragraphs, levels of the headings by their start}. */
function readRecord(record) {
  const paragraphs = record.paragraphs.map(([start, end, kind, page]) => ({ start, end, kind, page }));
  const starts = paragraphs.map((one) => one.start);
  const levels = new Map();
  record.sections.filter((one) => !one.run_in).forEach((one) => {
    const paragraph = paragraphs[lastBefore(starts, one.heading[0])];
    if (paragraph && paragraph.kind !== "text" && !levels.has(paragraph.start)) levels.set(paragraph.start, one.level);
  });
  return { record, ...cutter(record.text), paragraphs, levels };
}

/** A range cut where spans begin or end: [{from, to, spans}], so that they may nest and overlap. `spans` are sorted by start. */
function pieces(from, to, spans) {
  const cuts = new Set([from, to]);
  spans.forEach((one) => { cuts.add(Math.max(one.start, from)); cuts.add(Math.min(one.end, to)); });
  const at = [...cuts].sort((a, b) => a - b);
  let open = [];
  let next = 0;
  return at.slice(0, -1).map((start, i) => {
    open = open.filter((one) => one.end > start);
    for (; next < spans.length && spans[next].start <= start; next += 1) if (spans[next].end > start) open.push(spans[next]);
    return { from: start, to: at[i + 1], spans: [...open] };
  });
}

/** The spans that reach into each of some ranges (sorted, apart from each other). */
function spansByRange(ranges, spans) {
  const starts = ranges.map((one) => one.start);
  const found = ranges.map(() => []);
  spans.forEach((span) => {
    for (let i = Math.max(0, lastBefore(starts, span.start)); i < ranges.length && ranges[i].start < span.end; i += 1) {
      if (ranges[i].end > span.start) found[i].push(span);
    }
  });
  return found;
}

function made(name, className, ...inside) {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...inside);
  return element;
}

/** The classes of a piece: the kinds of all that it is part of, and which of the tinted ones is the innermost. */
function classesOf(spans) {
  if (spans.length === 1) return spans[0].kind;
  const names = new Set(spans.map((one) => one.kind));
  const tinted = spans.filter((one) => one.kind === "practices" || one.kind === "problems");
  if (names.has("problems") && innermost(tinted).kind === "practices") names.add("inner");
  return [...names].join(" ");
}

/** A piece of text as a node: bare, or an element that tells which spans it is part of. */
function pieceNode(words, spans) {
  if (spans.length === 0) return document.createTextNode(words);
  const facts = spans.filter((one) => one.number !== undefined);
  const marked = facts.length > 0 || spans.some((one) => one.kind === "spot");
  const element = document.createElement(marked ? "mark" : "span");
  element.className = classesOf(spans);
  element.textContent = words;
  if (facts.length > 0) element.setAttribute("data-facts", facts.map((one) => one.number).join(" "));
  return element;
}

/** The shortest of some spans. */
const innermost = (spans) => spans.reduce((a, b) => (b.end - b.start < a.end - a.start ? b : a));

const nodesOf = (reading, from, to, spans) => pieces(from, to, spans).map((one) => pieceNode(reading.cut(one.from, one.to), one.spans));

/** The ranges of a row's cells, which tabs part. */
function cellsOf(reading, { start, end }) {
  const cells = [];
  let at = start;
  reading.cut(start, end).split("\t").forEach((cell) => {
    const to = at + [...cell].length;
    cells.push({ start: at, end: to, words: cell.trim() });
    at = to + 1;
  });
  return cells;
}

const NUMERIC = /^[\d.,，%％+\-—－/]+$/;

function rowElement(reading, row, spans, heads) {
  const cells = cellsOf(reading, row);
  return made("tr", "", ...cells.map((cell) => {
    const inside = spans.filter((one) => one.start < cell.end && one.end > cell.start);
    const head = heads && cell.words !== "";
    const element = withStart(made(head ? "th" : "td", NUMERIC.test(cell.words) ? "number" : "", ...nodesOf(reading, cell.start, cell.end, inside)), cell);
    if (head) element.scope = "col";
    return element;
  }));
}

/** A table of rows; its first row heads the columns where it has words alone. */
function tableElement(reading, rows, spans) {
  const heads = rows.length > 1 && cellsOf(reading, rows[0]).every((cell) => !NUMERIC.test(cell.words));
  const table = made("table", "", ...rows.map((row, i) => rowElement(reading, row, spans[i], heads && i === 0)));
  const around = made("div", "scroll", table);
  around.tabIndex = 0;
  around.setAttribute("role", "region");
  around.setAttribute("aria-label", "表格");
  return around;
}

/** Headings step down one level at a time, from the third of the page. */
function headingLevels(reading, paragraphs) {
  let before = 2;
  return paragraphs.map((one) => {
    if (one.kind !== "title" && one.kind !== "heading") return null;
    const own = one.kind === "title" ? 3 : 2 + (reading.levels.get(one.start) || 2);
    before = Math.max(3, Math.min(own, before + 1, 6));
    return before;
  });
}

/** An element that tells where its words begin in the text, for what is selected in it. */
function withStart(element, { start }) {
  element.dataset.from = start;
  return element;
}

function paragraphElement(reading, paragraph, spans, level) {
  return withStart(made(level ? `h${level}` : "p", paragraph.kind, ...nodesOf(reading, paragraph.start, paragraph.end, spans)), paragraph);
}

/** The paragraphs in runs: one by one, the rows of one table together. */
function runsOf(reading, paragraphs) {
  const tables = reading.record.tables.map((one) => one.start);
  const runs = [];
  paragraphs.forEach((paragraph, number) => {
    const table = paragraph.kind === "row" ? lastBefore(tables, paragraph.start) : null;
    const last = runs[runs.length - 1];
    if (table !== null && last && last.table === table && last.to === number) last.to = number + 1;
    else runs.push({ from: number, to: number + 1, table });
  });
  return runs;
}

/** Where a page begins: its number, in the margin. */
function pageMark(page, pageHref) {
  const href = pageHref(page);
  const mark = made(href ? "a" : "span", "page", `第 ${page} 页`);
  if (href) Object.assign(mark, { href, target: "_blank", rel: "noopener" });
  return mark;
}

/**
 * The text of a range as elements, one for each paragraph or table, in parts. `spans` are sorted by start; `pageHref`
 * (page -> address or null) and `before` (paragraph -> element or null) say what stands beside and between.
 */
function textParts(reading, from, to, spans, { pageHref, before }) {
  const clipped = reading.paragraphs.filter((one) => one.start < to && one.end > from)
    .map((one) => ({ ...one, start: Math.max(one.start, from), end: Math.min(one.end, to) }));
  const inside = spansByRange(clipped, spans);
  const levels = headingLevels(reading, clipped);
  const parts = [];
  let page = null;
  runsOf(reading, clipped).forEach((run, number) => {
    if (number % PART === 0) parts.push(made("div", "part"));
    const part = parts[parts.length - 1];
    const first = clipped[run.from];
    part.append(...[before(first)].filter(Boolean));
    if (first.page && first.page !== page) part.append(pageMark(page = first.page, pageHref));
    part.append(run.table === null
      ? paragraphElement(reading, first, inside[run.from], levels[run.from])
      : tableElement(reading, clipped.slice(run.from, run.to), inside.slice(run.from, run.to)));
  });
  if (to - from > LONG) parts.forEach(laidOutLate);
  return parts;
}

/** Lay a part out once it comes near; until then its height is a guess. */
function laidOutLate(part) {
  const lines = [...part.children].reduce((sum, one) => sum + Math.ceil(one.textContent.length / 36) + 0.5, 0);
  part.classList.add("late");
  part.style.containIntrinsicHeight = `auto ${Math.round(lines * 33)}px`;
}

"use strict";
const KINDS = { practices: "做法", problems: "问题", quantities: "数字", dates: "日期" };

/* Offsets count code points; a JavaScript string counts UTF-16 units. */
function codePoints(text) {
  return [...text];
}

/** All findings of a document that lie in a range, each with its kind. */
function findingsIn(record, start, end) {
  return Object.keys(KINDS).flatMap((kind) =>
    record[kind].filter((m) => m.start >= start && m.end <= end).map((m) => ({ ...m, kind })));
}

/** The range cut where a finding begins or ends: [{from, to, found: [finding, …]}, …], so that spans may nest and overlap. */
function pieces(start, end, findings) {
  const cuts = new Set([start, end]);
  findings.forEach((m) => { cuts.add(m.start); cuts.add(m.end); });
  const at = [...cuts].sort((a, b) => a - b);
  return at.slice(0, -1).map((from, i) => ({
    from,
    to: at[i + 1],
    found: findings.filter((m) => m.start <= from && m.end >= at[i + 1]),
  }));
}

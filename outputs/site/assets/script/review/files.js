"use strict";
/* The file of all corrections of this browser, and files that come back. */
const PARTS_OF = ["act", "finding", "case", "cluster", "into", "label", "where", "of", "value", "note", "by", "at"];

const placeOfOne = (one) => one.finding || one.case;

/** The order of files and texts; what has no place comes last. */
function marksInOrder(entries) {
  const number = (value) => (typeof value === "number" ? value : 0);
  const rank = ([key, { one }]) => {
    const place = placeOfOne(one);
    const name = place?.document?.name;
    return [place ? 0 : 1, typeof name === "string" ? name : "", number(place?.start), number(place?.end), key];
  };
  const less = (a, b) => { const i = a.findIndex((part, at) => part !== b[at]); return i < 0 ? 0 : a[i] < b[i] ? -1 : 1; };
  return Object.entries(entries).map((entry) => [rank(entry), entry]).sort(([a], [b]) => less(a, b)).map(([, entry]) => entry);
}

/** The parts of a correction that files hold, in their order. */
const partsOf = (one) => Object.fromEntries(PARTS_OF.filter((name) => (one[name] ?? null) !== null).map((name) => [name, one[name]]));

/** The file: the same corrections are the same bytes. */
function correctionsFile(entries) {
  return `${JSON.stringify({ schema: CORRECTIONS, corrections: marksInOrder(entries).map(([, { one }]) => partsOf(one)) }, null, 2)}\n`;
}

function download(by) {
  keptAsSaved(correctorName(by));
  const to = document.createElement("a");
  to.href = URL.createObjectURL(new Blob([correctionsFile(held.entries)], { type: "application/json" }));
  to.download = "corrections.json";
  to.click();
  setTimeout(() => URL.revokeObjectURL(to.href), 60000);
}

/** The entries of a file; one that is none of ours raises an Error. */
function readFile(words) {
  let value = null;
  try { value = JSON.parse(words.replace(/^\ufeff/, "")); } catch { throw new Error("这不是 JSON 文件。"); }
  if (!isThing(value) || value.schema !== CORRECTIONS || !Array.isArray(value.corrections)) throw new Error("这不是核对文件（corrections.json），或是别的版本。");
  return value.corrections;
}

/** Words of two people, those of the second once. */
function bothWords(first, second, between) {
  if (!first || !second) return first || second;
  return first.split(between).includes(second) ? first : `${first}${between}${second}`;
}

/** What is said of a thing now that was spoken of before: of a case each field by itself, of anything else the later word. */
function saidAfter(before, one) {
  if (!before || one.act !== "mend_case") return one;
  const fitting = (name, words) => (words && [...words].length > LONGEST[name] ? one[name] : words);
  const told = { by: fitting("by", bothWords(before.by, one.by, "、")), at: [before.at, one.at].filter(Boolean).sort().pop(), note: fitting("note", bothWords(before.note, one.note, "；")) };
  return partsOf({ ...one, case: before.case, value: { ...before.value, ...one.value }, ...told });
}

/** Whether a word takes back something of what was said before, or only adds to it. */
function otherwise(before, one) {
  return one.act !== "mend_case" || Object.entries(one.value).some(([name, value]) => Object.hasOwn(before.value, name) && before.value[name] !== value);
}

/** Take in a file: how many were {taken, same, joined, replaced}, and the faults of others. */
function takeIn(words) {
  const told = { taken: 0, same: 0, joined: 0, replaced: 0, faults: [] };
  const changes = {};
  readFile(words).forEach((given, number) => {
    const why = fault(given);
    if (why) { told.faults.push(`第 ${number + 1} 条：${why}`); return; }
    const one = partsOf(given);
    const key = keyOf(one);
    const before = changes[key] || held.entries[key]?.one;
    const after = saidAfter(before, one);
    if (before && JSON.stringify(partsOf(before)) === JSON.stringify(partsOf(after))) { told.same += 1; return; }
    told[!before ? "taken" : otherwise(before, one) ? "replaced" : "joined"] += 1;
    changes[key] = after;
  });
  if (Object.keys(changes).length > 0) changeKept(changes);
  return told;
}

function takenWords({ taken, same, joined, replaced }) {
  return [`载入 ${taken} 条`, joined > 0 && `另有 ${joined} 条与原来记的合在一起`, replaced > 0 && `另有 ${replaced} 条与原来记的不同，以载入的为准`, same > 0 && `${same} 条原来就有`].filter(Boolean).join("，");
}

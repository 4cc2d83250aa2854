"use strict";
/*
 * What a correction may hold, as `build --corrections` reads it: whatever else stands in a file or in this browser is told and left out.
 * A type is a function of a value that tells what is amiss, with the way to it ("finding.before 不是文字"), or "".
 */
const CORRECTIONS = "urn:jingyan:schema:corrections:1";
/* How much may be written, in characters; the build refuses more. */
const LONGEST = { title: 200, label: 200, place: 200, organisation: 200, by: 200, note: 5000 };
const [SHORT, ID_LONG, NAME_LONG, TOLD_LONG] = [100, 200, 4096, 2000];
const [FARTHEST, LARGEST] = [1e9, 1e18]; // a place in a text, a figure
const isThing = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const brief = (value) => (typeof value === "string" ? value.slice(0, 40) : "这一项");

/* ---------- types */
const rule = (fits, words) => (value) => (fits(value) ? "" : ` ${words}`);
const may = (type) => Object.assign((value) => type(value), { may: true }); // it need not be there
const orNull = (type) => may((value) => (value === null ? "" : type(value)));
const isText = (value) => typeof value === "string" && !/\p{Surrogate}/u.test(value); // halves of characters stand in no file
/** A text of at most so many characters, and of at least as many. */
const text = (most, least = 0) => (value) => {
  if (!isText(value)) return " 不是文字";
  if (value.length < least) return " 是空的";
  return [...value].length <= most ? "" : ` 超过 ${most} 字`;
};
/** A text of one line, with more than blanks in it if there is anything. */
const line = (most, least = 0) => (value) => text(most, least)(value) || (/[\p{Cc}\u2028\u2029]/u.test(value) ? " 里有换行或控制字符" : value && !value.trim() ? " 只有空白" : "");
const WORD = orNull(line(SHORT));
const ID = text(ID_LONG, 1);
const XID = rule((value) => typeof value === "string" && /^x[0-9a-f]{12}$/.test(value), "不是更正的编号");
const NUMBER = rule((value) => Number.isFinite(value) && Math.abs(value) <= LARGEST, "不是合适的数字");
const PLACE = rule((value) => Number.isInteger(value) && value >= 0 && value <= FARTHEST, "不是位置");
const ANYTHING = () => "";
const oneOf = (words) => rule((value) => typeof value === "string" && words.includes(value), "不在可选的之内");
const PLAIN = (value) => (value === null || isText(value) || ["number", "boolean"].includes(typeof value) ? "" : " 不是一个值");

/** The first fault of some parts, each [its name, its type, itself]. */
function firstFault(parts) {
  for (const [name, type, value] of parts) {
    const why = type(value);
    if (why) return `${name}${why}`;
  }
  return "";
}

/** A thing with these fields and no other. */
const thing = (fields) => (value) => {
  if (!isThing(value)) return " 不是一组内容";
  const strange = Object.keys(value).find((name) => !Object.hasOwn(fields, name));
  if (strange !== undefined) return ` 有不认得的“${brief(strange)}”`;
  const absent = Object.keys(fields).find((name) => !Object.hasOwn(value, name) && !fields[name].may);
  if (absent) return ` 缺“${absent}”`;
  return firstFault(Object.entries(value).map(([name, one]) => [`.${name}`, fields[name], one]));
};
const listOf = (type, least = 0) => (value) => {
  if (!Array.isArray(value) || value.length < least) return " 不是一列内容";
  return firstFault(value.map((one, i) => [`[${i}]`, type, one]));
};
/** Fields of any names, with plain values or lists of them: what the system said. */
const SAYINGS = (value) => {
  if (!isThing(value)) return " 不是一组内容";
  return firstFault(Object.entries(value).map(([name, one]) => [`.${brief(name)}`, Array.isArray(one) ? listOf(PLAIN) : PLAIN, one]));
};

/* ---------- fields */
const QUOTE = text(TOLD_LONG, 1);
const DOCUMENT_FIELDS = thing({ name: text(NAME_LONG, 1), sha256: orNull(ID), id: orNull(ID) });
const WORDS_FIELDS = { quote: QUOTE, before: may(text(TOLD_LONG)), after: may(text(TOLD_LONG)), start: PLACE };
const AT_FIELDS = { ...WORDS_FIELDS, end: PLACE, document: DOCUMENT_FIELDS };
const RANGE_FIELDS = { quote: orNull(QUOTE), start: orNull(PLACE), end: orNull(PLACE) };
const VALUE_FIELDS = {
  practice: { theme: WORD, form: WORD, status: WORD },
  problem: { category: WORD, status: WORD },
  quantity: { value: orNull(NUMBER), value_max: orNull(NUMBER), unit: WORD, counted: WORD, kind: WORD },
  date: { value: WORD },
};
const LEAST_FIELD = { practice: "theme", problem: "category", quantity: "unit", date: "value" }; // of what was missed
const TITLE = orNull(line(LONGEST.title));
const CASE_VALUE = thing({ title: TITLE, place: orNull(line(LONGEST.place)), place_level: WORD, place_code: WORD, organisation: orNull(line(LONGEST.organisation)) });
const FINDING = thing({ ...AT_FIELDS, kind: oneOf(Object.keys(VALUE_FIELDS)), case: orNull(ID), id: orNull(ID), said: orNull(SAYINGS) });
const CASE = thing({ ...AT_FIELDS, id: orNull(ID), title: orNull(text(TOLD_LONG)) });
const CLUSTER = thing({ id: ID, label: may(text(TOLD_LONG)), members: may(listOf(ID)) });
const CUTS = listOf(thing({ ...WORDS_FIELDS, title: TITLE }), 1);
const OWN_FIELDS = { act: ANYTHING, by: orNull(line(LONGEST.by)), at: WORD, note: orNull(text(LONGEST.note)) };
const STAMPS = { id: may(ANYTHING), state: may(ANYTHING), reason: may(ANYTHING), now: may(ANYTHING), said_now: may(ANYTHING) }; // of a catalogue; not kept
const ACT_FIELDS = {
  right: { finding: FINDING }, wrong: { finding: FINDING }, changed: { finding: FINDING, value: ANYTHING }, added: { finding: FINDING, value: ANYTHING },
  rename_cluster: { cluster: CLUSTER, label: line(LONGEST.label, 1) }, merge_clusters: { cluster: CLUSTER, into: CLUSTER },
  split_case: { case: CASE, where: CUTS }, mend_case: { case: CASE, value: CASE_VALUE }, withdrawn: { of: XID },
};

/* ---------- what fields say of each other */
function valueFault({ act, finding, value }) {
  const { kind } = finding;
  const why = thing(act === "added" ? VALUE_FIELDS[kind] : { ...VALUE_FIELDS[kind], ...RANGE_FIELDS })(value);
  if (why) return `value${why}`;
  if (act === "added" && !Object.hasOwn(value, LEAST_FIELD[kind])) return `value 缺“${LEAST_FIELD[kind]}”`;
  return Object.hasOwn(value, "start") || Object.hasOwn(value, "end") ? rangeFault(value) : "";
}

function rangeFault({ quote, start, end }) {
  if (typeof quote !== "string") return "value 缺“quote”";
  return Number.isInteger(start) && Number.isInteger(end) && end <= start ? "value 的终点不在起点之后" : "";
}

function togetherFault(one) {
  const at = one.finding || one.case;
  if (at && at.end <= at.start) return "终点不在起点之后";
  if (one.into && one.into.id === one.cluster.id) return "不能并入自己";
  if (one.value && Object.keys(one.value).length === 0) return "没有写改成什么";
  return one.finding && Object.hasOwn(one, "value") ? valueFault(one) : "";
}

/** Why a value is no correction; "" where it is one. */
function fault(one) {
  if (!isThing(one)) return "不是一条更正";
  if (typeof one.act !== "string" || !Object.hasOwn(ACT_FIELDS, one.act)) return `不认得“${brief(one.act)}”`;
  const why = thing({ ...OWN_FIELDS, ...STAMPS, ...ACT_FIELDS[one.act] })(one);
  return (why || togetherFault(one)).trim().replace(/^\./, "");
}

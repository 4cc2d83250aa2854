"use strict";
/*
 * What an analyst says of the findings: corrections, kept in this browser until they are downloaded as corrections.json.
 * Files that are opened from a disk may share one storage, so the folder's address is part of the name. Where nothing
 * can be kept they are held while the page is open, and that is said.
 */
const KEPT_AS = `jingyan.corrections:${decoded(location.pathname.replace(/[^/]*$/, ""))}`;
const NAMED_AS = "jingyan.by"; // who corrects, of all catalogues
const NONE_KEPT = { entries: {}, gone: {}, saved: {}, savedStep: 0, rev: 0 };
const GONE = 1000; // how many of those taken back are remembered, so that no other window brings them back
const COUNTED = 2 ** 40; // no count of steps is so high
const ASIDE = 9; // how many times what cannot be read is set aside
const SCRIPTS = ["targets", "forms", "judging", "adding", "mending", "files", "page_review"];
const TROUBLE = {
  blocked: "这个浏览器不让本页存东西，核对记录只留在这个窗口里，关掉就没有了。",
  full: "浏览器的存储满了，最近的核对记录没有存下，关掉窗口就没有了。",
  damaged: "浏览器里存的核对记录读不出来，已原样另存；现在从头记起。",
  partly: "浏览器里存的核对记录有一部分读不出来，已原样另存；其余照旧。",
};
const SPOILT = ["damaged", "partly"]; // said until the page is left
/*
 * entries by key: {rev, step, one}; gone: the steps at which others were taken back; saved: the revs of those in the last file, at `savedStep`.
 * Of two windows the later step of each entry holds, whichever of them writes last.
 */
let held = NONE_KEPT;
let trouble = "";
const past = []; // entries before each step of this visit, for undoing
const watchers = new Set();

/** A name by which two corrections of the same thing are one. */
function keyOf(one) {
  const place = ({ kind, document: { name, sha256 }, start, end }) => [kind, name, sha256, start, end];
  const judged = ["right", "wrong", "changed"].includes(one.act);
  if (judged) return JSON.stringify(["finding", ...place(one.finding)]);
  if (one.act === "added") return JSON.stringify(["added", ...place(one.finding)]);
  const id = one.cluster?.id ?? one.case?.id ?? one.of;
  return JSON.stringify(id === undefined ? ["other", one] : [one.act, id]);
}

/* ---------- what is kept */
const numbersOf = (value) => (isThing(value) ? Object.fromEntries(Object.entries(value).filter(([, one]) => numberOf(one))) : {});
const numberOf = (value) => (Number.isInteger(value) && value > 0 && value < COUNTED ? value : 0);
const soundEntry = (entry) => isThing(entry) && numberOf(entry.rev) > 0 && !fault(entry.one);

/** What was kept, as far as it is sound, and the entries that are not; null where nothing of it can be read. */
function sounded(raw) {
  let value = null;
  try { value = JSON.parse(raw); } catch { return null; }
  if (!isThing(value) || !isThing(value.entries)) return null;
  const all = Object.entries(value.entries);
  const sound = all.filter(([, entry]) => soundEntry(entry)).map(([, { rev, step, one }]) => [keyOf(one), { rev, step: numberOf(step) || rev, one }]);
  const steps = sound.map(([, { step }]) => step);
  const kept = { entries: Object.fromEntries(sound), gone: numbersOf(value.gone), saved: numbersOf(value.saved), savedStep: numberOf(value.savedStep), rev: Math.max(0, numberOf(value.rev), ...steps) };
  return { kept, bad: all.filter(([, entry]) => !soundEntry(entry)) };
}

/** Leave what cannot be read under a name of its own, beside what was left there before. */
function setAside(raw) {
  const names = Array.from({ length: ASIDE }, (_, i) => `${KEPT_AS}.damaged${i ? `.${i + 1}` : ""}`);
  localStorage.setItem(names.find((name) => [null, raw].includes(localStorage.getItem(name))) || names[ASIDE - 1], raw);
}

function readKept() {
  let raw = null;
  try { raw = localStorage.getItem(KEPT_AS); } catch { trouble = "blocked"; return NONE_KEPT; }
  if (!raw) return NONE_KEPT;
  const found = sounded(raw);
  if (found && found.bad.length === 0) return found.kept;
  trouble = found ? "partly" : "damaged";
  try {
    setAside(found ? JSON.stringify(Object.fromEntries(found.bad)) : raw);
    if (found) localStorage.setItem(KEPT_AS, JSON.stringify(found.kept));
    else localStorage.removeItem(KEPT_AS);
  } catch { /* it stays where it is */ }
  return found ? found.kept : NONE_KEPT;
}

const later = (a, b) => (a.step === b.step ? JSON.stringify(a) > JSON.stringify(b) : a.step > b.step);
const byName = (pairs) => Object.fromEntries([...pairs].sort(([a], [b]) => (a < b ? -1 : 1)));

/** What two windows have kept, as one; the same whichever comes first. */
function together(a, b) {
  const latest = new Map();
  const told = ({ entries, gone }) => [...Object.entries(entries), ...Object.entries(gone).map(([key, step]) => [key, { step }])];
  [...told(a), ...told(b)].forEach(([key, one]) => { if (!latest.has(key) || later(one, latest.get(key))) latest.set(key, one); });
  const gone = [...latest].filter(([, { one }]) => !one).sort(([one, x], [other, y]) => y.step - x.step || (one < other ? -1 : 1)).slice(0, GONE);
  const [x, y] = [a, b].map((one) => ({ step: one.savedStep, saved: byName(Object.entries(one.saved)) }));
  const { step: savedStep, saved } = later(x, y) ? x : y;
  return { entries: byName([...latest].filter(([, { one }]) => one)), gone: byName(gone.map(([key, { step }]) => [key, step])), saved, savedStep, rev: Math.max(a.rev, b.rev) };
}

function keep(next) {
  held = together(next, NONE_KEPT);
  try {
    localStorage.setItem(KEPT_AS, JSON.stringify(held));
    if (!SPOILT.includes(trouble)) trouble = "";
  } catch (error) {
    trouble = error.name === "QuotaExceededError" ? "full" : "blocked";
  }
  tellWatchers();
}

/** Change the entries: `changes` are by key, null where one goes. What other windows have kept meanwhile stays. */
function changeKept(changes, { undoing = false } = {}) {
  const before = together(held, readKept());
  const [entries, gone] = [{ ...before.entries }, { ...before.gone }];
  let { rev } = before;
  const undo = {};
  Object.entries(changes).forEach(([key, one]) => {
    undo[key] = entries[key] || null;
    rev += 1;
    delete (one === null ? entries : gone)[key];
    if (one === null) gone[key] = rev;
    else entries[key] = undoing ? { ...one, step: rev } : { rev, step: rev, one };
  });
  if (!undoing) past.push(undo);
  keep({ ...before, entries, gone, rev });
}

/** All that is kept, each entry signed by who told no name before, as what the file says that is downloaded now. */
function keptAsSaved(by) {
  const before = together(held, readKept());
  const rev = before.rev + 1;
  const signed = (entry) => (by && !entry.one.by ? { ...entry, step: rev, one: { ...entry.one, by } } : entry);
  const entries = Object.fromEntries(Object.entries(before.entries).map(([key, entry]) => [key, signed(entry)]));
  keep({ ...before, entries, saved: Object.fromEntries(Object.entries(entries).map(([key, one]) => [key, one.rev])), savedStep: rev, rev });
}

/** Let all go that was downloaded. */
function clearKept() {
  changeKept(Object.fromEntries(Object.keys(held.entries).map((key) => [key, null])));
  keep({ ...held, saved: {}, savedStep: held.rev + 1, rev: held.rev + 1 });
}

/** Keep a correction, in the stead of what was said of the same thing before. */
function correct(told) {
  const one = JSON.parse(JSON.stringify({ ...told, ...signed() }));
  const why = fault(one);
  if (why) throw new Error(`这一条记不下来：${why}。`);
  changeKept({ [keyOf(one)]: one });
}
const takeBack = (key) => changeKept({ [key]: null });
const undoLast = () => past.length > 0 && changeKept(past.pop(), { undoing: true });

/** Who says so, as far as it was told, and when. */
function signed() {
  const by = correctorName();
  return { ...(by && { by }), at: new Date().toISOString().replace(/\.\d+Z$/, "Z") };
}

let unkeptName = "";
function correctorName(next) {
  try {
    if (next === undefined) return nameOf(localStorage.getItem(NAMED_AS) || unkeptName);
    localStorage.setItem(NAMED_AS, next);
  } catch { /* it holds for now */ }
  return nameOf(unkeptName = next ?? unkeptName);
}

/** A name as corrections may have it. */
const nameOf = (words) => [...words.replace(/[\p{Cc}\p{Surrogate}\u2028\u2029]/gu, " ").trim()].slice(0, LONGEST.by).join("");

/** The keys of what the last downloaded file does not say, or says otherwise. */
const unsaved = ({ entries, saved }) => [...new Set([...Object.keys(entries), ...Object.keys(saved)])].filter((key) => entries[key]?.rev !== saved[key]);

const warnOfLoss = (event) => { event.preventDefault(); event.returnValue = ""; };
function tellWatchers() {
  const warn = unsaved(held).length > 0 ? addEventListener : removeEventListener; // pages that listen for nothing can be gone back to at once
  warn("beforeunload", warnOfLoss);
  watchers.forEach((told) => told());
}

/** The corrections that are kept; the component is made anew when they change. */
function useKept() {
  const [, tick] = useState(0);
  useEffect(() => {
    const told = () => tick((number) => number + 1);
    watchers.add(told);
    return () => watchers.delete(told);
  }, []);
  return held;
}

addEventListener("storage", (event) => {
  if (event.key !== KEPT_AS) return;
  const next = together(held, readKept());
  if (JSON.stringify(next) !== event.newValue) { keep(next); return; } // the other window did not know all that was said in this one
  held = next;
  tellWatchers();
});
held = readKept();
tellWatchers();

/* ---------- what every page shows of it */
/** How many are not downloaded yet, for the way to their page. */
function UnsavedCount() {
  const number = unsaved(useKept()).length;
  return number > 0 ? html` <span class="badge">${number}<span class="hidden"> 条没有下载</span></span>` : null;
}

function KeptTrouble() {
  const { entries } = useKept();
  if (!trouble || (!SPOILT.includes(trouble) && Object.keys(entries).length === 0)) return null;
  return html`<p role="alert" class="alert kept">${TROUBLE[trouble]}<a href=${link("review")}>请现在去下载</a>。</p>`;
}

/** A component of the scripts for correcting, which are loaded when one is first wanted. */
function Late({ name, ...told }) {
  const state = useAsync(() => (window[name] ? Promise.resolve() : reviewScripts()), []);
  if (window[name]) return h(window[name], told);
  return state.error ? html`<p role="alert" class="alert">${state.error.message}</p>` : null;
}

let scripts = null;
function reviewScripts() {
  scripts = scripts || SCRIPTS.reduce((before, name) => before.then(() => scriptOf(`script/review/${name}.js`)), Promise.resolve());
  return scripts.catch((error) => { scripts = null; throw error; });
}

/** The plural by which pages and data name a kind of findings, and the singular of corrections. */
const KIND_OF = { practices: "practice", problems: "problem", quantities: "quantity", dates: "date" };
const KINDS_OF = Object.fromEntries(Object.entries(KIND_OF).map(([many, one]) => [one, many]));

/** What was added to a document, as facts; that whose words stand elsewhere now is left out. */
function addedFacts(entries, { record, cut }) {
  const own = Object.entries(entries).filter(([, { one }]) => one.act === "added" && one.finding.document.name === record.name);
  const told = (value) => Object.fromEntries(Object.entries(value).filter(([, part]) => part !== null));
  return own.map(([key, { one: { finding, value } }]) => ({ ...told(value), kind: KINDS_OF[finding.kind], start: finding.start, end: finding.end, quote: finding.quote, added: key }))
    .filter((one) => one.kind && cut(one.start, one.end) === one.quote);
}

/** The facts of a range of a text, with those that were added. */
function useShelf(reading, from, to) {
  const own = addedFacts(useKept().entries, reading);
  return useMemo(() => shelfOf(factsIn(reading.record, from, to, own)), [reading, from, to, JSON.stringify(own)]);
}

/** What was said of a fact, here or in the catalogue; null where nothing was. */
function judgementOf(fact, { entries }, { record }) {
  if (fact.added) return "added";
  const { name, sha256 } = record;
  const key = JSON.stringify(["finding", KIND_OF[fact.kind], name, sha256, fact.start, fact.end]);
  return entries[key]?.one.act || fact.review?.verdict || null;
}
const JUDGED = { right: "对", wrong: "错", changed: "已改", added: "补充" };

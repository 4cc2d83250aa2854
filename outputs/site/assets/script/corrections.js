"use strict";
/*
 * What an analyst says of the findings: corrections, kept in this browser until they are downloaded as corrections.json.
 * Files that are opened from a disk may share one storage, so the folder's address is part of the name. Where nothing
 * can be kept they are held while the page is open, and that is said.
 */
const KEPT_AS = `jingyan.corrections:${decoded(location.pathname.replace(/[^/]*$/, ""))}`;
const NAMED_AS = "jingyan.by"; // who corrects, of all catalogues
const NONE_KEPT = { entries: {}, saved: {}, rev: 0 };
const SCRIPTS = ["targets", "forms", "judging", "adding", "mending", "page_review"];
const TROUBLE = {
  blocked: "这个浏览器不让本页存东西，核对记录只留在这个窗口里，关掉就没有了。",
  full: "浏览器的存储满了，最近的核对记录没有存下，关掉窗口就没有了。",
  damaged: "浏览器里存的核对记录读不出来，已原样另存；现在从头记起。",
};
let held = NONE_KEPT; // entries by key: {rev, one}; saved: the revs of those in the last file; rev: of the newest
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

function readKept() {
  let raw = null;
  try { raw = localStorage.getItem(KEPT_AS); } catch { trouble = "blocked"; return held; }
  if (!raw) return NONE_KEPT;
  try {
    return { ...NONE_KEPT, ...JSON.parse(raw) };
  } catch {
    trouble = "damaged";
    try { localStorage.setItem(`${KEPT_AS}.damaged`, raw); localStorage.removeItem(KEPT_AS); } catch { /* it stays where it is */ }
    return held;
  }
}

function keep(next) {
  held = next;
  try {
    localStorage.setItem(KEPT_AS, JSON.stringify(held));
    if (trouble !== "damaged") trouble = "";
  } catch (error) {
    trouble = error.name === "QuotaExceededError" ? "full" : "blocked";
  }
  tellWatchers();
}

/** Change the entries: `changes` are by key, null where one goes. What other windows have kept meanwhile stays. */
function changeKept(changes, { undoing = false } = {}) {
  const before = trouble && trouble !== "damaged" ? held : readKept();
  const entries = { ...before.entries };
  let { rev } = before;
  const undo = {};
  Object.entries(changes).forEach(([key, one]) => {
    undo[key] = entries[key] || null;
    if (one === null) delete entries[key];
    else entries[key] = undoing ? one : { rev: (rev += 1), one };
  });
  if (!undoing) past.push(undo);
  keep({ ...before, entries, rev });
}

/** Keep a correction, in the stead of what was said of the same thing before. */
const correct = (one) => changeKept({ [keyOf(one)]: { ...one, ...signed() } });
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
    if (next === undefined) return localStorage.getItem(NAMED_AS) || unkeptName;
    localStorage.setItem(NAMED_AS, next);
  } catch { /* it holds for now */ }
  return (unkeptName = next ?? unkeptName);
}

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
  if (event.key !== KEPT_AS || trouble) return;
  held = readKept();
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
  if (!trouble || (trouble !== "damaged" && Object.keys(entries).length === 0)) return null;
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

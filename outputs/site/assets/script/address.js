"use strict";
/*
 * The address says all that a page shows: #/page/id?name=value&… , so that it can be kept, shared and gone back to.
 * Others may link to these, which hold as long as the ids do (an id that is gone leads to its successor):
 *   index.html#/case/ID                             a case
 *   index.html#/case/ID?at=KIND-START-END           a finding in a case: shown, marked, and told of beside the text
 *   index.html#/document/ID?at=KIND-START-END       the same in the text of a whole file (findings outside of all cases)
 *   index.html#/practice/ID, #/cases?cluster=ID     a kind of practices, the cases of a group
 * KIND is practices, problems, quantities, dates, or places for any stretch of the text; START and END count code points
 * of the document's text, in a case too. Ids and places need no encoding.
 */
function parseHash() {
  const [path, search] = location.hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  const [page, id] = path.split("/").map(decoded);
  return { page: page || "home", id, params: new URLSearchParams(search || "") };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The address of a page; empty parameters are left out. */
function link(page, id, params) {
  const kept = new URLSearchParams(Object.entries(params || {}).filter(([, value]) => value)).toString();
  return `#/${page}${id ? `/${encodeURIComponent(id)}` : ""}${kept ? `?${kept}` : ""}`;
}

function useAddress() {
  const [address, set] = useState(parseHash());
  useEffect(() => {
    const changed = () => { set(parseHash()); };
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return address;
}

/* Going back leads to where one was: each step of the history keeps how far its page was scrolled. */
const PATIENCE = 1500; // ms in which a page that is gone back to must have grown as long as it was
let leaving = 0;

if ("scrollRestoration" in history) history.scrollRestoration = "manual";
addEventListener("scroll", () => {
  clearTimeout(leaving);
  leaving = setTimeout(() => history.replaceState({ top: scrollY }, "", location.hash || "#/"), 120);
}, { passive: true });

/** Show a page from where it was left, or from its beginning. */
function scrollBack() {
  const top = history.state?.top || 0;
  const until = performance.now() + PATIENCE;
  const step = () => {
    scrollTo({ top, behavior: "instant" });
    if (scrollY + 1 < top && performance.now() < until) requestAnimationFrame(step);
  };
  clearTimeout(leaving);
  step();
}

/** Change some parameters of the page that is open. `push` makes a step that one can go back from. */
function setParams(changes, { push = false } = {}) {
  const { page, id, params } = parseHash();
  const next = link(page, id, { ...Object.fromEntries(params), ...changes });
  if (next === location.hash) return;
  history[push ? "pushState" : "replaceState"](push ? null : history.state, "", next);
  dispatchEvent(new HashChangeEvent("hashchange"));
}

/** The values of a parameter that holds several, parted by commas; each is encoded for itself. */
const listed = (params, name) => (params.get(name) || "").split(",").filter(Boolean).map(decoded);
const joined = (values) => values.map(encodeURIComponent).join(",");

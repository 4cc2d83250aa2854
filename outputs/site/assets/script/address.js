"use strict";
/* The address says all that a page shows: #/page/id?name=value&… , so that it can be kept, shared and gone back to. */
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

/** Change some parameters of the page that is open. `push` makes a step that one can go back from. */
function setParams(changes, { push = false } = {}) {
  const { page, id, params } = parseHash();
  const next = link(page, id, { ...Object.fromEntries(params), ...changes });
  if (next === location.hash) return;
  history[push ? "pushState" : "replaceState"](null, "", next);
  dispatchEvent(new HashChangeEvent("hashchange"));
}

/** The values of a parameter that holds several, parted by commas; each is encoded for itself. */
const listed = (params, name) => (params.get(name) || "").split(",").filter(Boolean).map(decoded);
const joined = (values) => values.map(encodeURIComponent).join(",");

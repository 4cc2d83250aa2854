"use strict";
/*
 * A text with its facts: the text on one side, on the other what is known of the fact that is chosen and a list of all.
 * Which fact is chosen (at), which kinds are shown (kinds) and which are listed (list) stands in the address.
 */
const SHARED = "shared";

/** The kinds that are marked: those that the address names, else all but the shared passages. */
function shownKinds(params) {
  const told = params.get("kinds");
  return new Set(told === null ? Object.keys(KINDS) : listed(params, "kinds"));
}

function toggleKind(shown, kind) {
  const after = [...Object.keys(KINDS), SHARED].filter((one) => shown.has(one) !== (one === kind));
  const usual = after.join() === Object.keys(KINDS).join();
  setParams({ kinds: usual ? "" : joined(after) || "none" });
}

/** Choose a fact. `from`: what it is chosen in, which then stays as it is. */
let chosenIn = null;
function choose(at, from = null) {
  chosenIn = from;
  setParams({ at });
}

/** A link to a fact of the page that is open; a plain click chooses it without a step to go back from. */
function FactLink({ fact, words, from, ...more }) {
  const { page, id, params } = parseHash();
  const clicked = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    choose("", from);
    choose(fact.at, from);
  };
  return html`<a ...${more} href=${link(page, id, { ...Object.fromEntries(params), at: fact.at })} onClick=${clicked}>${words}</a>`;
}

function KindToggles({ facts, shown, passages }) {
  const toggle = (kind, name, count) => html`<label key=${kind}><input type="checkbox" checked=${shown.has(kind)} onChange=${() => toggleKind(shown, kind)} />
    <span class=${`swatch ${kind}`}>${name}</span><span class="count">${grouped(count)}</span></label>`;
  return html`<fieldset class="kinds"><legend>标出</legend>
    ${Object.entries(KINDS).map(([kind, name]) => toggle(kind, name, facts.filter((one) => one.kind === kind).length))}
    ${passages.length > 0 && toggle(SHARED, "与别处相同的话", passages.length)}</fieldset>`;
}

/** All that is marked in a text, sorted by where it begins. */
function spansOf(reading, facts, place, passages, spots) {
  const heads = reading.record.sections.filter((one) => one.run_in).map((one) => ({ start: one.heading[0], end: one.heading[1], kind: "run-in" }));
  const told = passages.map((one) => ({ start: one.start, end: one.end, kind: SHARED }));
  const words = spots.map(([start, end]) => ({ start, end, kind: "spot" }));
  const places = place ? [{ ...place, kind: "places", number: -1 }] : [];
  return [...heads, ...told, ...facts, ...places, ...words].sort((a, b) => a.start - b.start);
}

const piecesIn = (box, fact) => [...box.querySelectorAll(`[data-facts~="${fact.number}"]`)];

/** The fact that a click on a piece means: the shortest that is shown; another one of them if that is chosen already. */
function clickedFact(target, facts, shown, chosen) {
  const piece = target.closest("[data-facts]");
  if (!piece || !getSelection().isCollapsed) return null;
  const here = piece.dataset.facts.split(" ").map((number) => facts[number]).filter((one) => one && shown.has(one.kind));
  here.sort((a, b) => a.end - a.start - (b.end - b.start));
  const at = here.findIndex((one) => one === chosen);
  return here.length > 0 ? here[(at + 1) % here.length] : null;
}

/** The text itself; elements of its own that are made anew only when what is marked in it changes. */
function SourceText({ reading, from, to, spans, shown, chosen, facts, pageHref, bounds }) {
  const box = useRef(null);
  useLayoutEffect(() => {
    box.current.replaceChildren(...textParts(reading, from, to, spans, { pageHref, before: bounds }));
  }, [reading, from, to, spans]);
  useLayoutEffect(() => {
    box.current.querySelectorAll(".on").forEach((one) => one.classList.remove("on"));
    const own = chosen ? piecesIn(box.current, chosen) : [];
    own.forEach((one) => one.classList.add("on"));
    if (own.length > 0 && chosenIn !== "text") shownAt(own[0], chosenIn !== "panel");
    chosenIn = null;
  }, [chosen && chosen.at, spans]);
  const kept = useKept();
  useLayoutEffect(() => {
    box.current.querySelectorAll("[class*=judged-]").forEach((one) => one.classList.remove(...Object.keys(JUDGED).map((act) => `judged-${act}`)));
    facts.forEach((one) => {
      const act = judgementOf(one, kept, reading);
      if (act) piecesIn(box.current, one).forEach((piece) => piece.classList.add(`judged-${act}`));
    });
  }, [kept, spans]);
  const clicked = (event) => {
    const fact = clickedFact(event.target, facts, shown, chosen);
    if (fact) choose(fact.at, "text");
  };
  const kinds = [...shown].filter((one) => one === SHARED || Object.hasOwn(KINDS, one)).map((one) => `show-${one}`);
  return html`<div ref=${box} class=${["source", reading.paragraphs.some((one) => one.page) && "paged", ...kinds].filter(Boolean).join(" ")} tabindex="0" role="group" aria-label="原文。按 j 到下一处，按 k 到上一处" onClick=${clicked}></div>`;
}

/** Bring a place into the middle of the window; twice, since what lies between may be laid out only now. */
function shownAt(element, focus) {
  const into = () => element.scrollIntoView({ block: "center", behavior: "instant" });
  into();
  if (focus) {
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
  }
  requestAnimationFrame(() => requestAnimationFrame(into));
}

/** The fact before or behind the chosen one among those that are shown; the first where none is chosen. */
function neighbour(facts, shown, chosen, step) {
  const order = facts.filter((one) => shown.has(one.kind));
  if (!chosen) return order[step > 0 ? 0 : order.length - 1];
  const at = order.findIndex((one) => one === chosen);
  if (at >= 0) return order[at + step];
  const behind = order.findIndex((one) => one.start > chosen.start);
  return order[behind < 0 ? order.length - 1 : Math.max(0, behind + Math.min(step, 0))];
}

/** The button of the open panel that judges by a key; none while a form is open, or for a key that is held down. */
function judgingButton({ key, repeat }) {
  return !repeat && /^[a-z]$/.test(key) ? document.querySelector(`.judging:not(:has(form)) [aria-keyshortcuts="${key}"]`) : null;
}

/**
 * What is typed in the text, the panel or the list, or while nothing has the focus, as when a page has just been opened: j and k go on and back, Escape
 * lets go, the keys of the panel judge.
 */
function useKeys(go, chosen) {
  const typed = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    const step = { j: 1, k: -1 }[event.key];
    if (step) go(step, "keys");
    else if (event.key === "Escape" && chosen) choose("", "text");
    else if (chosen && judgingButton(event)) judgingButton(event).click();
    else return;
    event.preventDefault();
  };
  useEffect(() => {
    const heard = (event) => { if (event.target === document.body || event.target.id === "main") typed(event); };
    addEventListener("keydown", heard);
    return () => removeEventListener("keydown", heard);
  });
  return typed;
}

/**
 * The whole of it. `shelf` are the facts of the range; `told`: {passages, answers} of the range; `source`: {title, about, name, roots} for copying and for
 * the original file; `bounds` as `before` in `textParts`.
 */
function Reader({ index, reading, shelf, from, to, params, told, source, bounds, spots }) {
  const { facts } = shelf;
  const at = params.get("at") || "";
  const wanted = useMemo(() => placeOf(shelf, at, from, to), [shelf, at]);
  const stray = wanted && wanted.number === -1 ? wanted.at : "";
  const spans = useMemo(() => spansOf(reading, facts, stray && wanted, told.passages, spots), [facts, stray, told.passages, spots]);
  const shown = shownKinds(params);
  if (wanted && Object.hasOwn(KINDS, wanted.kind)) shown.add(wanted.kind);
  const go = (step, how) => {
    const next = neighbour(facts, shown, wanted, step);
    if (next) choose(next.at, how);
  };
  const context = { index, reading, shelf, told, source, shown };
  usePrintList(context);
  return html`<div class="reader" onKeyDown=${useKeys(go, wanted)}>${isPublic(index) && html`<p class="note excerpts">公开版：只列摘录，“…”处有省略；各条摘录的前后文不在这里。</p>`}
    <div class="bar no-print"><${KindToggles} facts=${facts} shown=${shown} passages=${told.passages} />
      <${SpotsBar} spots=${spots} params=${params} reading=${reading} /></div>
    <div class="split"><${SourceText} ...${{ reading, from, to, spans, shown, facts }} chosen=${wanted} bounds=${bounds}
        pageHref=${(page) => originHref(source.roots, source.name, page)} />
      <aside class="beside no-print" aria-label="文中各处">
        ${corrigible(index) && html`<div class="addings"><${Late} name="Adding" from=${from} to=${to} context=${context} /></div>`}
        <${FactPanel} fact=${wanted} go=${go} context=${context} />
        ${at && !wanted && html`<p class="note" role="status">地址里的那一处，这段文字里没有。</p>`}
        <${FactList} facts=${facts} chosen=${wanted} params=${params} context=${context} /></aside></div></div>`;
}

/** What the address points to: a fact, else a bare place within the range, else nothing. */
function placeOf(shelf, at, from, to) {
  if (shelf.byAt.has(at)) return shelf.byAt.get(at);
  const place = parseAt(at);
  if (!place || place.start < from || place.end > to) return null;
  return { number: -1, ...factAt(shelf, place.kind, [place.start, place.end]) };
}

/** How often the words that were searched for stand here, and a way to them. */
function SpotsBar({ spots, params, reading }) {
  const [at, set] = useState(-1);
  const query = params.get("q");
  if (!query) return null;
  const next = () => {
    const to = (at + 1) % spots.length;
    set(to);
    const marks = document.querySelectorAll(".source .spot");
    const first = [...marks].filter((one, i) => i === 0 || one.previousSibling !== marks[i - 1]);
    shownAt(first[Math.min(to, first.length - 1)] || marks[0], false);
  };
  return html`<p class="spots"><span>检索词“${query}”${spots.length > 0 ? `在文中 ${grouped(spots.length)} 处` : "不在这段文字里"}</span>
    ${spots.length > 0 && html`<button class="small" onClick=${next}>${at < 0 ? "看第一处" : "看下一处"}</button>`}
    <button class="small plain" onClick=${() => setParams({ q: "" })}>不标检索词</button></p>`;
}

"use strict";
/* What several pages are made of. */

/** "a · b", empty parts left out. */
const dotted = (...words) => words.filter(Boolean).join(" · ");

/** A level worth showing: told, and not said by the name of the place. */
const levelOf = ({ level, place }) => (level && level !== "不明" && !(place && place.endsWith(level)) ? level : null);

/** A period as people say it: one year or month, from … to …, or from … on. */
function periodText(period) {
  if (!period) return null;
  const [from, to] = period;
  if (from === to) return from;
  return to ? `${from} 至 ${to}` : `${from} 起`;
}

/** A number as Chinese readers group it: by thousands, as in statistics. */
const grouped = (number) => number.toLocaleString("zh-CN");

/** The public catalogue has short quotes in the stead of texts. */
const isPublic = (index) => index.profile === "public";

/** Whether a catalogue is to be corrected here: the texts of the public one are not whole. */
const corrigible = (index) => !isPublic(index);

/** Where something is not there, or not yet. `children` is a function of the value. */
function Loaded({ state, what, children }) {
  if (state.error) return html`<p role="alert" class="alert">${state.error.message}</p>`;
  if (!("value" in state)) return html`<p class="wait">正在读取${what || ""}……</p>`;
  return children(state.value);
}

/** A label of what kind of finding it is; `id` makes it a link to all cases that have it. */
function Tag({ kind, id, name, hit }) {
  const facet = { practices: "theme", problems: "problem" }[kind];
  if (!id || !facet) return html`<span class=${`tag ${kind || ""}`}>${name}</span>`;
  return html`<a class=${`tag ${kind} ${hit ? "hit" : ""}`} href=${kind === "problems" ? link("problem", id) : link("cases", null, { theme: joined([id]) })}>${name}</a>`;
}

/** A text with some ranges of it (code points, in order, apart from each other) marked. */
function Spots({ text, spots }) {
  if (!spots || spots.length === 0) return text;
  const chars = [...text];
  const parts = [];
  let at = 0;
  spots.forEach(([start, end]) => {
    parts.push(chars.slice(at, start).join(""), html`<mark class="spot">${chars.slice(start, end).join("")}</mark>`);
    at = end;
  });
  parts.push(chars.slice(at).join(""));
  return parts;
}

/** Steps through a long list: `page` counts from 1. */
function Pager({ page, pages, change }) {
  if (pages < 2) return null;
  const step = (to, words) => html`<button disabled=${to < 1 || to > pages} onClick=${() => change(to)}>${words}</button>`;
  return html`<nav class="pager" aria-label="翻页">${step(page - 1, "上一页")}<span>第 ${page} 页，共 ${pages} 页</span>${step(page + 1, "下一页")}</nav>`;
}

/** What shows more of a long list. */
function More({ shown, number, show, step, unit, what }) {
  return number > shown && html`<button onClick=${() => show(shown + step)}>再看${what || "一些"}（还有 ${grouped(number - shown)} ${unit}）</button>`;
}

/** A choice of one of several values that stands in the address. */
function Choice({ name, label, options, value }) {
  return html`<label class="choice">${label}
    <select value=${value} onChange=${(event) => setParams({ [name]: event.target.value, p: "" })}>
      ${options.map(([key, words]) => html`<option key=${key} value=${key} selected=${key === value}>${words}</option>`)}
    </select></label>`;
}

/** A box to type in what stands in the address as `name`; input methods are waited for until they have written
 * (no element has a property oncompositionend, so that Preact takes these names as they are written). */
function TypeBox({ params, name, label, placeholder, autofocus }) {
  const box = useRef(null);
  const [composing, compose] = useState(false);
  const value = params.get(name) || "";
  const told = (text) => setParams({ [name]: text, p: "" });
  useEffect(() => { if (box.current && !composing && box.current.value !== value) box.current.value = value; }, [value]);
  useEffect(() => { if (autofocus && matchMedia("(pointer: fine)").matches) box.current.focus({ preventScroll: true }); }, []);
  return html`<input ref=${box} type="search" class="typebox" aria-label=${label} placeholder=${placeholder} defaultValue=${value}
    autocomplete="off" spellcheck=${false}
    oncompositionstart=${() => compose(true)}
    oncompositionend=${(event) => { compose(false); told(event.target.value); }}
    onInput=${(event) => { if (!composing && !event.isComposing) told(event.target.value); }} />`;
}

/** Put words on the clipboard; what worked is said on the button for a moment. */
function CopyButton({ text, words }) {
  const [said, say] = useState("");
  const copy = async () => {
    say((await copied(text)) ? "已复制" : "没能复制，请手动选取");
    setTimeout(() => say(""), 2000);
  };
  return html`<button class="small" onClick=${copy}><span role="status">${said || words || "复制"}</span></button>`;
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

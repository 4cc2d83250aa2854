"use strict";
/* What the catalogue missed: words are selected in the text, or typed where no pointer is at hand, and told as a finding. */
const OCCURRENCES = 20;

/** Code points of the text before a point of the page within an element that tells where its words begin. */
function offsetIn(element, node, offset) {
  const range = document.createRange();
  range.setStart(element, 0);
  range.setEnd(node, offset);
  return Number(element.dataset.from) + [...range.toString()].length;
}

/** The range of the text that is selected on the page, blanks at its ends left out; null where there is none. */
function selectedRange(reading) {
  const box = document.querySelector(".source");
  const selection = getSelection();
  if (!box || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!box.contains(range.commonAncestorContainer)) return null;
  const touched = [...box.querySelectorAll("[data-from]")].filter((one) => range.intersectsNode(one));
  if (touched.length === 0) return null;
  const [first, last] = [touched[0], touched[touched.length - 1]];
  const start = first.contains(range.startContainer) ? offsetIn(first, range.startContainer, range.startOffset) : Number(first.dataset.from);
  const end = last.contains(range.endContainer) ? offsetIn(last, range.endContainer, range.endOffset) : Number(last.dataset.from) + [...last.textContent].length;
  return trimmed(reading, start, end);
}

function trimmed({ cut }, start, end) {
  const words = [...cut(start, end)];
  const blank = (char) => /\s/.test(char);
  let [from, to] = [0, words.length];
  while (from < to && blank(words[from])) from += 1;
  while (to > from && blank(words[to - 1])) to -= 1;
  return from < to ? { start: start + from, end: start + to } : null;
}

/** The ranges at which some words stand between two places. */
function occurrences({ cut }, words, from, to) {
  const text = cut(from, to);
  const found = [];
  for (let at = text.indexOf(words); words && at >= 0 && found.length < OCCURRENCES; at = text.indexOf(words, at + 1)) {
    const start = from + [...text.slice(0, at)].length;
    found.push({ start, end: start + [...words].length });
  }
  return found;
}

/** What is selected, told once the hand rests. */
function useSelection(reading, live) {
  const [range, set] = useState(null);
  useEffect(() => {
    let rest = 0;
    const changed = () => {
      clearTimeout(rest);
      rest = setTimeout(() => { if (live.current) set(selectedRange(reading)); }, 150);
    };
    document.addEventListener("selectionchange", changed);
    return () => { clearTimeout(rest); document.removeEventListener("selectionchange", changed); };
  }, [reading]);
  return [range, set];
}

/** Words of the text that are to be found: those selected, else those typed, with a choice where they stand more than once. */
function Words({ range, reading, from, to, found, setFound }) {
  const [words, write] = useState(range ? reading.cut(range.start, range.end) : "");
  const all = range ? [] : occurrences(reading, words.trim(), from, to);
  const change = (event) => {
    write(event.target.value);
    setFound(occurrences(reading, event.target.value.trim(), from, to)[0] || null);
  };
  if (range) return html`<p class="words">${words}</p>`;
  const place = (one) => `…${reading.cut(Math.max(0, one.start - 8), one.start)}【${words.trim()}】${reading.cut(one.end, Math.min(reading.length, one.end + 8))}…`;
  return html`<label class="field">原文里的话<input value=${words} autocomplete="off" onInput=${change} /></label>
    ${words.trim() && all.length === 0 && html`<p class="meta" role="status">这段文字里没有这些字。</p>`}
    ${all.length > 1 && html`<label class="field">哪一处<select onChange=${(event) => setFound(all[event.target.value])}>
      ${all.map((one, i) => html`<option key=${one.start} value=${i} selected=${found && one.start === found.start}>${place(one).replace(/\s+/g, " ")}</option>`)}</select></label>`}`;
}

function AddingForm({ kind, range, from, to, context, close }) {
  const { index, reading } = context;
  const [found, setFound] = useState(range);
  const fields = [...fieldsOf(kind, index), NOTE];
  const done = ({ note, ...told }) => {
    if (!found) throw new Error("先写出原文里的话。");
    const [name, label] = fields[0];
    if (told[name] === null) throw new Error(`“${label}”要填。`);
    correct({ act: "added", finding: findingAt(reading, kind, found), value: told, ...(note && { note }) });
    close();
    choose(atOf(kind, found.start, found.end));
  };
  const start = { form: "action", status: kind === "problems" ? "present" : "done" };
  return html`<section class="panel adding" aria-label=${`补充${KINDS[kind]}`}><p><span class=${`tag ${kind}`}>补充${KINDS[kind]}</span></p>
    <${Form} label=${`补充${KINDS[kind]}`} fields=${fields} start=${start} done=${done} cancel=${close}><${Words} ...${{ range, reading, from, to, found, setFound }} /><//></section>`;
}

/** Where a second case begins: its first words, and a title where one is at hand. */
function SplittingForm({ range, from, to, context, close }) {
  const { reading } = context;
  const { entries } = useKept();
  const [found, setFound] = useState(range);
  const done = ({ title, note }) => {
    if (!found) throw new Error("先写出新案例开头的话。");
    const home = caseAround(reading, found.start, found.end);
    if (!home) throw new Error("这里不在任何案例里。");
    if (found.start === home.start) throw new Error("案例本来就从这里开始。");
    const target = caseOf(reading, home);
    const before = entries[keyOf({ act: "split_case", case: target })]?.one.where || [];
    const end = Math.min(found.end, found.start + BESIDE_QUOTE);
    const here = { ...quoted(reading, found.start, end), start: found.start, ...(title && { title }) };
    const where = [...before.filter((one) => one.start !== here.start), here].sort((a, b) => a.start - b.start);
    correct({ act: "split_case", case: target, where, ...(note && { note }) });
    close();
  };
  return html`<section class="panel adding" aria-label="拆分案例"><p><span class="tag">从这里拆分</span></p>
    <${Form} label="拆分案例" fields=${[["title", "新案例的标题（可不填）"], NOTE]} start=${{}} done=${done} cancel=${close}><${Words} ...${{ range, reading, from, to, found, setFound }} /><//></section>`;
}

/** The bar below a selection, the button for those who type, and the form that either opens. */
function Adding({ from, to, context }) {
  const { reading } = context;
  const live = useRef(true);
  const [range, select] = useSelection(reading, live);
  const [form, open] = useState(null);
  live.current = !form;
  const start = (kind, at) => { open({ kind, range: at }); select(null); };
  const close = () => open(null);
  const buttons = (at) => html`${Object.entries(KINDS).map(([kind, name]) => html`<button key=${kind} class="small" onClick=${() => start(kind, at)}>${name}</button>`)}
    ${reading.record.cases.length > 0 && html`<button class="small" onClick=${() => start("split", at)}>${at ? "从这里拆分" : "拆分案例"}</button>`}`;
  const told = form && { range: form.range, from, to, context, close };
  return html`${!form && html`<details class="missing"><summary>补充遗漏</summary><p class="meta">在文中选中一段话，或在这里选种类后写出原文。</p><p class="tags">${buttons(null)}</p></details>`}
    ${range && !form && html`<div class="picked" role="region" aria-label="选中的话"><span class="excerpt">“${reading.cut(range.start, range.end).replace(/\s+/g, " ")}”</span><span class="meta">补充：</span>${buttons(range)}
      <button class="small plain" aria-label="不选了" onClick=${() => { getSelection().removeAllRanges(); select(null); }}>✕</button></div>`}
    ${form && (form.kind === "split" ? html`<${SplittingForm} ...${told} />` : html`<${AddingForm} key=${form.kind} kind=${form.kind} ...${told} />`)}`;
}

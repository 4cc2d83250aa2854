"use strict";
/* Whether a finding is right: buttons on its panel. */
const VERDICT_BUTTONS = [["right", "对", "d"], ["wrong", "错", "c"]]; // keys by their pinyin, duì and cuò

/** What the catalogue holds already of a finding, with the way to take it back. */
function Settled({ review }) {
  const { entries } = useKept();
  const key = keyOf({ act: "withdrawn", of: review.correction });
  const taken = Object.hasOwn(entries, key);
  return html`<p class="meta">目录里已核对：${JUDGED[review.verdict] || review.verdict}${" "}
    <button class="small plain" aria-pressed=${taken} onClick=${() => (taken ? takeBack(key) : correct({ act: "withdrawn", of: review.correction }))}>${taken ? "已撤回，恢复" : "撤回"}</button></p>`;
}

function JudgingForm({ open, fact, entry, context, say, close }) {
  const said = saidOf(fact);
  const note = (text) => (text ? { note: text } : {});
  if (open === "note") {
    const act = [["right", "对"], ["wrong", "错"], ...(entry?.act === "changed" ? [["changed", "已改"]] : [])];
    const fields = [...(fact.added ? [] : [["act", "判断", act]]), NOTE];
    const done = (told) => {
      if (!fact.added && !told.act) throw new Error("请先说对还是错。");
      say(fact.added ? "added" : told.act, { ...(entry?.value && (fact.added || told.act === "changed") && { value: entry.value }), ...note(told.note) });
    };
    return html`<${Form} label="批注" fields=${fields} start=${{ act: entry?.act || "", note: entry?.note || "" }} done=${done} cancel=${close} />`;
  }
  const fields = [...fieldsOf(fact.kind, context.index), NOTE];
  const done = ({ note: text, ...values }) => {
    const value = fact.added ? values : differing(said, values);
    if (Object.keys(value).length === 0) throw new Error("还没有改动。");
    say(fact.added ? "added" : "changed", { value, ...note(text) });
  };
  return html`<${Form} label="改" fields=${fields} start=${{ ...said, ...entry?.value, note: entry?.note || "" }} done=${done} cancel=${close} />`;
}

/** The buttons of one finding; made anew for another. */
function Judging({ fact, context }) {
  const { entries } = useKept();
  const [open, show] = useState("");
  const opener = useRef(null);
  const finding = findingAt(context.reading, fact.kind, fact);
  const key = fact.added || keyOf({ act: "right", finding });
  const entry = entries[key]?.one;
  const close = () => { show(""); setTimeout(() => opener.current?.focus()); };
  const say = (act, more) => {
    correct({ act, finding: fact.added ? finding : { ...finding, said: saidOf(fact) }, ...more });
    close();
  };
  const press = (act) => (entry?.act === act ? takeBack(key) : say(act, entry?.note && { note: entry.note }));
  const opening = (name, words, pressed) => html`<button class="small" aria-expanded=${open === name} aria-pressed=${pressed} onClick=${(event) => { opener.current = event.currentTarget; show(open === name ? "" : name); }}>${words}</button>`;
  const drop = () => { choose("", "text"); takeBack(key); };
  return html`<div class="judging" role="group" aria-label="核对这一处">
    ${fact.review && html`<${Settled} review=${fact.review} />`}
    <p class="tags">${!fact.added && VERDICT_BUTTONS.map(([act, words, letter]) => html`<button key=${act} class="small" title=${`按 ${letter} 键`} aria-keyshortcuts=${letter} aria-pressed=${entry?.act === act} onClick=${() => { opener.current = document.activeElement; press(act); }}>${words}</button>`)}
      ${opening("change", "改", entry?.act === "changed")}${opening("note", "批注", Boolean(entry?.note))}
      ${fact.added && html`<button class="small" onClick=${drop}>去掉</button>`}
      ${past.length > 0 && html`<button class="small plain" onClick=${undoLast}>撤销</button>`}</p>
    ${entry && html`<p class="meta" role="status">${dotted(JUDGED[entry.act], entry.act !== "right" && entry.act !== "wrong" && valueWords(entry.value, context.index), entry.note && `批注：${entry.note}`)}</p>`}
    ${open && html`<${JudgingForm} key=${open} ...${{ open, fact, entry, context, say, close }} />`}</div>`;
}

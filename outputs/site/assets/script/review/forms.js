"use strict";
/* Small forms. A field is [name, label, choices]: choices are pairs of value and words, or Number, or Date, or nothing for words. */

/** The fields of a kind of findings (plural) that an analyst may set. */
function fieldsOf(kind, index) {
  const { forms, statuses } = index.choices;
  const status = (of) => ["status", "状态", statuses[of].map((id) => [id, index.statuses[id]])];
  return {
    practices: [["theme", "主题", Object.entries(index.themes)], ["form", "形式", Object.entries(forms)], status("practices")],
    problems: [["category", "类别", Object.entries(index.categories)], status("problems")],
    quantities: [["value", "数值", Number], ["value_max", "至（范围才填）", Number], ["unit", "单位"], ["counted", "数的是什么"]],
    dates: [["value", "日期（如 2018-09）", Date]],
  }[kind];
}
const NOTE = ["note", "批注"];

function Field({ field: [name, label, choices], value, set }) {
  const changed = (event) => set(name, event.target.value);
  if (Array.isArray(choices)) {
    return html`<label class="field">${label}<select name=${name} value=${value} onChange=${changed}>
      ${!choices.some(([key]) => key === value) && html`<option value=${value} selected>请选择</option>`}
      ${choices.map(([key, words]) => html`<option key=${key} value=${key} selected=${key === value}>${words}</option>`)}</select></label>`;
  }
  return html`<label class="field">${label}<input name=${name} value=${value} maxlength=${LONGEST[name] || SHORT} inputmode=${choices === Number ? "decimal" : null} autocomplete="off" onInput=${changed} /></label>`;
}

const DATE = /^(?:\d{4}(?:-\d{2}){0,2}|--\d{2}(?:-\d{2})?)$/;

/** What was typed, numbers as numbers; nothing is null, of a unit "". Raises an Error that tells what cannot be read. */
function typed(fields, values) {
  return Object.fromEntries(fields.map(([name, label, choices]) => {
    const words = String(values[name] ?? "").trim();
    if (choices === Date && words && !DATE.test(words)) throw new Error("日期写成 2018、2018-09 或 2018-09-30。");
    if (choices !== Number || !words) return [name, name === "unit" ? words : words || null];
    const number = Number(words.replace(/[,，\s]/g, ""));
    if (!Number.isFinite(number)) throw new Error(`“${label}”要填数字。`);
    return [name, number];
  }));
}

/** A form of some fields, `start` their first values; `done` is told what stands in them and may throw what is amiss. */
function Form({ label, fields, start, submit, done, cancel, children }) {
  const [values, write] = useState(() => Object.fromEntries(fields.map(([name]) => [name, start[name] ?? ""])));
  const [amiss, say] = useState("");
  const box = useRef(null);
  useLayoutEffect(() => box.current.querySelector("select, input, textarea, button").focus(), []);
  const set = (name, value) => write((before) => ({ ...before, [name]: value }));
  const sent = async (event) => {
    event.preventDefault();
    try { await done(typed(fields, values)); } catch (error) { say(error.message); }
  };
  const key = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    cancel();
  };
  return html`<form ref=${box} class="correcting" aria-label=${label} onSubmit=${sent} onKeyDown=${key}>${children}
    ${fields.map((field) => html`<${Field} key=${field[0]} field=${field} value=${values[field[0]]} set=${set} />`)}
    ${amiss && html`<p role="alert" class="alert">${amiss}</p>`}
    <p class="tags"><button class="small go" type="submit">${submit || "记下"}</button><button class="small" type="button" onClick=${cancel}>取消</button></p></form>`;
}

/** The fields whose values are not those said before. */
function differing(said, values) {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => (value ?? "") !== (said[name] ?? "")));
}

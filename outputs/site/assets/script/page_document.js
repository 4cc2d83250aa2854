"use strict";
/* One file: what became of it, the cases in it, its whole text with every fact in its place. */
const sizeText = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1e6).toFixed(1)} MB`);

function documentRows(record, index) {
  const { about } = record;
  return [
    ["结果", dotted(record.outcome, record.why)],
    ["提示", record.warnings.length > 0 && record.warnings.join("；")],
    ["篇幅", dotted(record.pages && `${record.pages} 页`, !isPublic(index) && `${grouped([...record.text].length)} 字`, sizeText(record.size))],
    ["文种", about.kind],
    ["成文", dotted(about.date, about.number)],
    ["署名", dotted(about.author, about.issuer)],
    ["文件", html`<${FileLine} name=${record.name} roots=${index.roots} />`],
  ];
}

/** The link that stands before the first paragraph of a case. */
function boundOf(cases) {
  const starts = new Map(cases.map((one) => [one.start, one]));
  return (paragraph) => {
    const one = starts.get(paragraph.start);
    if (!one || cases.length < 2) return null;
    const to = made("a", "", "单独看这个案例");
    to.setAttribute("aria-label", `单独看这个案例：${one.title}`);
    to.href = link("case", one.id);
    return made("p", "bound", to);
  };
}

function DocumentCases({ cases }) {
  if (cases.length === 0) return html`<p class="note">这份文件里没有认出案例；文中的做法、问题和数字仍可检索。</p>`;
  return html`<details open=${cases.length <= 8}><summary>其中的案例（${cases.length}）</summary><ul class="links">${cases.map((one) => html`<li key=${one.id}><a href=${link("case", one.id)}>${one.title}</a></li>`)}</ul></details>`;
}

function DocumentBody({ record, index, params }) {
  const reading = useMemo(() => readRecord(record), [record]);
  const told = useMemo(() => ({ passages: [], answers: [] }), [record]);
  const bounds = useMemo(() => boundOf(record.cases), [record]);
  const shelf = useShelf(reading, 0, reading.length);
  const spots = useSpots(reading, params.get("q") || "", 0, reading.length);
  const source = { title: record.title || fileTitle(record.name), about: record.about, name: record.name, roots: index.roots };
  return html`<${Summary} rows=${documentRows(record, index)} /><${Citation} source=${source} /><${DocumentCases} cases=${record.cases} />
    <${Checks} from=${0} to=${reading.length} context=${{ reading, shelf }} />
    <section id="text"><h2 tabindex="-1">${isPublic(index) ? "摘录" : "全文"}</h2><${Reader} ...${{ index, reading, shelf, params, told, source, bounds, spots }} from=${0} to=${reading.length} /></section>`;
}

/** The name of a file without folder and suffix. */
const fileTitle = (name) => name.split("/").pop().replace(/\.[A-Za-z]{2,5}$/, "");

function DocumentPage({ index, id, params }) {
  const state = useOne("text", id);
  const record = state.value;
  useEffect(() => { if (record) titled(fileTitle(record.name)); }, [record]);
  if (state.error) return html`<${Gone} what="文件" kind="document" id=${id} page="documents" list="回到文件列表" />`;
  if (!record) return html`<p class="wait">正在读取文件……</p>`;
  return html`<article class="one"><h1>${fileTitle(record.name)}</h1><${CameFrom} what="文件" params=${params} /><${DocumentBody} record=${record} index=${index} params=${params} /></article>`;
}

"use strict";
/* Every file with its outcome, and why. */
const FILES = 50;

/** The files of an outcome whose name holds some words, by their numbers. */
function useFiles(told, index, params) {
  const outcome = params.get("outcome") || "";
  const fold = useFold();
  const part = fold((params.get("q") || "").trim());
  const fitting = useMemo(() => {
    const outcomes = unpack(told.of, "u1");
    const wanted = told.outcomes.findIndex(([kind]) => kind === outcome);
    return Array.from(outcomes.keys()).filter((at) => wanted < 0 || outcomes[at] === wanted);
  }, [told, outcome]);
  return useAsync(async () => {
    if (!part) return fitting;
    const rows = await loadAll("documents", index.documents, index.rows.documents);
    return fitting.filter((at) => fold(rows[at].name).includes(part));
  }, [fitting, part, fold]);
}

function size(bytes) {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function FileRow({ row }) {
  const kind = row.status.split(":")[0];
  return html`<tr><th scope="row">${row.id ? html`<a href=${link("document", row.id)}>${row.name}</a>` : row.name}<span class="meta definition">${dotted(size(row.size), row.pages && `${row.pages} 页`)}</span></th>
    <td><span class=${`tag outcome ${kind}`}>${row.outcome}</span></td><td class="number">${row.cases.length}</td>
    <td class="words">${row.why || (row.id && row.cases.length === 0 ? "没有识别出案例；文字和摘出的内容照常可查。" : "")}${row.warnings.length > 0 && html`<ul class="warnings">${row.warnings.map((words) => html`<li key=${words}>${words}</li>`)}</ul>`}</td></tr>`;
}

function FileRows({ told, index, params }) {
  const state = useFiles(told, index, params);
  const found = state.value ?? state.before ?? [];
  const pages = Math.max(1, Math.ceil(found.length / FILES));
  const page = Math.min(pages, Math.max(1, Number.parseInt(params.get("p"), 10) || 1));
  const places = found.slice((page - 1) * FILES, page * FILES);
  const rows = useAsync(() => loadRows("documents", places, index.rows.documents), [places.join(",")]);
  const turn = (to) => { setParams({ p: to > 1 ? String(to) : "" }, { push: true }); scrollTo(0, 0); };
  return html`<p role="status" class="total">${state.error ? state.error.message : `${grouped(found.length)} 个文件`}</p>
    <${Loaded} state=${rows} what="文件">${(shown) => html`<div class="scroll"><table>
      <thead><tr><th scope="col">文件</th><th scope="col">结果</th><th scope="col" class="number">案例</th><th scope="col">说明</th></tr></thead>
      <tbody>${shown.map((row) => html`<${FileRow} key=${row.name} row=${row} />`)}</tbody></table></div>`}<//>
    <${Pager} page=${page} pages=${pages} change=${turn} />`;
}

function DocumentsPage({ index, params }) {
  const told = useLoaded("documents");
  return html`<h1>文件</h1><p class="note">每个文件都有一个结果；没有读成的，说明里写着原因和办法。</p>
    <${Loaded} state=${told} what="文件">${(value) => html`
      <ul class="chosen" aria-label="按结果筛选"><li><button class="small" aria-pressed=${!params.get("outcome")} onClick=${() => setParams({ outcome: "", p: "" }, { push: true })}>全部 ${grouped(index.documents)}</button></li>
        ${value.outcomes.map(([kind, number]) => html`<li key=${kind}><button class="small" aria-pressed=${params.get("outcome") === kind}
          onClick=${() => setParams({ outcome: kind, p: "" }, { push: true })}>${kind} ${grouped(number)}</button></li>`)}</ul>
      <${TypeBox} params=${params} name="q" label="按文件名找" placeholder="按文件名找" />
      <${FileRows} told=${value} index=${index} params=${params} />`}<//>`;
}

"use strict";
/* Charts by ECharts, loaded where one is shown. What a chart shows stands in a table below it too. */
let charts = null;

/** A promise of the chart library. */
function chartLibrary() {
  charts = charts || new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = "vendor/echarts.js";
    element.onload = () => resolve(window.echarts);
    element.onerror = () => { charts = null; reject(new Error("图表组件 vendor/echarts.js 无法读取。")); };
    document.head.append(element);
  });
  return charts;
}

/** The colours of the page as they are now. */
function inks() {
  const style = getComputedStyle(document.documentElement);
  const ink = (name) => style.getPropertyValue(`--${name}`).trim();
  return { ink: ink("ink"), soft: ink("soft"), line: ink("line"), accent: ink("accent"), card: ink("card"), paper: ink("paper") };
}

/** Draw anew when the theme of the system or of the page changes. */
function useTheme() {
  const [times, again] = useState(0);
  useEffect(() => {
    const changed = () => again((n) => n + 1);
    const query = matchMedia("(prefers-color-scheme: dark)");
    const watcher = new MutationObserver(changed);
    query.addEventListener("change", changed);
    watcher.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    return () => { query.removeEventListener("change", changed); watcher.disconnect(); };
  }, []);
  return times;
}

/**
 * A chart. `options` makes ECharts' options from the colours of the page and the width; `label` says what it shows;
 * `open` gets what is clicked. Tooltips are drawn, never made of HTML: no word of a document becomes markup.
 */
function Chart({ options, label, height, open, children }) {
  const box = useRef(null);
  const theme = useTheme();
  const library = useAsync(chartLibrary, []);
  useEffect(() => {
    if (!library.value) return undefined;
    const chart = library.value.init(box.current, null, { renderer: "canvas" });
    const draw = () => { chart.resize(); chart.setOption(options(inks(), box.current.clientWidth), true); };
    draw();
    if (open) chart.on("click", open);
    const watcher = new ResizeObserver(draw);
    watcher.observe(box.current);
    return () => { watcher.disconnect(); chart.dispose(); };
  }, [library.value, theme, options]);
  if (library.error) return html`<p role="alert" class="alert">${library.error.message}</p>${children}`;
  return html`<figure class="chart"><div class="canvas" role="img" aria-label=${label} ref=${(element) => { box.current = element; if (element) element.style.height = `${height}px`; }}></div>
    ${children && html`<details><summary>看表格</summary>${children}</details>`}</figure>`;
}

const words = (colours) => ({ color: colours.soft, fontFamily: getComputedStyle(document.body).fontFamily });
const tooltip = (colours, formatter) => ({
  renderMode: "richText", backgroundColor: colours.card, borderColor: colours.line, textStyle: { ...words(colours), color: colours.ink }, formatter,
});

/** Bars of {label, cases}, upright (years) or lying (names). */
function barOptions(rows, lying) {
  const names = { type: "category", data: rows.map((one) => one.label), inverse: lying, axisTick: { show: false } };
  return (colours) => {
    const axis = { axisLine: { lineStyle: { color: colours.line } }, axisLabel: words(colours), splitLine: { lineStyle: { color: colours.line } } };
    const values = { type: "value", minInterval: 1, ...axis };
    return {
      animation: false,
      grid: { left: 8, right: 24, top: 16, bottom: 8, containLabel: true },
      tooltip: tooltip(colours, ({ name, value }) => `${name}：${value} 个案例`),
      xAxis: lying ? values : { ...names, ...axis },
      yAxis: lying ? { ...names, ...axis, axisLabel: { ...words(colours), width: 130, overflow: "truncate" } } : values,
      series: [{ type: "bar", data: rows.map((one) => one.cases), itemStyle: { color: colours.accent }, barMaxWidth: 28 }],
    };
  };
}

function CountTable({ rows, what, to }) {
  return html`<table><thead><tr><th scope="col">${what}</th><th scope="col" class="number">案例</th></tr></thead>
    <tbody>${rows.map((one) => html`<tr key=${one.key}><th scope="row"><a href=${to(one)}>${one.label}</a></th><td class="number">${grouped(one.cases)}</td></tr>`)}</tbody></table>`;
}

/** Bars that lead to the cases of their value. */
function BarChart({ rows, facet, what, lying }) {
  const options = useMemo(() => barOptions(rows, lying), [rows]);
  const to = (one) => link("cases", null, { [facet]: joined([one.key]) });
  return html`<${Chart} options=${options} label=${`${what}的案例数，见下面的表格`} height=${lying ? 40 + 28 * rows.length : 240}
    open=${({ dataIndex }) => { location.hash = to(rows[dataIndex]); }}><${CountTable} rows=${rows} what=${what} to=${to} /><//>`;
}

/** Problems against the themes of the practices that answer them. `cells`: [theme number, problem number, answers]. */
function heatOptions(problems, themes, cells) {
  const most = Math.max(1, ...cells.map((cell) => cell[2]));
  return (colours, width) => ({
    animation: false,
    grid: { left: 8, right: 8, top: 8, bottom: 8, containLabel: true },
    tooltip: tooltip(colours, ({ value }) => `${problems[value[1]].name} × ${themes[value[0]].name}：同在一个案例里的做法 ${value[2]} 条`),
    xAxis: { type: "category", data: themes.map((one) => one.name), axisTick: { show: false }, axisLine: { show: false }, axisLabel: { ...words(colours), rotate: 50, interval: 0, fontSize: width < 600 ? 9 : 12, width: 96, overflow: "truncate" } },
    yAxis: { type: "category", data: problems.map((one) => one.name), inverse: true, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { ...words(colours), interval: 0, fontSize: width < 600 ? 9 : 12, width: width < 600 ? 84 : 150, overflow: "truncate" } },
    visualMap: { show: false, min: 0, max: most, inRange: { color: [colours.paper, colours.accent] } },
    series: [{ type: "heatmap", data: cells, itemStyle: { borderColor: colours.paper, borderWidth: 2, borderRadius: 3 } }],
  });
}

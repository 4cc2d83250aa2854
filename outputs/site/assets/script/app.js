"use strict";
/* The frame of all pages. A page is a function of {index, id, params}; its title is told by `titled`. */
const PAGES = { home: HomePage, cases: CasesPage, problems: ProblemsPage, problem: ProblemPage, clusters: ClustersPage, practices: PracticesPage, practice: PracticePage, numbers: NumbersPage, checks: ChecksPage, passages: PassagesPage, documents: DocumentsPage, review: ReviewLoader, case: CasePage, document: DocumentPage };
const TABS = [["home", "概览"], ["cases", "案例"], ["problems", "问题"], ["practices", "做法"], ["clusters", "分组"], ["numbers", "数字"], ["checks", "数据核对"], ["documents", "文件"], ["review", "核对"]];
const HOME_OF = { case: "cases", problem: "problems", cluster: "clusters", practice: "practices", document: "documents", passages: "checks" };

/** Give the window a title: what is shown, then the catalogue's name. */
function titled(words) {
  document.title = [words, "经验目录"].filter(Boolean).join(" · ");
}

/** Light, dark, or as the system has it; kept where the browser lets a file keep something. */
function ThemeButton() {
  const [theme, set] = useState(document.documentElement.dataset.theme || "");
  const next = { "": "dark", dark: "light", light: "" }[theme];
  const change = () => {
    document.documentElement.dataset.theme = next;
    set(next);
    try { localStorage.setItem("theme", next); } catch { /* a browser that keeps nothing: the choice holds for now */ }
  };
  return html`<button class="small theme" onClick=${change}>${{ "": "外观：随系统", dark: "外观：深色", light: "外观：浅色" }[theme]}</button>`;
}

function Header({ page, index }) {
  const current = HOME_OF[page] || page;
  const tabs = TABS.filter(([key]) => key !== "review" || !index || corrigible(index));
  return html`<a class="skip" href="#main" onClick=${(event) => { event.preventDefault(); document.getElementById("main").focus(); }}>跳到正文</a>
    <header class="top"><a class="home" href="#/">经验目录</a><nav aria-label="主要栏目">
    ${tabs.map(([key, name]) => html`<a key=${key} href=${key === "home" ? "#/" : link(key)} aria-current=${key === current ? "page" : null}>${name}${key === "review" && html`<${UnsavedCount} />`}</a>`)}</nav><${ThemeButton} /></header>`;
}

function UnknownPage() {
  return html`<h1>没有这一页</h1><p role="alert" class="alert">地址可能不完整。<a href="#/">回到概览</a></p>`;
}

/** The page of all corrections; the public catalogue has none. */
function ReviewLoader(told) {
  return corrigible(told.index) ? html`<${Late} name="ReviewPage" ...${told} />` : html`<${UnknownPage} />`;
}

/** What stands in for a page that failed; the others go on. The console has the details. */
function Guard({ children }) {
  const [error] = useErrorBoundary((failed) => console.error(failed));
  if (!error) return children;
  return html`<h1>没能显示这一页</h1><p role="alert" class="alert">出了差错：${error.message}。可以重新打开本页；一再出现时，请重新生成目录。</p>`;
}

function App() {
  const { page, id, params } = useAddress();
  const index = useAsync(async () => {
    const [told, roots] = await Promise.all([load("index"), load("roots")]);
    return { ...told, roots: isPublic(told) ? {} : roots }; // of what is public nothing leads to the originals
  }, []);
  // Before the effects of the page itself, which may know a better title.
  useLayoutEffect(() => { titled(TABS.find(([key]) => key === page)?.[1]); scrollBack(); }, [page, id]);
  const Page = Object.hasOwn(PAGES, page) ? PAGES[page] : UnknownPage;
  return html`<${Header} page=${page} index=${index.value} /><main id="main" tabindex="-1"><${KeptTrouble} />
    <${Loaded} state=${index} what="目录">${(value) => html`<${Guard} key=${`${page}/${id || ""}`}><${Page} index=${value} id=${id} params=${params} /><//>`}<//></main>
    ${index.value && isPublic(index.value) && html`<footer class="foot">公开版：只列摘录，不含原文全文和原文件。</footer>`}`;
}

/** "/" leads to the search box, as in many catalogues. */
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
  event.preventDefault();
  const box = document.querySelector(".typebox");
  if (box) box.focus();
  else location.hash = link("cases");
});

try { document.documentElement.dataset.theme = localStorage.getItem("theme") || ""; } catch { /* as the system has it */ }
const root = document.getElementById("app");
root.replaceChildren();
render(html`<${App} />`, root);

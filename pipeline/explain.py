"""Why a document was cut as it was: the tree of its articles and sections, its cases, and what was taken out."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from corpus.model import Article, Document, Removed, Section
from outputs.model import Case, DocumentRecord
from pipeline.printable import printable

WORDS = 24  # characters shown of what was removed
INSIDE = ("line_break", "html_debris")  # too many and too small to list one by one


def explain(record: DocumentRecord) -> RenderableType:
    """A page for the terminal: how a document was cut and why. Rich wraps and cuts it to the width it has."""
    parts: list[RenderableType] = [_head(record)]
    if record.document:
        parts += [_tree(record.document, record.cases), _removed(record.document)]
    warnings = (*record.warnings, *(record.document.warnings if record.document else ()))
    return Group(*parts, *(Text(f"! {printable(warning)}", style="yellow") for warning in warnings))


def _head(record: DocumentRecord) -> Text:
    document = record.document
    size = f"  {len(document.text)} characters kept" if document else ""
    head = Text(f"{printable(record.source.name)}  {record.outcome.status}{size}", style="bold")
    return head.append(f"\n{printable(record.outcome.reason)}", style="red") if record.outcome.reason else head


def _tree(document: Document, cases: Sequence[Case]) -> Tree:
    """Articles, the sections under them by level, and cases where they begin."""
    root = Tree(Text("articles and sections", style="dim"))
    own = [[case for case in cases if article.start <= case.start < article.end] for article in document.articles]
    for article, told in zip(document.articles, own, strict=True):
        branch = root.add(_article_line(article))
        for case in told:
            branch.add(_case_line(case))
        _add_sections(branch, [s for s in document.sections if article.start <= s.start < article.end])
    return root


def _add_sections(branch: Tree, sections: Sequence[Section]) -> None:
    above: list[tuple[Section, Tree]] = []
    for section in sections:
        while above and above[-1][0].level >= section.level:
            above.pop()
        under = above[-1][1] if above else branch
        above.append((section, under.add(_section_line(section))))


def _line(words: str, marks: Iterator[tuple[str, str]]) -> Text:
    line = Text(printable(words), no_wrap=True, overflow="ellipsis")
    for mark, style in marks:
        if mark:
            line.append(f"  {mark}", style=style)
    return line


def _article_line(article: Article) -> Text:
    who = " ".join(name for name in (article.organisation, article.author) if name)
    marks = ((who, "cyan"), (_because(article.evidence or "beginning of the file"), "dim"))
    return _line(f"▪ {_short(article.title or '(no title)', 36)}", iter(marks))


def _case_line(case: Case) -> Text:
    named = (case.place or "", case.place_level, case.organisation or "")
    return _line("case", iter([(" ".join(one for one in named if one), "green"), (_short(case.title), "dim")]))


def _section_line(section: Section) -> Text:
    marks = (
        (section.role, "magenta"),
        ("run-in" if section.run_in else "", "blue"),
        (_because(section.evidence), "dim"),
    )
    return _line(f"{section.level} {_short(section.title)}", iter(marks))


def _because(evidence: str) -> str:
    return f"← {evidence}" if evidence else ""


def _short(words: str, longest: int = WORDS) -> str:
    flat = printable(" ".join(words.split()))
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"


def _removed(document: Document) -> RenderableType:
    """What was taken out, kind and first words; joined lines and tags only counted."""
    if not document.removed:
        return Text("nothing was removed", style="dim")
    table = Table("removed", "first words", "characters", box=None, pad_edge=False)
    for removed in document.removed:
        if removed.kind not in INSIDE:
            table.add_row(removed.kind, Text(_short(removed.words)), str(removed.end - removed.start))
    for kind in INSIDE:
        if number := _count(document.removed, kind):
            table.add_row(kind, Text(f"{number} times", style="dim"), "")
    return table


def _count(removed: Sequence[Removed], kind: str) -> int:
    return sum(one.kind == kind for one in removed)

"""HTML: pages as sites of several kinds make them, the words around the article known."""

import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from string import Template

from lxml import html
from trafilatura import extract

from bench.reading_content import Report, article, table_rows, texts, with_tables
from bench.reading_figures import Line, Part, goals_of, worst
from bench.reading_measures import attempt, bare, cer, leaks, quickest

PAGES = Path(__file__).with_name("reading_pages")
# What a page may say of its article beside the words of it; a reader may keep this or not.
BYLINE = re.compile(
    r"(?:发布|更新)时间：|来源：|浏览次数：|点击数：|作者：|责任编辑：|字体：|^\d{4}-\d\d-\d\d[\d: ]{0,9}$"
    r"|^发表于|^青岚先锋$|^\d+$|^[大中小】]+$"
)
SHORTEST, LONG_BYLINE = 4, 60
# Which of the texts stands in which page, with which encoding, and whether with a table.
CASES = (
    ("government", 0, "utf-8", False),
    ("government", 8, "utf-8", True),
    ("news", 3, "utf-8", False),
    ("news", 12, "utf-8", True),
    ("wechat", 9, "utf-8", False),
    ("wechat", 11, "utf-8", False),
    ("old", 5, "gb18030", False),
    ("old", 10, "gb18030", False),
    ("forum", 1, "gb18030", False),
    ("forum", 2, "gb18030", False),
)


def measure(folder: Path, repeats: int) -> Part:
    """All figures of HTML."""
    part = Part("HTML")
    for kind, which, encoding, table in CASES:
        items = tuple(article(texts()[which], True))
        items = with_tables(items, kind, True)[: len(items) + 1] if table else items
        data = _page(kind, items).encode(encoding)
        name = f"{kind} {texts()[which][0][:8]}{' with a table' if table else ''}"
        (folder / f"{kind}-{which}.html").write_bytes(data)
        part.lines.append(Line(name, _quality(kind, items, data, part, name) | _speed(data, encoding, repeats)))
    part.goals = goals_of(
        ("CER %, worst page", worst(part.lines, "CER %"), "<=", 0.2, worst(part.lines, "peer CER")),
        ("navigation leaked", worst(part.lines, "leaked", sum), "<=", 0, worst(part.lines, "peer leak", sum)),
    )
    return part


def _page(kind: str, items: Report) -> str:
    """An article as a site of this kind shows it."""
    title, rest = items[0].text, items[1:]
    blocks = [_table(item.rows) if item.kind == "table" else f"<p>　　{escape(item.text)}</p>" for item in rest]
    sections = [
        f'<section style="margin: 0px;"><p><span style="font-size: 16px;">{escape(item.text)}</span></p></section>'
        for item in rest
    ]
    broken = "<br />\n".join(f"&nbsp;&nbsp;&nbsp; {escape(item.text)}" for item in rest)
    return Template((PAGES / f"{kind}.html").read_text(encoding="utf-8")).substitute(
        title=escape(title), paragraphs="\n".join(blocks), sections="\n".join(sections), broken=broken
    )


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    lines = ("".join(f"<td><p>{escape(cell)}</p></td>" for cell in row) for row in rows)
    return f'<table border="1"><tbody>{"".join(f"<tr>{line}</tr>" for line in lines)}</tbody></table>'


def _quality(kind: str, items: Report, data: bytes, part: Part, name: str) -> dict[str, float | str | None]:
    """What our reader makes of a page, and what trafilatura makes of it with its own settings."""
    got = attempt(data, "a.html")
    truth = "".join("".join(map("".join, item.rows)) or item.text for item in items)
    strange = _around(kind)
    escaped = leaks(got.paragraphs, strange, bare(truth))
    body = _without_bylines(got.body, got.paragraphs)
    peer = extract(data, include_comments=False) or ""
    part.note(name, (f"leaked {words}" for words in escaped))
    part.note(name, (f"wanting {item.text[:60]}" for item in items if item.text and bare(item.text) not in got.body))
    wanting = (row for row in table_rows(items) if tuple(map(bare, row)) not in got.rows)
    part.note(name, (f"wanting row {'|'.join(row)}" for row in wanting))
    return {
        "CER %": cer(truth, body),
        "peer CER": cer(truth, _without_bylines(peer, peer.split("\n"))),
        "leaked": len(escaped),
        "peer leak": len(leaks([bare(line) for line in peer.split("\n")], strange, bare(truth))),
    }


def _without_bylines(body: str, paragraphs: Sequence[str]) -> str:
    """The words less the paragraphs that tell of the article's date and source."""
    for words in paragraphs:
        if BYLINE.search(words) and len(words) < LONG_BYLINE:
            body = body.replace(words, "", 1)
    return body


def _around(kind: str) -> list[str]:
    """The words of the page around its article."""
    source = Template((PAGES / f"{kind}.html").read_text(encoding="utf-8"))
    page = html.document_fromstring(source.substitute(title="", paragraphs="", sections="", broken=""))
    shown = page.xpath("//body//text()[not(ancestor::script or ancestor::style)]")
    words = {bare(str(text)) for text in shown} if isinstance(shown, list) else set[str]()
    return sorted(text for text in words if len(text) >= SHORTEST and not BYLINE.search(text))


def _speed(data: bytes, encoding: str, repeats: int) -> dict[str, float | str | None]:
    ours, theirs = quickest((lambda: attempt(data, "a.html"), lambda: extract(data.decode(encoding))), repeats)
    return {"ms": ours * 1000, "x": theirs / ours}

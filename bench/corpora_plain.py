"""Sets a report as a text file or as a page of a site, in the encodings that they have."""

from html import escape
from pathlib import Path
from string import Template

from bench.corpora_reports import Line, Made

PAGES = Path(__file__).with_name("reading_pages")
ENCODINGS = ("utf-8", "gb18030", "utf-8-sig")
SITES = (("government", "utf-8"), ("news", "utf-8"), ("wechat", "utf-8"), ("old", "gb18030"))


def text(report: Made, number: int) -> bytes:
    """The report as plain text, its paragraphs indented, its tables with tabs."""
    rows = (
        "\n".join(map("\t".join, line.rows)) if line.kind == "table" else f"{_indent(line)}{line.text}"
        for line in report.lines
    )
    end = "\r\n" if number % 2 else "\n"
    return ("\n".join(rows) + "\n").replace("\n", end).encode(ENCODINGS[number % len(ENCODINGS)])


def _indent(line: Line) -> str:
    return "" if line.kind in ("title", "sub") else "　　"


def html(report: Made, number: int) -> bytes:
    """The report as a page of one of four kinds of sites."""
    kind, encoding = SITES[number % len(SITES)]
    rest = report.lines[1:]
    blocks = [_block(line) for line in rest]
    sections = [f'<section style="margin: 0px;">{block}</section>' for block in blocks]
    broken = "<br />\n".join(
        _table(line) if line.kind == "table" else f"&nbsp;&nbsp;&nbsp; {escape(line.text)}" for line in rest
    )
    page = Template((PAGES / f"{kind}.html").read_text(encoding="utf-8")).substitute(
        title=escape(report.lines[0].text), paragraphs="\n".join(blocks), sections="\n".join(sections), broken=broken
    )
    return page.encode(encoding)


def _block(line: Line) -> str:
    if line.kind == "table":
        return _table(line)
    bold = f"<strong>{escape(line.text[: line.bold])}</strong>" if line.bold else ""
    return f"<p>　　{bold}{escape(line.text[line.bold :])}</p>"


def _table(line: Line) -> str:
    rows = ("".join(f"<td><p>{escape(cell)}</p></td>" for cell in row) for row in line.rows)
    return f'<table border="1"><tbody>{"".join(f"<tr>{row}</tr>" for row in rows)}</tbody></table>'

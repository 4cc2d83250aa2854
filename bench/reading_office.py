"""Reports as DOCX and HTML, and what LibreOffice and Chromium make of them."""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from string import Template

from bench.reading_content import LEFTWARDS, MARKS, UPWARDS, Item, Report
from bench.reading_drawn import SHARES, Layout
from tests.corpus.docx_files import entries, part, zipped

FONTS = '<w:rFonts w:ascii="Liberation Serif" w:hAnsi="Liberation Serif" w:eastAsia="Noto Serif CJK SC"/>'
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# A4 in twentieths of a point, with margins of 25 mm.
PAGE = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418"/>'
TEXT_WIDTH = 9070
REFERENCES = '<w:headerReference w:type="default" r:id="r0"/><w:footerReference w:type="default" r:id="r1"/>'
SECONDS = 240
STYLE = Path(__file__).with_name("reading_pages") / "print.css"


class MissingToolError(Exception):
    """A program that the measurement needs is not installed, or does not do its work."""


def docx_report(items: Report, layout: Layout) -> bytes:
    """The report as a DOCX with footnotes, running head and page numbers as fields."""
    marks = iter(MARKS)
    body, notes = list[str](), list[str]()
    for item in items:
        mark = next(marks) if item.note else ""
        body.append(_docx_item(item, mark, layout.columns))
        notes += [_footnote(len(notes) + 2, item.note)] if item.note else []
    columns = f'<w:cols w:num="{layout.columns}" w:space="480"/>'
    kind = '<w:type w:val="continuous"/>' if layout.columns > 1 else ""
    section = f"<w:sectPr>{REFERENCES}{kind}{PAGE}{columns}</w:sectPr>"
    found = entries("".join(body) + section, header="", footer="", footnotes=_separators() + "".join(notes))
    found["word/header.xml"] = part("hdr", _paragraph(_run(layout.head, 18), centred=True) if layout.head else "")
    found["word/footer.xml"] = part("ftr", _paragraph(_foot(layout.foot), centred=True) if layout.foot else "")
    return zipped(found)


def _run(text: str, size: int = 24, more: str = "") -> str:
    """A run of text; the size in half points."""
    properties = f'<w:rPr>{FONTS}{more}<w:sz w:val="{size}"/></w:rPr>'
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def _paragraph(runs: str, centred: bool = False, properties: str = "") -> str:
    look = '<w:jc w:val="center"/>' if centred else '<w:jc w:val="both"/>'
    return f"<w:p><w:pPr>{properties}{look}</w:pPr>{runs}</w:p>"


def _docx_item(item: Item, mark: str, columns: int) -> str:
    if item.kind == "table":
        return _docx_table(item)
    if item.kind == "title":
        one = f'<w:sectPr>{REFERENCES}<w:type w:val="continuous"/>{PAGE}</w:sectPr>' if columns > 1 else ""
        return f"<w:p><w:pPr><w:jc w:val='center'/>{one}</w:pPr>{_run(item.text, 36, '<w:b/>')}</w:p>"
    if item.kind != "text":
        return _paragraph(_run(item.text, 32 if item.kind == "head" else 24), centred=True)
    runs = _run(item.text) + (_reference(mark) if mark else "")
    return _paragraph(runs, properties='<w:ind w:firstLineChars="200" w:firstLine="480"/>')


def _reference(mark: str) -> str:
    """The mark of a footnote, and where it points."""
    point = f'<w:footnoteReference w:customMarkFollows="1" w:id="{MARKS.index(mark) + 2}"/>'
    return _run(mark, more='<w:vertAlign w:val="superscript"/>').replace("<w:t ", f"{point}<w:t ", 1)


def _separators() -> str:
    return "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in enumerate(("separator", "continuationSeparator"))
    )


def _footnote(number: int, text: str) -> str:
    return f'<w:footnote w:id="{number}">{_paragraph(_run(f" {text}", 18))}</w:footnote>'


def _foot(pattern: str) -> str:
    """The foot of a page: fields for the number of the page and of all pages."""
    runs = []
    for piece in pattern.replace("{n}", "\0PAGE\0").replace("{all}", "\0NUMPAGES\0").split("\0"):
        field = piece in ("PAGE", "NUMPAGES")
        runs.append(f'<w:fldSimple w:instr=" {piece} ">{_run("1", 18)}</w:fldSimple>' if field else _run(piece, 18))
    return "".join(runs)


def _docx_table(item: Item) -> str:
    widths = [round(TEXT_WIDTH * share) for share in SHARES]
    sides = ("top", "left", "bottom", "right", "insideH", "insideV") if item.ruled else ("top", "bottom")
    size = 4 if item.ruled else 12
    borders = "".join(f'<w:{side} w:val="single" w:sz="{size}" w:color="000000"/>' for side in sides)
    columns = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    rows = "".join(_docx_row(row, widths, number < item.heads, item.ruled) for number, row in enumerate(item.rows))
    look = (
        f'<w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
    )
    return f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def _docx_row(row: Sequence[str], widths: Sequence[int], head: bool, ruled: bool) -> str:
    repeated = "<w:tblHeader/>" if head else ""
    under = (
        '<w:tcBorders><w:bottom w:val="single" w:sz="4" w:color="000000"/></w:tcBorders>' if head and not ruled else ""
    )
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{one}" w:type="dxa"/>{_span(row, at)}{under}</w:tcPr>{_cell(cell)}</w:tc>'
        for at, (cell, one) in enumerate(zip(row, widths, strict=True))
        if cell != LEFTWARDS
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"


def _span(row: Sequence[str], at: int) -> str:
    """How far a cell reaches; whatever is not merged downwards begins anew."""
    across = f'<w:gridSpan w:val="{_reach(row, at, LEFTWARDS)}"/>'
    return across + ("<w:vMerge/>" if row[at] == UPWARDS else '<w:vMerge w:val="restart"/>')


def _cell(text: str) -> str:
    return f"<w:p>{'' if text == UPWARDS else _run(text, 20)}</w:p>"


def _reach(cells: Sequence[str], at: int, sign: str) -> int:
    """Of how many cells the one there is merged."""
    return 1 + next((n for n, cell in enumerate(cells[at + 1 :]) if cell != sign), len(cells) - at - 1)


def html_report(items: Report, layout: Layout) -> str:
    """The report as a page to be printed by a browser."""
    pattern = layout.foot.replace("{n}", '" counter(page) "').replace("{all}", '" counter(pages) "')
    style = Template(STYLE.read_text(encoding="utf-8")).substitute(
        head=layout.head, foot=pattern, columns=layout.columns
    )
    title = "".join(f"<h1>{escape(item.text)}</h1>" for item in items if item.kind == "title")
    mark = f'<div class="mark">{layout.watermark}</div>' if layout.watermark else ""
    body = "".join(map(_html_item, items))
    head = f'<meta charset="utf-8"><style>{style}</style>'
    page = f'<body>{mark}{title}<div class="body">{body}</div></body>'
    return f'<!doctype html><html lang="zh-CN"><head>{head}</head>{page}</html>'


def _html_item(item: Item) -> str:
    if item.kind == "title":
        return ""
    if item.kind != "table":
        return f'<p class="{item.kind}">{escape(item.text)}</p>'
    columns = "".join(f'<col style="width:{share:.0%}">' for share in SHARES)
    rows = [_html_row(item, number) for number in range(len(item.rows))]
    head, body = "".join(rows[: item.heads]), "".join(rows[item.heads :])
    kind = "ruled" if item.ruled else "open"
    parts = f"<colgroup>{columns}</colgroup><thead>{head}</thead><tbody>{body}</tbody>"
    return f'<table class="{kind}">{parts}</table>'


def _html_row(item: Item, number: int) -> str:
    kind, row, cells = "th" if number < item.heads else "td", item.rows[number], []
    for at, cell in enumerate(row):
        if cell not in (LEFTWARDS, UPWARDS):
            down = _reach([other[at] for other in item.rows], number, UPWARDS)
            spans = f'colspan="{_reach(row, at, LEFTWARDS)}" rowspan="{down}"'
            cells.append(f"<{kind} {spans}>{escape(cell)}</{kind}>")
    return f"<tr>{''.join(cells)}</tr>"


def tool(names: Sequence[str]) -> str:
    """The path of a program.

    Raises MissingToolError.
    """
    for name in names:
        path = shutil.which(name)
        if path:
            return path
    raise MissingToolError(f"{names[0]} is not installed")


def converted(files: Mapping[str, bytes], suffix: str, folder: Path) -> dict[str, bytes]:
    """What LibreOffice makes of files (name -> bytes), all in one call; the names without suffix -> bytes.

    Raises MissingToolError.
    """
    office = tool(("soffice", "libreoffice"))
    source, target = folder / f"for-{suffix}", folder / suffix
    source.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (source / name).write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    _called(
        [office, profile, "--headless", "--convert-to", suffix, "--outdir", target, *(source / name for name in files)]
    )
    return {Path(name).stem: _made(target / f"{Path(name).stem}.{suffix}") for name in files}


def printed(pages: Mapping[str, str], folder: Path) -> dict[str, bytes]:
    """What a browser prints of pages (name -> HTML): the names -> PDF.

    Raises MissingToolError.
    """
    browser = tool(BROWSERS)
    out = {}
    for name, page in pages.items():
        source, target = folder / f"{name}.html", folder / f"{name}-printed.pdf"
        source.write_text(page, encoding="utf-8")
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        profile = f"--user-data-dir={folder / 'browser'}"
        _called([browser, *options, profile, f"--print-to-pdf={target}", source.as_uri()])
        out[name] = _made(target)
    return out


def _called(command: Sequence[str | Path]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    except (OSError, subprocess.SubprocessError) as error:
        raise MissingToolError(f"{Path(command[0]).name} failed: {error}") from error


def _made(path: Path) -> bytes:
    if not path.exists():
        raise MissingToolError(f"{path.name} was not made")
    return path.read_bytes()

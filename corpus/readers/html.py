"""HTML: the article of a page; menus, links and notes around it are not kept. Where it stands in one part of the page
all of that part is read; where its prose is scattered, trafilatura tells what belongs to it.
"""

import re
from codecs import lookup
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import combinations, count

from lxml import etree, html
from trafilatura import bare_extraction
from trafilatura.metadata import examine_meta, extract_meta_json, extract_title

from corpus.encodings import MARKS, decode, is_chinese, utf8
from corpus.model import BlockKind, Provenance, Reading, RejectionError
from corpus.readers.drafts import Draft, joined, plain
from corpus.readers.html_blocks import all_lines, article_lines
from corpus.readers.html_clutter import is_made_by_script, shown, uncluttered, unfolded
from corpus.readers.html_links import attachments
from corpus.readers.html_lists import numbered
from corpus.readers.html_main import alone, boxed, in_paragraphs, main_part, prose_of
from corpus.readers.html_office import as_printed, is_office_page
from corpus.readers.html_source import legible, readable, unwrapped
from corpus.readers.html_title import shown_title
from corpus.sniff import HTML

# Where the declaration is looked for: browsers start anew when they meet it late, behind scripts in the page itself.
HEAD = 2**17
# Scripts and links declare encodings too: of what they lead to.
DECLARED = re.compile(
    rb"""<meta\s[^<>]{0,300}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w:.-]{2,40})"""
    rb"""|<\?xml[^>]{0,99}encoding=["']([\w:.-]{2,40})""",
    re.IGNORECASE,
)
# What browsers know of encodings, by the names that Python gives them; a page may declare any codec of Python.
# Pages that declare GB2312 hold GBK, and GB18030 reads both; those that declare Latin-1 or ASCII hold Windows-1252.
GB = frozenset({"gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "gb18030", "csgb2312", "hz-gb-2312"})
WIDE = frozenset(
    {"utf-8", "big5", "big5hkscs", "cp950", "shift_jis", "cp932", "euc_jp", "iso2022_jp", "euc_kr", "cp949"}
)
LATIN = frozenset({"iso8859-1", "ascii", "cp1252"})
NARROW = frozenset(
    {"koi8-r", "koi8-u", "cp866", "cp874", "mac-roman", "mac-cyrillic"}
    | {f"cp125{number}" for number in range(9)}
    | {f"iso8859-{number}" for number in range(2, 17)}
)
XML_DECLARATION = re.compile(r"^\s{0,99}<\?xml[^>]{0,200}\?>")
# A share of bad bytes that a page cut in the middle of a character, or pasted together, may have.
BAD_BYTES = 0.001
# The share of the prose of a page's part that must be found in it, for no other way to be tried.
ENOUGH = 0.9
HEADING = re.compile("h([1-6])")
BREAKING = frozenset(
    {"p", "head", "item", "list", "quote", "code", "table", "row", "cell", "div", "ab", "body", "main", "fw"}
)
LONG_CELL = 200
# Among so many lines the title of the article is looked for.
FIRST_LINES = 5
# What trafilatura meets in data for search engines that nest endlessly, or are none.
ODD_JSON = (RecursionError, ValueError, TypeError, LookupError, AttributeError)
# The number of a heading without its words.
LONE_NUMBER = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．]|第[一二三四五六七八九十]{1,3}[章节部]"
)
# The same as editors draw it, large and without a mark, above or beside a heading of some words.
BARE_NUMBER = re.compile(r"(?:(?:PART|Part|NO|No)\s?\.?\s?)?(?:\d{1,2}|[壹贰叁肆伍陆柒捌玖一二三四五六七八九十])")
LONGEST_HEADING = 40


def read(data: bytes) -> Reading:
    """An HTML page as a reading: its title, then its main text, blocks numbered from 1."""
    return read_page(data)


def read_page(data: bytes, told: str | None = None) -> Reading:
    """An HTML page as a reading; `told`: the encoding that what holds the page gives for it.

    Raises RejectionError: `empty` where no main text is found, `damaged` where the encoding cannot be made out,
    `depth` or `too_large`.
    """
    page, encoding = page_text(data, told)
    tree = unfolded(readable(unwrapped(XML_DECLARATION.sub("", legible(page)))))
    office = is_office_page(tree)
    drafts, title = _office(tree) if office else _article(tree)
    if not drafts or (not _prose(drafts) and is_made_by_script(tree)):
        raise _no_text(tree)
    text, blocks = joined(_counted(_numbers_joined(drafts)))
    return Reading(text, blocks, "paragraph", HTML, encoding=encoding, title=title)


def _office(tree: html.HtmlElement) -> tuple[list[Draft], str | None]:
    """All that an office program saved. The title that it gives is that of another document as often as not."""
    return _extracted(alone(as_printed(numbered(shown(tree))))), None


def _article(tree: html.HtmlElement) -> tuple[list[Draft], str | None]:
    """The article of a page with its title, which may stand apart from it."""
    declared = _declared_title(tree)
    part = main_part(shown(tree))
    titles = shown_title(tree, declared, part)
    page = numbered(uncluttered(tree))
    drafts = _lines_of(part) or _main_text(boxed(page))
    if not drafts or not titles:
        return drafts, titles[0] if titles else None
    first = [_bare(draft.text) for draft in drafts[:FIRST_LINES]]
    missing = [words for words in titles if not _stands_in(_bare(words), first)]
    return [*(Draft(words, centred=True) for words in missing), *drafts], titles[0]


def _declared_title(tree: html.HtmlElement) -> str | None:
    """The title as the page tells it to search engines and to browsers; with the name of its site as often as not."""
    told = examine_meta(tree)
    with suppress(*ODD_JSON):
        told = extract_meta_json(tree, told)
    return " ".join((told.title or extract_title(tree) or "").split()) or None


def _lines_of(part: html.HtmlElement) -> list[Draft]:
    """The lines of the part of the page that is the article, and of the attachments below it.

    None where its prose is scattered over the page.
    """
    if part.tag in ("html", "body"):
        return []
    tables = count()
    below = (line for box in attachments(part) for line in all_lines(box, tables))
    return [*article_lines(part, tables), *below]


def _bare(words: str) -> str:
    return "".join(words.split())


def _stands_in(words: str, lines: list[str]) -> bool:
    """Whether words are a line, or several lines in a row."""
    return any("".join(lines[a:b]) == words for a, b in combinations(range(len(lines) + 1), 2))


def _numbers_joined(drafts: list[Draft]) -> Iterator[Draft]:
    """The blocks, a number that stands alone put before its heading: editors set it in a box of its own."""
    number = ""
    for draft, following in zip(drafts, [*drafts[1:], None], strict=True):
        words = draft.text.strip()
        if following and "row" not in (draft.kind, following.kind) and _is_number_of(words, following.text.strip()):
            number = words if LONE_NUMBER.fullmatch(words) else f"{words} "
        else:
            yield draft._replace(text=number + draft.text.lstrip()) if number else draft
            number = ""


def _is_number_of(words: str, following: str) -> bool:
    if LONE_NUMBER.fullmatch(words):
        return True
    short = 2 <= len(following) <= LONGEST_HEADING and following[-1] not in "。；：！？"
    return short and BARE_NUMBER.fullmatch(words) is not None and not BARE_NUMBER.match(following)


def _main_text(tree: html.HtmlElement) -> list[Draft]:
    """The blocks of the article: of the part that it stands in, so far as its prose is found there, or of the page."""
    part = main_part(tree)
    part = part if part.tag in ("html", "body") else alone(part)
    wanted = ENOUGH * sum(prose_of(line) for line in part.itertext())
    found = _extracted(part)
    if _prose(found) < wanted:
        found = max(found, _extracted(in_paragraphs(part)), key=_prose)
    return max(found, _extracted(tree), key=_prose) if _prose(found) < wanted or not found else found


def _prose(drafts: list[Draft]) -> int:
    return sum(prose_of(draft.text) for draft in drafts)


def _extracted(tree: html.HtmlElement) -> list[Draft]:
    """The blocks of the main text that trafilatura finds."""
    document = bare_extraction(tree, favor_precision=True, include_comments=False, include_tables=True)
    if document is None or isinstance(document, dict):
        return []
    drafts = list(_drafts(document.body))
    return drafts if any(draft.text.strip() for draft in drafts) else []


def _no_text(tree: html.HtmlElement) -> RejectionError:
    if is_made_by_script(tree):
        return RejectionError(
            "empty",
            "The text of the page is put there by a script and is not in the file. Open the page in a browser and save "
            "it there as MHTML, PDF or DOCX.",
        )
    return RejectionError("empty", "No main text was found in the page. Save the article as HTML, DOCX or TXT.")


def page_text(data: bytes, told: str | None = None) -> tuple[str, str]:
    """The source of the page and its encoding: by its mark, by what it declares or is told of it, or as any text."""
    match = DECLARED.search(data[:HEAD])
    declared = (match[1] or match[2]).decode("ascii") if match else told
    if declared is None or data.startswith(tuple(mark for mark, _ in MARKS)):
        return decode(data)
    encoding = honoured(declared.lower())
    text = utf8(data)
    if text is not None and not text.isascii():
        return text, "utf-8"
    if encoding in NARROW:
        return _narrow(data, encoding)
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        return _otherwise(data, encoding)


def honoured(declared: str) -> str:
    """The encoding that is meant by what a page declares; UTF-8 for what no browser knows."""
    if declared in GB:
        return "gb18030"
    try:
        name = lookup(declared).name
    except LookupError:
        return "utf-8"
    if name in LATIN:
        return "cp1252"
    return name if name in WIDE | NARROW else "utf-8"


def _narrow(data: bytes, encoding: str) -> tuple[str, str]:
    """Any bytes make sense in an encoding of one byte a character: Chinese goes before what the page declares."""
    for candidate in ("gb18030", "utf-8"):
        page = data.decode(candidate, errors="replace")
        if page.count("\ufffd") <= BAD_BYTES * len(page) and is_chinese(page):
            return page, candidate
    return data.decode(encoding, errors="replace"), encoding


def _otherwise(data: bytes, encoding: str) -> tuple[str, str]:
    """Pages lie about their encoding, and a few bytes of a page may be bad."""
    try:
        return decode(data)
    except RejectionError:
        page = data.decode(encoding, errors="replace")
    if page.count("\ufffd") > BAD_BYTES * len(page):
        raise RejectionError("damaged", f"The page is not readable as {encoding}, which it says it is. Save it anew.")
    return page, encoding


def _counted(drafts: Iterable[Draft]) -> Iterator[Draft]:
    filled = (draft for draft in drafts if draft.text.strip())
    for number, draft in enumerate(filled, 1):
        yield draft._replace(text=draft.text.strip(" \xa0\u3000"), where=Provenance(paragraph=number))


def _drafts(body: etree._Element) -> Iterator[Draft]:
    """The blocks of the tree that trafilatura makes of a page."""
    tables = 0
    for element in _outermost(body):
        if element.tag == "table":
            drafts = list(_table(element, tables))
            tables += any(draft.kind == "row" for draft in drafts)
            yield from drafts
        else:
            yield from _lines(element)


def _outermost(element: etree._Element) -> Iterator[etree._Element]:
    """Tables, and the blocks that hold no other block."""
    if element.tag == "table" or not any(child.tag in BREAKING for child in element.iterdescendants()):
        yield element
        return
    if element.text and element.text.strip():
        yield _wrapped(element, element.text)
    for child in element:
        yield from _outermost(child)
        if child.tail and child.tail.strip():
            yield _wrapped(element, child.tail)


def _wrapped(parent: etree._Element, text: str) -> etree._Element:
    """Loose text beside blocks, as a block of its parent's kind."""
    element = etree.Element(str(parent.tag), {str(name): str(value) for name, value in parent.attrib.items()})
    element.text = text
    return element


def _lines(element: etree._Element) -> Iterator[Draft]:
    level = HEADING.fullmatch(str(element.get("rend", ""))) if element.tag == "head" else None
    kind: BlockKind = "heading" if level else "list" if element.tag == "item" else "text"
    for line in _text(element).split("\n"):
        yield Draft(line, kind, level=int(level[1]) if level else None)


def _text(element: etree._Element) -> str:
    """The text of an element, its own line breaks kept, blocks inside it on lines of their own."""
    words = [plain(element.text or "")]
    for child in element:
        apart = "\n" if child.tag == "lb" or child.tag in BREAKING else ""
        words += [apart, _text(child), apart if child.tag != "lb" else "", plain(child.tail or "")]
    return "".join(words)


def _table(table: etree._Element, number: int) -> Iterator[Draft]:
    """The rows of a table; one that only frames prose gives the prose."""
    rows = [[_text(cell).strip() for cell in row.iter("cell")] for row in table.iter("row")]
    if all(len(row) <= 1 for row in rows) or any(
        "\n" in cell and len(cell) > LONG_CELL for row in rows for cell in row
    ):
        for line in (line for row in rows for cell in row for line in cell.split("\n")):
            yield Draft(line)
        return
    filled = (row for row in rows if any(row))
    for at, row in enumerate(filled):
        yield Draft("\t".join(" ".join(cell.split("\n")) for cell in row), "row", table=number, row=at)

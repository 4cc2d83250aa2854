"""The source of an HTML page before it is parsed: characters that no tree can hold, parts that nest too deeply."""

import re

from lxml import etree, html

from corpus.limits import TAGS, check_elements, too_deep

REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
# Characters that XML does not know, by name or as they are.
UNKNOWN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# No text stands in attributes; parsers take time by the square of their number.
LONG_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]{0,15})[\s/][^<>]{8000,}>")
# The longest reference to a character has so many digits (&#1114111;).
LONGEST = 7

# Chinese is written without spaces: a line break in the source between two such characters is none of the author's.
HAN = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
WRAPPED = re.compile(rf"(?<={HAN})[ \t]{{0,200}}\r?\n[ \t\r\n]{{0,200}}(?={HAN})")
# Where line breaks are the author's.
AS_TYPED = re.compile(r"(</?pre\b[^<>]{0,999}>)", re.IGNORECASE)


def unwrapped(page: str) -> str:
    """The source with the line breaks of the author alone, those as tags."""
    parts = AS_TYPED.split(page)
    typed = False
    for number, part in enumerate(parts):
        if number % 2:
            typed = not part.startswith("</")
        else:
            parts[number] = "<br>".join(part.splitlines()) if typed else WRAPPED.sub("", part)
    return "".join(parts)


def legible(page: str) -> str:
    """The source without characters, and references to characters, that stand for nothing, and without endless tags."""
    return LONG_TAG.sub(r"<\1>", UNKNOWN.sub("", REFERENCE.sub(_referred, page)))


def _referred(match: re.Match[str]) -> str:
    digits = (match[1] or match[2]).lstrip("0")
    code = int(digits, 16 if match[1] else 10) if 0 < len(digits) <= LONGEST else 0
    if 0x80 <= code < 0xA0:  # browsers read them as Windows-1252
        return bytes([code]).decode("cp1252", "ignore")
    unknown = not code or code > 0x10FFFF or UNKNOWN.match(chr(code)) or code & 0xFFFE == 0xFFFE
    return "" if unknown else match[0]


def readable(page: str) -> html.HtmlElement:
    """The tree of a page, of one that nests more deeply than parsers follow without being told to as well.

    Raises RejectionError: `depth`, `too_large`. Tags that are never closed nest real pages some hundred levels deep.
    """
    check_elements(page.count("<") - page.count("</"), TAGS)
    tree, cut = _tree(page, huge=False)
    if cut:
        tree, cut = _tree(page, huge=True)
        if cut or tree is None:
            raise too_deep()
    return html.Element("html") if tree is None else tree


def _tree(page: str, huge: bool) -> tuple[html.HtmlElement | None, bool]:
    """The tree of a page, and whether parts of it were left out because they nest too deeply."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=huge, remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(page.encode(), parser)
    except etree.ParserError:  # no element at all
        tree = None
    return tree, any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log)

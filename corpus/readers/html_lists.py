"""Numbered lists of a page: browsers number them, so the numbers stand nowhere in its source."""

import re

from lxml import html

from corpus.readers.docx_numerals import numeral

# The kinds of HTML and CSS by the names of numerals, and what stands around a number as browsers print it.
KINDS = {
    "decimal": ("decimal", "{}. "),
    "1": ("decimal", "{}. "),
    "a": ("lowerLetter", "{}. "),
    "A": ("upperLetter", "{}. "),
    "i": ("lowerRoman", "{}. "),
    "I": ("upperRoman", "{}. "),
    "lower-alpha": ("lowerLetter", "{}. "),
    "upper-alpha": ("upperLetter", "{}. "),
    "lower-latin": ("lowerLetter", "{}. "),
    "upper-latin": ("upperLetter", "{}. "),
    "lower-roman": ("lowerRoman", "{}. "),
    "upper-roman": ("upperRoman", "{}. "),
    "cjk-ideographic": ("chineseCounting", "{}、"),
    "simp-chinese-informal": ("chineseCounting", "{}、"),
    "trad-chinese-informal": ("chineseCounting", "{}、"),
    # Classes of an editor that many sites of offices use (UEditor).
    "custom_num": ("decimal", "{}、"),
    "custom_num1": ("decimal", "{})"),
    "custom_num2": ("decimal", "({})"),
    "custom_cn": ("chineseCounting", "{}、"),
    "custom_cn1": ("chineseCounting", "{})"),
    "custom_cn2": ("chineseCounting", "({})"),
}
STYLE = re.compile(r"list-style(?:-type)?\s{0,3}:\s{0,3}([\w-]{1,30})", re.IGNORECASE)
# Authors write numbers themselves as often as not.
WRITTEN = re.compile(
    r"\s{0,99}(?:[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）、.．]|第[一二三四五六七八九十\d]{1,3}|[①-⑳])"
    r"|\s{0,99}[一二三四五六七八九十]{1,2}(?:是|要|来|则)"
)
BULLETS = frozenset({"none", "disc", "circle", "square"})
INTEGER = re.compile(r"\s{0,9}-?\d{1,4}\s{0,9}")


def numbered(tree: html.HtmlElement) -> html.HtmlElement:
    """The tree with the number of each item in its text, changed in place; items that bear one keep it alone."""
    for ordered in tree.iter("ol"):
        kind = _kind(ordered)
        if kind is None:
            continue
        items = [item for item in ordered if item.tag == "li"]
        if 2 * sum(WRITTEN.match(item.text_content()) is not None for item in items) > len(items):
            continue
        count = _integer(ordered.get("start"), 1)
        for item in items:
            count = _integer(item.get("value"), count)
            _put(item, kind[1].format(numeral(count, kind[0])))
            count += 1
    return tree


def _kind(ordered: html.HtmlElement) -> tuple[str, str] | None:
    """How a list is numbered; None where it is not."""
    style = STYLE.search(ordered.get("style") or "")
    drawn = style[1].lower() if style else ""
    names = [*(ordered.get("class") or "").split(), drawn, ordered.get("type") or ""]
    # The numbers of an editor's classes are pictures, which take the place of a style.
    told = next((KINDS[name] for name in names if name in KINDS), None)
    return told or (None if drawn in BULLETS else KINDS["decimal"])


def _integer(words: str | None, default: int) -> int:
    return int(words) if words and INTEGER.fullmatch(words) else default


def _put(item: html.HtmlElement, number: str) -> None:
    """Set a number right before the first words of an item."""
    for element in item.iter("*"):
        if element.text and element.text.strip():
            element.text = number + element.text.lstrip()
            return
        if element is not item and element.tail and element.tail.strip() and element.getparent() is not None:
            element.tail = number + element.tail.lstrip()
            return

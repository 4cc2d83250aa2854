"""Where on a page its article is: the smallest part that holds nearly all of its prose. Menus, lists of links, sidebars
and footers stand around it.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import islice

from lxml import etree, html

# Prose ends sentences, or runs on; menus and lists of links do neither.
SENTENCE = re.compile("[。！？；]")
LONG = re.compile("[\u3400-\u9fff，、“”0-9]{30}")
# What may be left outside: a copyright notice, not a summary.
OUTSIDE = 0.02
OUTSIDE_LEAST = 30
# Elements that hold paragraphs, and not the words of one.
HOLDERS = frozenset(
    {"html", "body", "div", "section", "article", "main", "form", "center", "font", "span"}
    | {"table", "tbody", "tr", "td", "th", "dl", "dd"}
)
# What parts lines, and how many lines make an article.
LINES = ("p", "div", "br", "li", "tr", "section", "h2", "h3")
LEAST_LINES = 3
# What words stand in without parting lines, and what lines stand in without being paragraphs.
PHRASES = ("font", "span", "b", "strong", "i", "em", "u", "big", "small", "nobr")
LOOSE = ("body", "div", "section", "article", "center", "form", "dd")
UNSEEN = frozenset({"script", "style", "noscript", "template", "textarea", "select", "iframe", "head", "a"})
HIDDEN = re.compile(r"display\s{0,9}:\s{0,9}none", re.IGNORECASE)
# Messengers' editors set each line in a box of its own, or in words shown as a block; trafilatura runs such lines
# together and drops the short ones, which are the headings. Pages put their own short words into `div` as well: there
# only what is numbered is a line of the article.
SHOWN_AS_BLOCK = re.compile(r"display\s{0,9}:\s{0,9}block", re.IGNORECASE)
NUMBERED = re.compile(
    r"\s{0,99}(?:[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|第[一二三四五六七八九十]{1,3}[章节部条])"
)


def boxed(tree: html.HtmlElement) -> html.HtmlElement:
    """The tree, with boxes that hold one line of the article made paragraphs, and all others `div`."""
    for box in _inside_out(tree):
        if box.tag in ("section", "div") or (box.tag == "span" and SHOWN_AS_BLOCK.search(box.get("style") or "")):
            box.tag = "p" if _is_line(box) else "div"
    return tree


def _is_line(box: html.HtmlElement) -> bool:
    """Whether a box holds nothing but a line of words without links, of those that an article may have."""
    if any(item.tag not in PHRASES for item in box.iterdescendants("*")):
        return False
    words = "".join(box.itertext())
    return bool(words.strip()) and (box.tag != "div" or NUMBERED.match(words) is not None)


def main_part(tree: html.HtmlElement) -> html.HtmlElement:
    """The part of a page that its article stands in; the whole page where its prose is scattered."""
    weights: dict[html.HtmlElement, int] = {}
    for element in _inside_out(tree):
        weights[element] = _own(element) + sum(weights.get(child, 0) for child in element)
        if element.tag in UNSEEN or HIDDEN.search(element.get("style") or ""):
            weights[element] = 0
    least = weights[tree] - max(OUTSIDE_LEAST, OUTSIDE * weights[tree])
    found = tree
    while (inner := _inner(found, weights, least)) is not None:
        found = inner
    return found


def _inside_out(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Children before their parents."""
    yield from reversed(list(tree.iter("*")))


def _own(element: html.HtmlElement) -> int:
    """The prose that stands in an element itself, beside its children."""
    pieces = (element.text, *(child.tail for child in element))
    return sum(len(piece.strip()) for piece in pieces if piece and is_prose(piece.strip()))


def is_prose(words: str) -> bool:
    """Whether words end sentences, or run on."""
    return SENTENCE.search(words) is not None or LONG.search(words) is not None


def _inner(element: html.HtmlElement, weights: dict[html.HtmlElement, int], least: float) -> html.HtmlElement | None:
    """The child that holds enough of the page's prose and is no single paragraph."""
    for child in element:
        if child.tag in HOLDERS and 0 < least <= weights[child] and _lines(child) >= LEAST_LINES:
            return child
    return None


def _lines(element: html.HtmlElement) -> int:
    """How many lines an element parts, counted as far as they tell."""
    return sum(1 for _ in islice(element.iterdescendants(*LINES), LEAST_LINES))


def alone(part: html.HtmlElement) -> html.HtmlElement:
    """A copy of a part of a page as a page of its own, which has nothing but this article."""
    inner = deepcopy(part)
    inner.tag, inner.tail = "article", None
    inner.attrib.clear()
    page, body = html.Element("html"), html.Element("body")
    body.append(inner)
    page.append(body)
    return page


def in_paragraphs(page: html.HtmlElement) -> html.HtmlElement:
    """A copy of a page in which the lines that `<br>` parts are paragraphs; pages were once written with it alone."""
    made = deepcopy(page)
    etree.strip_tags(made, *PHRASES)
    for block in list(made.iter(*LOOSE)):
        if any(child.tag == "br" for child in block):
            _part_lines(block)
    return made


def _part_lines(block: html.HtmlElement) -> None:
    """Put the text around the line breaks of a block, with the links and pictures in it, into paragraphs."""
    children, first = list(block), block.text
    block.text = None
    block[:] = []
    line = etree.SubElement(block, "p")
    line.text = first
    for child in children:
        tail, child.tail = child.tail, None
        if child.tag in ("a", "img"):
            line.append(child)
            child.tail = tail
            continue
        if child.tag != "br":
            block.append(child)
        line = etree.SubElement(block, "p")
        line.text = tail


def prose_of(text: str) -> int:
    """How many characters of a text stand in lines of prose."""
    return sum(len(line.strip()) for line in text.splitlines() if is_prose(line.strip()))

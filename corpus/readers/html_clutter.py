"""What a page holds and does not show as text of its article: hidden parts, lists of links; and what only looks so."""

import re
from collections.abc import Iterator

from lxml import html

from corpus.readers.html_links import leads_to_file
from corpus.readers.html_main import HIDDEN, prose_of

HIDDEN_BY_WORD = re.compile(r"mso-hide\s{0,3}:\s{0,3}all", re.IGNORECASE)
# So much of the words of a list of links are links; dates and counts beside them are no letters.
LINKED = 0.8
FEWEST_LINKS = 3
NO_LETTER = re.compile(r"[\W\d_]+")
HOLDERS = frozenset({"ul", "ol", "dl", "div", "section", "nav", "table", "aside", "td"})
# What programs take for furniture by its name alone, though articles are set in them as well.
MISNAMED = ("aside", "header", "noscript")
MARKED_UP = re.compile(r"<(?:p|br|div|span)\b", re.IGNORECASE)
# The prose that makes an article of what a script is to show.
ENOUGH = 100
HAN_IN_SCRIPT = re.compile(r"[\u4e00-\u9fff]|\\u[4-9][0-9a-fA-F]{3}")


def uncluttered(tree: html.HtmlElement) -> html.HtmlElement:
    """The tree without lists of links, and with names for what it holds that do not mislead, changed in place."""
    for part in [part for part in tree.iter(*MISNAMED) if _prose(part)]:
        part.tag = "div"
    for part in list(_link_lists(tree)):
        part.drop_tree()
    return tree


def shown(tree: html.HtmlElement) -> html.HtmlElement:
    """The tree without the parts that the page hides; what holds most of its prose is shown by a script."""
    hidden = list(_outermost_hidden(tree))
    total = _prose(tree) if hidden else 0
    for part in hidden:
        if 2 * _prose(part) <= total:
            part.drop_tree()
    return tree


def _outermost_hidden(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    stack = [tree]
    while stack:
        part = stack.pop()
        if _is_hidden(part) and part.tag not in ("html", "body"):
            yield part
        else:
            stack.extend(part)


def _is_hidden(part: html.HtmlElement) -> bool:
    style = part.get("style") or ""
    return "hidden" in part.attrib or HIDDEN.search(style) is not None or HIDDEN_BY_WORD.search(style) is not None


def _prose(part: html.HtmlElement) -> int:
    """The prose below an element that no script holds."""
    inside = [one for one in part.iter("*") if one.tag not in ("script", "style")]
    found = sum(prose_of(one.text) for one in inside if one.text)
    return found + sum(prose_of(one.tail) for one in part.iterdescendants("*") if one.tail)


def _link_lists(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The outermost parts in which hardly anything stands beside several links: menus, lists of other articles."""
    counted = _counted(tree)
    stack = [tree]
    while stack:
        part = stack.pop()
        letters, linked, links, prose = counted[part]
        listed = links >= FEWEST_LINKS and linked >= LINKED * letters and not prose
        if part.tag in HOLDERS and listed:
            yield part
        else:
            stack.extend(part)


def _counted(tree: html.HtmlElement) -> dict[html.HtmlElement, tuple[int, int, int, int]]:
    """For each element: its letters, those in links, its links, and the prose beside them."""
    found: dict[html.HtmlElement, tuple[int, int, int, int]] = {}
    for part in reversed(list(tree.iter("*"))):
        if part.tag in ("script", "style"):
            found[part] = (0, 0, 0, 0)
            continue
        pieces = [piece for piece in (part.text, *(child.tail for child in part)) if piece]
        inside = [found[child] for child in part]
        letters = sum(len(NO_LETTER.sub("", piece)) for piece in pieces) + sum(one[0] for one in inside)
        if part.tag == "a" and not leads_to_file(part):
            found[part] = (letters, letters, 1, 0)
        else:
            prose = sum(map(prose_of, pieces)) + sum(one[3] for one in inside)
            found[part] = (letters, sum(one[1] for one in inside), sum(one[2] for one in inside), prose)
    return found


def unfolded(tree: html.HtmlElement) -> html.HtmlElement:
    """The tree with an article that stands in a text field, for a script to show, put in its place."""
    fields = [(field, field.text_content()) for field in tree.iter("textarea")]
    marked_up = [(field, source) for field, source in fields if MARKED_UP.search(source)]
    beside = _prose(tree) - sum(_prose(field) for field, _ in fields) if marked_up else 0
    for field, source in marked_up:
        if prose_of(source) >= ENOUGH > beside:
            kept = html.fragment_fromstring(source, create_parent="div")
            kept.tail = field.tail
            field.getparent().replace(field, kept)
    return tree


def is_made_by_script(tree: html.HtmlElement) -> bool:
    """Whether the scripts of a page hold more Chinese than menus and messages need."""
    return sum(len(HAN_IN_SCRIPT.findall(script.text or "")) for script in tree.iter("script")) >= ENOUGH

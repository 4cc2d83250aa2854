"""What fields of a DOCX show whose result stands nowhere but in their code or settings: ①, a ticked box, a choice."""

import re

from lxml import etree

from corpus.readers.docx_numerals import numeral
from corpus.readers.docx_package import W
from corpus.readers.docx_properties import OFF, VALUE, integer, value
from corpus.readers.docx_symbols import symbol

SWITCH = re.compile(r'\\\*\s*(?:"[^"]*"|\S+)')
# A command of a formula field with arguments in which no other stands.
COMMAND = re.compile(r"((?:\\[a-zA-Z]{1,3}+(?: ?[0-9]{1,4}+)?+ ?+){1,12}+)\(([^()\\]*+)\)")
LEFT_OVER = re.compile(r"\\[a-zA-Z]{1,3}[ ]?[0-9]{0,4}|\\(?=[(),])")
SYMBOL = re.compile(r'SYMBOL\s+(\w+)(?:[^"]{0,40}\\f\s*"?([^"\\]{1,40}))?', re.IGNORECASE)
DEPTH = 20
# Characters that are set around another one.
ROUND, SQUARE = frozenset("○〇◯ΟО"), frozenset("□▢◻")
IN_CIRCLE = "decimalEnclosedCircle"
HAN = {han: numeral(count + 1, "ideographEnclosedCircle") for count, han in enumerate("一二三四五六七八九十")}
IN_SQUARE = {"√": "☑", "✓": "☑", "×": "☒", "✗": "☒"}


def shown(code: str, mark: etree._Element) -> str:
    """What a field of this code shows; `mark`: the element that begins it. Empty where that stands in its result."""
    words = code.split(None, 1)
    kind = words[0].upper() if words else ""
    if kind == "EQ":
        return formula(words[1] if len(words) > 1 else "")
    if kind == "FORMCHECKBOX":
        return _box(mark)
    if kind == "FORMDROPDOWN":
        return _choice(mark)
    named = SYMBOL.match(code.strip()) if kind == "SYMBOL" else None
    return _symbol(named[1], (named[2] or "").strip()) if named else ""


def formula(code: str) -> str:
    r"""A formula field as plain text: `\o\ac(○,1)` is ①, `\f(1,2)` is 1/2, and over 拼 no `pīn`."""
    text = SWITCH.sub("", code).strip()
    for _ in range(DEPTH):
        text, count = COMMAND.subn(lambda match: _command(match[1].lower(), match[2]), text)
        if not count:
            break
    return LEFT_OVER.sub("", text).strip()


def _command(names: str, inside: str) -> str:
    parts = [part.strip() for part in re.split("[,;，]", inside)]
    if names.startswith("\\o"):
        return parts[-1] if "\\ad" in names else _over(parts)
    if names.startswith("\\f"):
        return "/".join(parts)
    if names.startswith("\\r"):
        return f"√{parts[-1]}"
    return (",".join if names.startswith("\\l") else "".join)(parts)


def _over(parts: list[str]) -> str:
    """Characters that are set over each other: one in a circle or a box, or several that share a place."""
    round_, square = (not marks.isdisjoint(parts) for marks in (ROUND, SQUARE))
    inside = "".join(part for part in parts if part not in ROUND | SQUARE)
    if round_ and inside.isascii() and inside.isdecimal() and len(inside) < 3:
        return numeral(int(inside), IN_CIRCLE)
    if square:
        return IN_SQUARE.get(inside, inside or parts[0])
    return HAN.get(inside, inside) if round_ else inside


def _box(mark: etree._Element) -> str:
    """A box to tick, in a form of old."""
    box = mark.find(f"{W}ffData/{W}checkBox")
    if box is None:
        return "☐"
    ticked = box.find(W + "checked")
    ticked = box.find(W + "default") if ticked is None else ticked
    return "☐" if ticked is None or ticked.get(VALUE, "1") in OFF else "☑"


def _choice(mark: etree._Element) -> str:
    """What was chosen from a list, in a form of old."""
    found = mark.find(f"{W}ffData/{W}ddList")
    if found is None:
        return ""
    chosen = value(found, "result") or value(found, "default")
    entries = found.findall(W + "listEntry")
    at = integer(chosen) or 0
    return str(entries[at].get(VALUE, "")) if 0 <= at < len(entries) else ""


def _symbol(number: str, font: str) -> str:
    point = integer(number)
    return symbol(font, f"{point:x}" if point and point > 0 else number.lower().removeprefix("0x"))

"""Digits that stand in groups: 14 623 and 12，345 are one number each, cells of a row and list numbers are not.

What cannot be told is unclear: a wrong value is worse than a missing one.
"""

import re

BLANK = "[ \u2009\u202f]"
REACH = 40  # characters on either side of a number in which a sentence shows its marks

# 2 1 4 个, 71 . 3 %: torn apart by a scanner, or cells of a row.
_TORN = re.compile(r"(?:(?<!\d)\d|\d \.|[一-龥]\d{1,3}\.) \Z")
# What makes the first group a number of its own: 1 200户 at a line's start, 表1 200户, 第12，345户, 分别为12，345户.
_OPENING = re.compile(rf"(?:\A|[\n\t表图件注第]){BLANK}?\Z")
_RANKED = re.compile(r"第\Z|分别|依次|各")
_LISTED = re.compile(r"[1-9]\d\d(?:，[1-9]\d\d){1,4}\Z")  # 100，200亩: two numbers as well
_MARKS = re.compile(r"[,。;]")
_GROUPS = re.compile(rf"[,，]|{BLANK}")


def joined(head: str) -> str:
    """The digits of a number without what groups its thousands."""
    return _GROUPS.sub("", head)


def _in_a_sentence(text: str, start: int, end: int) -> bool:
    """Whether the line has marks of a sentence near a number, as no row of a table has."""
    first = text.rfind("\n", max(0, start - REACH), start) + 1 or max(0, start - REACH)
    last = text.find("\n", end, end + REACH)
    return bool(_MARKS.search(text, first, end + REACH if last < 0 else last))


def is_clear(text: str, start: int, head: str) -> bool:
    """Whether the digits `head` at `start` of a folded text are one whole number."""
    apart = text[max(0, start - 1) : start] == " "
    if head.isdecimal() and not apart:
        return True
    if "，" in head:
        return not (_LISTED.match(head) or _RANKED.search(text, max(0, start - 8), start))
    if apart and _TORN.search(text, max(0, start - 5), start):
        return False
    if head.isascii() and " " not in head:
        return True
    if _OPENING.search(text, max(0, start - 2), start):
        return False
    return not text[start - 1].isspace() or _in_a_sentence(text, start, start + len(head))

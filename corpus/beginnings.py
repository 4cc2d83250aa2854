"""What matches of a pattern can begin with: a text is passed over quickly where none can.

Python's regular expressions do so themselves only where every branch begins with a plain character; behind a look
around, or with a branch that begins with a group, the whole pattern is tried at each character of a text.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple, TypeVar

# What Python's regular expressions consist of, as far as lexicons use it; a class without - and ^ lists its characters.
TOKEN = re.compile(
    r"(?P<same>\(\?P=\w+\))|(?P<never>\(\?<?!)|(?P<open>\((?:\?(?:P<\w+>|:|<?=))?)|(?P<close>\))|(?P<or>\|)|"
    r"(?P<times>(?:[?*+]|\{\d*(?:,\d*)?\})\??)|\[(?P<listed>[^\]\\^-]+)\]|(?P<any>\[(?:\\.|[^\]\\])+\]|\\.|[.$^])|"
    r"(?P<char>.)",
    re.DOTALL,
)
OPTIONAL = ("?", "*", "{0", "{,")
FLAGGED = re.compile(r"\(\?[a-z-]")  # a pattern with flags of its own is left as it is
LOOKS = ("(?=", "(?<=")
PLACES = ("^", "$", r"\A", r"\Z", r"\b", r"\B")  # what matches between characters
Tokens = Iterator[tuple[str, str]]
Part = TypeVar("Part")


class First(NamedTuple):
    """Members of a class of characters that a part of a pattern can begin with, None for any character; and whether
    it can be empty.
    """

    members: frozenset[str] | None
    empty: bool


NOTHING = First(frozenset(), True)


def begun(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """The pattern compiled so that it is tried but where a match can begin."""
    first = First(None, False) if FLAGGED.search(pattern) else first_of(pattern)
    if not first.members or first.empty:
        return re.compile(pattern, flags)
    return re.compile(f"(?=[{''.join(sorted(first.members))}])(?:{pattern})", flags)


def tokens_of(pattern: str) -> Tokens:
    """What a pattern consists of, in its order: kind and words."""
    return ((str(found.lastgroup), found[found.lastgroup or 0]) for found in TOKEN.finditer(pattern))


def branches(
    tokens: Tokens, item: Callable[[str, str, Tokens], Part], optional: Callable[[Part], Part]
) -> list[list[Part]]:
    """What `item` makes of the parts, branch by branch, of the group whose tokens follow, up to its end; `optional` is
    what it makes of one that may be missing.
    """
    found: list[list[Part]] = [[]]
    for kind, words in tokens:
        if kind == "close":
            break
        if kind == "or":
            found.append([])
        elif kind != "times":
            found[-1].append(item(kind, words, tokens))
        elif words.startswith(OPTIONAL):
            found[-1][-1] = optional(found[-1][-1])
    return found


def first_of(pattern: str) -> First:
    """What a match can begin with."""
    return _group(tokens_of(pattern))


def is_anchored(pattern: str) -> bool:
    """Whether each of the alternatives that a pattern consists of begins with ^: it need not be tried elsewhere."""
    depth, opens = 0, True
    for kind, words in tokens_of(pattern):
        if opens and words != "^":
            return False
        depth += (kind in ("open", "never")) - (kind == "close")
        opens = not depth and kind == "or"
    return not opens


def _group(tokens: Tokens) -> First:
    """What the group can begin with whose tokens follow, up to its end."""
    return _either(map(_row, branches(tokens, _item, lambda part: part._replace(empty=True))))


def _item(kind: str, words: str, tokens: Tokens) -> First:
    if kind in ("char", "listed"):
        return _one_of(re.escape(words) if kind == "char" else words)
    if kind == "same":
        return First(None, True)
    if kind in ("open", "never"):
        inside = _group(tokens)
        return NOTHING if kind == "never" or words in LOOKS else inside
    if words in PLACES:
        return NOTHING
    if words == "." or words.startswith("[^"):
        return First(None, False)
    return First(frozenset((_inner(words) if words[0] == "[" else words,)), False)


@cache
def _one_of(members: str) -> First:
    return First(frozenset((members,)), False)


def _inner(listed: str) -> str:
    """What stands in a class of characters, to be put beside others: a - at its edge makes no range."""
    inner = listed[1:-1]
    inner = r"\-" + inner[1:] if inner.startswith("-") else inner
    return inner[:-1] + r"\-" if inner.endswith("-") and not inner.endswith(r"\-") else inner


def _row(items: Iterable[First]) -> First:
    """What parts in a row can begin with: with the first one, or where that is empty with the next."""
    members = frozenset[str]()
    for item in items:
        if item.members is None:
            return item
        members |= item.members
        if not item.empty:
            return First(members, False)
    return First(members, True)


def _either(branches: Iterable[First]) -> First:
    """What one of several parts can begin with."""
    listed = list(branches)
    known = [branch.members for branch in listed if branch.members is not None]
    members = frozenset[str]().union(*known) if len(known) == len(listed) else None
    return First(members, any(branch.empty for branch in listed))

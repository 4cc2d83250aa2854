"""What leads from a thing to its figure and is no part of the thing's name: 一度掉到, 攀升至, 由去年的, 较推行前."""

import re
from functools import cache

from corpus.beginnings import begun
from extractors.tokens import words

WINDOW = 16  # no chain of such words is longer
ROUNDS = 3

# 其中|有; 拥有 and the like are one word.
_HAVING = r"(?<![拥具没所占含设持享带私公国专])有"
_SINCE = (
    r"(?:由|从)(?:去年|上年|前年|年初|过去|原来|原先|最初|当初|往年|以前|普遍|平均|不足|不到|[ ]{1,12})?的?"
    r"|(?<![占对环同相评])(?:较|比(?![例重率赛武较对拼]))[一-龥]{0,6}[ ]{0,12}"
)


def _any(found: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(found, key=lambda word: (-len(word), word)))


@cache
def _chain() -> re.Pattern[str]:
    moving = words().moving
    longer = tuple(word for word in moving if len(word) > 1)
    into = r"(?:到了|到|至|为|成|在)"
    return begun(
        rf"(?:(?:{_any(words().steady)}){{0,2}}(?:(?:{_any(moving)}){into}|(?:{_any(longer)})了?|{_HAVING}"
        rf"|达到?|占(?!比)|超过?|高达|多达|过了|至|(?<=[率额量值数价])(?:为|是|仅|只))|{_SINCE}) ?\Z"
    )


@cache
def _ends() -> frozenset[str]:
    """The last characters of the chains, save for those that compare (较推行前), which end in anything."""
    moving = {word[-1] for word in words().moving}
    return frozenset(moving | set("到了至为成在有达占超过是仅只由从年初来前原先往普遍平均不足去上过最当以的"))


def _may_lead(text: str, window: int, stop: int) -> bool:
    """Whether such words can end at `stop`; most numbers stand right behind a noun."""
    before = text[window:stop]
    bare = before.rstrip(" ")
    return bare[-1:] in _ends() or "较" in bare or "比" in bare


def reaching(text: str, start: int, end: int) -> int:
    """Where the words begin that lead to the number at `end`; `end` where there are none."""
    stop = end
    for _ in range(ROUNDS):
        window = max(start, stop - WINDOW)
        found = _chain().search(text[window:stop]) if _may_lead(text, window, stop) else None
        if found is None or found.start() == found.end():
            break
        stop = window + found.start()
    return stop

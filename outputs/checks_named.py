"""Shares of a whole that they name and an earlier sentence counts (专任教师3648人。…骨干教师1021人,占专任教师的28%)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.model import Document
from extractors.base import Quantity
from outputs.checks_figures import Check, Line, Verdict, exact, told, unit, value
from outputs.checks_shares import given, judged
from outputs.checks_sums import spans
from outputs.checks_twice import article_at
from outputs.checks_words import sign

BACK = 40  # figures among which the whole is sought
NEAR = 300  # characters within which a whole that does not give the share is surely meant
SURE_NAME = 3  # characters of a name that can be taken for that of one thing …
CLOSE = 100  # … and a shorter one within so many characters
NAME_ENDS = re.compile(r"(?:总数|总量|总额|总人数)$")


@dataclass(frozen=True, slots=True)
class Named:
    """A share, its part, and the name of the whole."""

    part: Quantity
    share: Quantity
    whole: str


def named(document: Document, quantities: Sequence[Quantity], lines: Sequence[Line]) -> Iterator[Check]:
    """Every share whose whole an earlier figure of that name is."""
    places = {one.start: at for at, one in enumerate(quantities)}
    for line in lines:
        for one in _shares(line):
            before = quantities[max(0, places[one.part.start] - BACK) : places[one.part.start]]
            yield from _checked(document, one, [whole for whole in before if _is_whole(document, whole, one)])


def _shares(line: Line) -> Iterator[Named]:
    for at in range(1, len(line.figures)):
        found = sign("share_of_name").search(line.gaps[at])
        part, share = line.figures[at - 1], line.figures[at]
        if found and share.unit == "%" and line.exact(at - 1) and line.exact(at) and part.kind != "percent":
            yield Named(part, share, NAME_ENDS.sub("", found["whole"]))


def _is_whole(document: Document, whole: Quantity, one: Named) -> bool:
    if unit(whole) != unit(one.part) or not exact(document, whole) or value(whole) < value(one.part):
        return False
    if article_at(document, whole) != article_at(document, one.part):
        return False
    return _called(document, whole, one.whole) or one.whole.endswith(("户数", "人口", "人数"))


def _called(document: Document, whole: Quantity, name: str) -> bool:
    """Whether a figure is told of a thing of that name."""
    before = re.sub(r"(?:共有|共|有|为|达|是)$", "", document.folded[max(0, whole.start - 12) : whole.start])
    behind = document.folded[whole.end : whole.end + len(name)]
    return len(name) > 1 and (before.endswith(name) or behind == name or whole.counted == name)


def _checked(document: Document, one: Named, wholes: Sequence[Quantity]) -> Iterator[Check]:
    for whole in reversed(wholes):
        if judged(one.part, whole, one.share) == "consistent":
            yield _check(one, whole, "consistent")
            return
    called = [whole for whole in wholes if _called(document, whole, one.whole)]
    if len(wholes) == len(called) == 1 and _sure(document, one, called[0]):
        yield _check(one, called[0], judged(one.part, called[0], one.share))


def _sure(document: Document, one: Named, whole: Quantity) -> bool:
    between = document.folded[whole.end : one.share.end]
    same_time = whole.period == one.part.period or not sign("other_time").search(between)
    return len(between) <= (NEAR if len(one.whole) >= SURE_NAME else CLOSE) and same_time


def _check(one: Named, whole: Quantity, verdict: Verdict) -> Check:
    reckoned = given(one.part, whole)
    note = f"{one.part.text}占{one.whole}{whole.text}的{told(round(reckoned, 2))}%,文中写{one.share.text}"
    where = spans((one.part, whole, one.share))
    return Check("share", verdict, where, value(one.share), round(reckoned, 4), "%", note)

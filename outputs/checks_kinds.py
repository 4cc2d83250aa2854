"""Whether the parts of a list are kinds of one thing that hold nothing in common (创业人才、技能人才、文化人才)."""

from collections.abc import Sequence
from itertools import takewhile

from extractors.base import Quantity
from outputs.checks_figures import Verdict, value
from outputs.checks_words import sign

FEWEST = 3  # two kinds of people overlap too often
EXCESS = 0.1  # of the whole: parts that go further beyond it count some members twice
MISSING = 0.1  # of the whole: parts that leave out more of it are no full list
LONGEST = 8


def kinds(names: Sequence[str], total: Quantity, bare: bool) -> bool:
    """Whether the names tell kinds of what the whole counts: all end in its head, or, where they stand bare between
    、, in one character of their own; none names what goes through the others (女党员, 示范社).
    """
    tail = _tail(names)
    alike = bool(tail) and (bare or bool(total.counted and total.counted.endswith(tail[-2:])))
    told = all(len(tail) < len(name) <= LONGEST and not sign("crossing").search(name) for name in names)
    return alike and told and len(set(names)) == len(names) >= FEWEST


def _tail(names: Sequence[str]) -> str:
    """What all names end in."""
    columns = zip(*(reversed(name) for name in names), strict=False)
    return "".join(column[0] for column in takewhile(lambda column: len(set(column)) == 1, columns))[::-1]


def judged(found: Sequence[Quantity], total: Quantity, behind: str) -> Verdict | None:
    """What the sum of kinds says of their whole: more than all of it is a conflict, nearly all of it stays open, as do
    parts with words behind them that say that kinds overlap.
    """
    off = sum(map(value, found)) / value(total) - 1
    if off > 0:
        return "conflict" if off <= EXCESS and not sign("overlapping").search(behind) else "cannot tell"
    return "cannot tell" if off >= -MISSING else None

"""Shares against the part and the whole that they are told of."""

import re
from collections.abc import Iterator

from extractors.base import Quantity
from outputs.checks_figures import Check, Line, Verdict, slack, step, told, unit, value
from outputs.checks_sums import spans
from outputs.checks_words import sign

NAMED = re.compile(r"占([^#,占]{1,8}?)(?:总数|总量|总额|总人数|总户数)")
LOOSE = 3.0  # points by which a share that ends in 0 or 5 may be rounded


def shares(line: Line) -> Iterator[Check]:
    """The percentages of a sentence whose part and whole it names."""
    for at in range(1, len(line.figures)):
        if line.figures[at].kind == "percent" and line.figures[at].unit == "%":
            yield from _named(line, at) or _of_before(line, at) or _rate(line, at)


def _ready(line: Line, *at: int) -> bool:
    return all(line.exact(one) for one in at)


def _named(line: Line, at: int) -> list[Check]:
    """72个,占全部120个的60%."""
    if at < 2 or not (sign("share_tail").search(line.gaps[at]) and sign("share_of_named").search(line.gaps[at - 1])):
        return []
    part, whole = at - 2, at - 1
    if unit(line.figures[part]) != unit(line.figures[whole]):
        return []
    return [_check(line, part, whole, at, sure=True)]


def _of_before(line: Line, at: int) -> list[Check]:
    """120个村中,有72个达标,占60%."""
    if at < 2 or not sign("share_of_whole").search(line.gaps[at]):
        return []
    part = at - 1
    wholes = _wholes(line, part)
    if not wholes:
        return []
    fits = [whole for whole in wholes if _fits(line, part, whole, at)]
    if fits:
        return [_check(line, part, fits[-1], at, sure=True)]
    tied = len(wholes) == 1 and wholes[0] == part - 1 and bool(sign("tied_part").search(line.gaps[part]))
    tied = tied and _same_whole(line, wholes[0], line.gaps[at])
    same_time = line.figures[part].period == line.figures[wholes[0]].period
    return [_check(line, part, wholes[-1], at, sure=tied and same_time)]


def _same_whole(line: Line, whole: int, gap: str) -> bool:
    """Whether the total that a share names (占党员总数的) is that of the whole; many name none."""
    named = NAMED.search(gap)
    return named is None or named[1] in line.gaps[whole] or named[1] in (line.figures[whole].counted or "")


def _rate(line: Line, at: int) -> list[Check]:
    """受理1250件,办结1200件,办结率96%."""
    found = sign("rate").search(line.gaps[at])
    part = next((p for p in range(at - 1, 0, -1) if found and found["stem"] in line.gaps[p]), None)
    wholes = [] if part is None else _wholes(line, part)
    if part is None or not wholes:
        return []
    fits = [whole for whole in wholes if _fits(line, part, whole, at)]
    chosen = fits[-1] if fits else wholes[-1]
    sure = bool(fits) or all(sign("rate_whole").search(line.gaps[whole]) for whole in wholes)
    return [_check(line, part, chosen, at, sure=sure)]


def _wholes(line: Line, part: int) -> list[int]:
    """The figures before a part that it may be a part of."""
    figures = line.figures
    return [
        at
        for at in range(part)
        if unit(figures[at]) == unit(figures[part]) and _value(figures[at]) >= _value(figures[part]) > 0
    ]


def _value(one: Quantity) -> float:
    return float(one.value) if one.value is not None else -1.0


def _given(line: Line, part: int, whole: int) -> float:
    return 100 * value(line.figures[part]) / value(line.figures[whole])


def _fits(line: Line, part: int, whole: int, at: int) -> bool:
    return abs(_given(line, part, whole) - value(line.figures[at])) <= _loose(line, part, whole, at)


def _loose(line: Line, part: int, whole: int, at: int) -> float:
    """Points by which the share may be off for the way the three are written; shares are cut as often as rounded."""
    a, b, share = line.figures[part], line.figures[whole], line.figures[at]
    rounded = slack(a) / value(a) + slack(b) / value(b)
    return step(share) * (0.5 if step(share) > 1 else 1) + _given(line, part, whole) * rounded + 1e-6


def _check(line: Line, part: int, whole: int, at: int, *, sure: bool) -> Check:
    a, b, share = line.figures[part], line.figures[whole], line.figures[at]
    if any(one.value is None or not one.value for one in (a, b, share)):
        return Check("share", "cannot tell", spans((a, b, share)), None, None, "%", "有隐去的数字,无法核对")
    given = _given(line, part, whole)
    note = f"{a.text}占{b.text}的{told(round(given, 2))}%,文中写{share.text}"
    verdict = _verdict(line, (part, whole, at), sure=sure)
    return Check("share", verdict, spans((a, b, share)), value(share), round(given, 4), "%", note)


def _verdict(line: Line, at: tuple[int, int, int], *, sure: bool) -> Verdict:
    share = line.figures[at[2]]
    loose, off = _loose(line, *at), abs(_given(line, at[0], at[1]) - value(share))
    counted = _ready(line, at[0], at[1])
    if off <= loose and counted:
        return "consistent"
    round_one = LOOSE if value(share) % 5 == 0 and step(share) >= 1 else 0.0
    return "conflict" if sure and _ready(line, *at) and off > 2 * loose + round_one else "cannot tell"

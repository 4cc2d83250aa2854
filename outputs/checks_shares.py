"""Shares against the part and the whole that they are told of."""

import re
from collections.abc import Iterator

from extractors.base import Quantity
from outputs.checks_figures import Check, Line, Verdict, slack, step, told, unit, value
from outputs.checks_sums import spans
from outputs.checks_words import sign

NAMED = re.compile(r"占([^#,占]{1,8}?)(?:总数|总量|总额|总人数|总户数)")
COMMON = set("完成率总数了的和与达")
FURTHER = 1.9  # a share is wrong where it is off by more than so many times what its writing allows
VERB = 6  # characters before a figure that say what was done
LOOSE = 3.0  # points by which a share that ends in 0 or 5 may be rounded


def shares(line: Line) -> Iterator[Check]:
    """The percentages of a sentence whose part and whole it names."""
    for at in range(1, len(line.figures)):
        if line.figures[at].kind == "percent" and line.figures[at].unit == "%":
            yield from _named(line, at) or _of_before(line, at) or _rate(line, at) or _of_aim(line, at)


def _ready(line: Line, *at: int) -> bool:
    return all(line.exact(one) for one in at)


def _named(line: Line, at: int) -> list[Check]:
    """72个,占全部120个的60%."""
    if at < 2 or not (sign("share_tail").search(line.gaps[at]) and sign("share_of_named").search(line.gaps[at - 1])):
        return []
    part, whole = at - 2, at - 1
    if unit(line.figures[part]) != unit(line.figures[whole]):
        return []
    return [_check(line, part, whole, at)]


def _of_aim(line: Line, at: int) -> list[Check]:
    """完成收入128.6亿元,为年度目标120亿元的107.2%."""
    if at < 2 or not (sign("share_tail").search(line.gaps[at]) and sign("of_aim").search(line.gaps[at - 1])):
        return []
    part, whole = at - 2, at - 1
    alike = unit(line.figures[part]) == unit(line.figures[whole]) and _value(line.figures[whole]) > 0
    return [_check(line, part, whole, at)] if alike else []


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
        return [_check(line, part, fits[-1], at)]
    tied = len(wholes) == 1 and wholes[0] == part - 1 and bool(sign("tied_part").search(line.gaps[part]))
    tied = tied and _same_whole(line, wholes[0], line.gaps[at])
    same_time = line.figures[part].period == line.figures[wholes[0]].period
    return [_check(line, part, wholes[-1], at)] if tied and same_time else []


def _same_whole(line: Line, whole: int, gap: str) -> bool:
    """Whether the total that a share names (占党员总数的) is that of the whole; many name none."""
    named = NAMED.search(gap)
    return named is None or named[1] in line.gaps[whole] or named[1] in (line.figures[whole].counted or "")


def _rate(line: Line, at: int) -> list[Check]:
    """受理1250件,办结1200件,办结率96%."""
    found = sign("rate").search(line.gaps[at])
    part = _rated(line, at, found["stem"]) if found else None
    wholes = [] if part is None else _wholes(line, part)
    if part is None or not wholes:
        return []
    fits = [whole for whole in wholes if _fits(line, part, whole, at)]
    chosen = fits[-1] if fits else wholes[-1]
    tied = wholes[-1] == part - 1 and sign("tied_part").search(line.gaps[part]) is not None
    sure = bool(fits) or tied or all(sign("rate_whole").search(line.gaps[whole]) for whole in wholes)
    return [_check(line, part, chosen, at)] if sure else []


def _rated(line: Line, at: int, stem: str) -> int | None:
    """The figure whose words a rate has (收回 and 回收率), the nearest first."""
    own = set(stem) - COMMON
    named = (part for part in range(at - 1, 0, -1) if stem in line.gaps[part])
    alike = (part for part in range(at - 1, 0, -1) if own & set(line.gaps[part][-VERB:]))
    return next(named, next(alike, None))


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


def given(part: Quantity, whole: Quantity) -> float:
    """How many in hundred of a whole a part is."""
    return 100 * value(part) / value(whole)


def allowed(part: Quantity, whole: Quantity, share: Quantity) -> float:
    """Points by which the share may be off for the way the three are written; shares are cut as often as rounded."""
    rounded = slack(part) / value(part) + slack(whole) / value(whole)
    return step(share) * (0.5 if step(share) > 1 else 1) + given(part, whole) * rounded + 1e-6


def judged(part: Quantity, whole: Quantity, share: Quantity) -> Verdict:
    """What a share is, if the three are told exactly and surely belong together."""
    off, loose = abs(given(part, whole) - value(share)), allowed(part, whole, share)
    if off <= loose:
        return "consistent"
    round_one = LOOSE if value(share) % 5 == 0 and step(share) >= 1 else 0.0
    return "conflict" if off > FURTHER * loose + round_one else "cannot tell"


def _fits(line: Line, part: int, whole: int, at: int) -> bool:
    return judged(line.figures[part], line.figures[whole], line.figures[at]) == "consistent"


def _check(line: Line, part: int, whole: int, at: int) -> Check:
    a, b, share = line.figures[part], line.figures[whole], line.figures[at]
    if any(one.value is None or not one.value for one in (a, b, share)):
        return Check("share", "cannot tell", spans((a, b, share)), None, None, "%", "有隐去的数字,无法核对")
    reckoned = given(a, b)
    note = f"{a.text}占{b.text}的{told(round(reckoned, 2))}%,文中写{share.text}"
    verdict = _verdict(line, (part, whole, at))
    return Check("share", verdict, spans((a, b, share)), value(share), round(reckoned, 4), "%", note)


def _verdict(line: Line, at: tuple[int, int, int]) -> Verdict:
    part, whole, share = (line.figures[one] for one in at)
    verdict = judged(part, whole, share)
    if verdict == "consistent" and _ready(line, at[0], at[1]):
        return verdict
    return verdict if verdict == "conflict" and _ready(line, *at) else "cannot tell"

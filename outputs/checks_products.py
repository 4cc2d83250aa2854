"""So many heads, so much for each, so much in all: in whatever order the three are told."""

from collections.abc import Iterator

from outputs.checks_figures import Check, Line, Verdict, slack, step, told, unit, value
from outputs.checks_sums import spans
from outputs.checks_words import sign

NEAR = 0.1  # a product that is further off than this share of the total is no matter of rounding
BACK = 4  # figures before an average among which its heads and its total are sought
HEADS = {"人": {"人", "人次"}, "场": {"场", "场次", "期"}, "校": {"所"}, "户": {"户"}, "亩": {"亩"}, "村": {"个"}}


def products(line: Line) -> Iterator[Check]:
    """The averages of a sentence of which it tells the heads and the total."""
    for at in range(1, len(line.figures)):
        found = sign("per_head").search(line.gaps[at])
        if found and line.exact(at) and line.figures[at].kind != "percent" and value(line.figures[at]) > 0:
            yield from _averaged(line, at, found["each"] or found["every"])


def _averaged(line: Line, at: int, head: str) -> Iterator[Check]:
    heads = [one for one in range(max(0, at - BACK), at) if _is_head(line, one, head)]
    around = range(max(0, at - BACK), min(len(line.figures), at + 2))
    totals = [one for one in around if one != at and _is_total(line, one, at)]
    for one in heads:
        for total in totals:
            if one != total and _off(line, one, at, total) <= _loose(line, one, at, total):
                yield _check(line, one, at, total, "consistent")
                return
    if heads and heads[-1] in (at - 1, at - 2):
        yield from _unlike(line, heads[-1], at)


def _unlike(line: Line, head: int, at: int) -> Iterator[Check]:
    """A product that is not the total, where the total can only be that of the heads."""
    behind, before = at + 1, at - 1
    if head == before and behind < len(line.figures) and _is_total(line, behind, at):
        same = (line.figures[behind].counted or "") in (line.figures[at].counted or "")
        total = behind if same and sign("all_told").search(line.gaps[behind]) else None
    else:
        bare = sign("bare_average").search(line.gaps[at]) and sign("paid").search(line.gaps[before])
        total = before if head == at - 2 and bare and _is_total(line, before, at) else None
    if total is not None:
        off, loose = _off(line, head, at, total), _loose(line, head, at, total)
        far = off > 2 * loose + NEAR * value(line.figures[total])
        yield _check(line, head, at, total, "conflict" if far else "cannot tell")


def _is_head(line: Line, at: int, head: str) -> bool:
    one = line.figures[at]
    if not line.exact(at) or value(one) <= 0:
        return False
    counted = head == "村" and not (one.counted or "").endswith("村") and not line.gaps[at + 1].startswith("村")
    return unit(one) in HEADS.get(head, {head}) and not counted


def _is_total(line: Line, at: int, each: int) -> bool:
    one, average = line.figures[at], line.figures[each]
    return one.kind == average.kind and unit(one) == unit(average) and line.exact(at) and value(one) > value(average)


def _off(line: Line, head: int, each: int, total: int) -> float:
    return abs(value(line.figures[head]) * value(line.figures[each]) - value(line.figures[total]))


def _loose(line: Line, head: int, each: int, total: int) -> float:
    """How far the product may be off for the way the three are written."""
    heads, average, whole = (line.figures[one] for one in (head, each, total))
    rounding = value(heads) * step(average) / 2 * bool(slack(average)) + value(average) * slack(heads)
    return max(rounding + slack(whole), 1e-6 * value(whole))


def _check(line: Line, head: int, each: int, total: int, verdict: Verdict) -> Check:
    heads, average, whole = (line.figures[one] for one in (head, each, total))
    given = value(heads) * value(average)
    note = f"{heads.text}×{average.text}={told(given)}{whole.unit},文中写{whole.text}"
    return Check("product", verdict, spans((heads, average, whole)), value(whole), given, whole.unit, note)

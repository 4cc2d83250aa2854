"""Parts against their whole: lists behind 其中, lists with a total behind them, additions, heads times the average."""

import re
from collections.abc import Iterator, Sequence

from corpus.model import Document
from extractors.base import Mention, Quantity
from outputs.checks_figures import WAN, Check, Line, Rule, Verdict, slack, told, unit, value
from outputs.checks_kinds import judged, kinds
from outputs.checks_words import sign, words

ADDITION = re.compile(
    r"(?<![\d+.“\"'=-])(?P<parts>\d{1,7}(?:\.\d{1,4})?[\u4e00-\u9fff]{0,2}(?:\+\d{1,7}(?:\.\d{1,4})?[\u4e00-\u9fff]{0,2}){1,9})"
    r"=(?P<total>\d{1,8}(?:\.\d{1,4})?)"
)
NUMBER = re.compile(r"\d+(?:\.\d+)?")
LEAST = 10  # additions of smaller numbers are sayings (5+2)
LABEL = 16
FEWEST_YEARS = 2
YEAR = re.compile(r"(?:19|20)\d\d")
SHIFTS = (WAN, 1 / WAN)


def spans(figures: Sequence[Quantity]) -> tuple[Mention, ...]:
    """The places of figures."""
    return tuple(Mention(one.start, one.end, one.text) for one in figures)


def label(gap: str) -> str:
    """What a part is called, without the marks and words that open it."""
    return re.sub(r"^.*(?:其中[:,]?|[、,和及(:])", "", gap).removesuffix("有").removesuffix("为")


def additions(document: Document) -> Iterator[Check]:
    """Sums that are written out (141+6=147)."""
    for found in ADDITION.finditer(document.folded) if "=" in document.folded else ():
        parts, total = [float(one) for one in NUMBER.findall(found["parts"])], float(found["total"])
        if total < LEAST or max(parts) < LEAST or set(re.findall(r"[\u4e00-\u9fff]+", found["parts"])) - {"", "个"}:
            continue
        verdict: Verdict = "consistent" if abs(sum(parts) - total) < 1e-6 else "conflict"
        where = Mention(found.start(), found.end(), document.text[found.start() : found.end()])
        yield Check("sum", verdict, (where,), total, sum(parts), "", f"相加得{told(sum(parts))},文中写{told(total)}")


def sums(line: Line) -> Iterator[Check]:
    """The lists of a sentence against their wholes."""
    for at in range(1, len(line.figures)):
        if sign("among").search(line.gaps[at]):
            yield from _opened(line, at)
        elif sign("total").search(line.gaps[at]):
            yield from _totalled(line, _backward(line, at - 1, unit(line.figures[at])), at)


def _opened(line: Line, at: int) -> Iterator[Check]:
    """The parts behind 其中 against the figure before it, or against the nearest of their unit where they give it."""
    pairs = _pairs(line, at)
    if len(pairs) > 1:
        for one, whole in ((0, at - 2), (1, at - 1)):
            yield from _among(line, whole, [pair[one] for pair in pairs])
        return
    parts = _forward(line, at)
    if unit(line.figures[at - 1]) == unit(line.figures[at]):
        yield from _among(line, at - 1, parts)
        return
    wholes = [one for one in range(at - 1) if unit(line.figures[one]) == unit(line.figures[at])]
    if wholes and len(parts) > 1:
        found = _among(line, wholes[-1], parts)
        yield from (one for one in found if one.verdict == "consistent" or _years(line, parts))


def _years(line: Line, parts: Sequence[int]) -> bool:
    """Whether the parts are told year by year."""
    years = [found[0] for at in parts if (found := YEAR.findall(line.gaps[at]))]
    return len(set(years)) == len(parts) > FEWEST_YEARS


def _pairs(line: Line, at: int) -> list[tuple[int, int]]:
    """Parts told with two figures each, behind a whole told so: 32支1860人,其中县级4支260人、乡级28支1600人."""
    if at < 2 or line.gaps[at - 1].strip():
        return []
    kinds = (unit(line.figures[at - 2]), unit(line.figures[at - 1]))
    pairs: list[tuple[int, int]] = []
    mark = _mark(line.gaps[at + 2]) if at + 2 < len(line.figures) else "、"
    for first in range(at, len(line.figures) - 1, 2):
        fits = (unit(line.figures[first]), unit(line.figures[first + 1])) == kinds and not line.gaps[first + 1].strip()
        if not fits or (pairs and not _goes_on(line, first, kinds[0], mark)):
            break
        pairs.append((first, first + 1))
    return pairs


def _mark(gap: str) -> str:
    return "," if "," in gap else "、"


def _goes_on(line: Line, at: int, kind: str, mark: str) -> bool:
    """Whether a figure is the next part of a list."""
    gap = line.gaps[at]
    opened = re.match(r"^[^、,和及#]{0,6}[、,和及]", gap)
    fits = opened is not None and _mark(gap) == mark and len(gap) <= LABEL
    return fits and unit(line.figures[at]) == kind and not sign("part_break").search(gap)


def _forward(line: Line, first: int) -> list[int]:
    """The parts that begin with a figure."""
    parts, kind = [first], unit(line.figures[first])
    mark = _mark(line.gaps[first + 1]) if first + 1 < len(line.figures) else "、"
    while (after := parts[-1] + 1) < len(line.figures) and _goes_on(line, after, kind, mark):
        parts.append(after)
    return parts


def _backward(line: Line, last: int, kind: str) -> list[int]:
    """The parts that end with a figure."""
    if unit(line.figures[last]) != kind:
        return []
    parts, mark = [last], _mark(line.gaps[last])
    while parts[0] > 0 and unit(line.figures[parts[0] - 1]) == kind and _goes_on(line, parts[0], kind, mark):
        parts.insert(0, parts[0] - 1)
    return parts


def _among(line: Line, whole: int, parts: list[int]) -> Iterator[Check]:
    total, found = line.figures[whole], [line.figures[at] for at in parts]
    if unit(total) != unit(found[0]) or total.kind == "percent":
        return
    if not all(line.exact(at) for at in (whole, *parts)):
        if len(parts) > 1:
            yield _check("sum", "cannot tell", found, total, None)
        return
    given = sum(map(value, found))
    names = [label(line.gaps[at]) for at in parts]
    if len(parts) > 1 and _close(found, total):
        yield _check("sum", "consistent", found, total, given)
    elif len(parts) == 1:
        yield from _too_large(line, found[0], total, names[0])
    elif shifted := _shifted(found, total):
        yield _check("unit", "conflict", found, total, given, shifted)
    elif _whole(names) or _years(line, parts) or (given > value(total) and _disjoint(names, found)):
        yield _check("sum", _verdict(found, total), found, total, given)
    elif kinds(names, total, _mark(line.gaps[parts[1]]) == "、"):
        verdict = judged(found, total, "".join(line.gaps[parts[-1] + 1 :]))
        yield from [_check("sum", verdict, found, total, given)] if verdict else []


def _totalled(line: Line, parts: list[int], at: int) -> Iterator[Check]:
    total, found = line.figures[at], [line.figures[part] for part in parts]
    if len(parts) < 2 or total.kind == "percent":
        return
    if not all(line.exact(part) for part in (*parts, at)):
        yield _check("sum", "cannot tell", found, total, None)
        return
    given = sum(map(value, found))
    if _close(found, total):
        yield _check("sum", "consistent", found, total, given)
        return
    before = any(unit(one) == unit(total) for one in line.figures[: parts[0]])
    gaps = [line.gaps[part] for part in (*parts, at)]
    listed = all(_mark(gap) == "、" for gap in gaps[1:-1])
    sure = listed or sign("sure_total").search(gaps[-1])
    if before or any(sign("open_list").search(gap) for gap in gaps) or not sure:
        yield _check("sum", "cannot tell", found, total, given)
    elif shifted := _shifted(found, total):
        yield _check("unit", "conflict", found, total, given, shifted)
    else:
        yield _check("sum", _verdict(found, total), found, total, given)


def _slacks(found: Sequence[Quantity], total: Quantity) -> float:
    return sum(map(slack, found)) + slack(total) + 1e-6 * value(total)


def _close(found: Sequence[Quantity], total: Quantity) -> bool:
    """Whether the total is what the parts as written give, rounded to its own last place."""
    return abs(sum(map(value, found)) - value(total)) <= slack(total) + 1e-6 * value(total)


def _verdict(found: Sequence[Quantity], total: Quantity) -> Verdict:
    off = abs(sum(map(value, found)) - value(total))
    return "conflict" if off > 2 * _slacks(found, total) else "cannot tell"


def _shifted(found: Sequence[Quantity], total: Quantity) -> Quantity | None:
    """The figure that would have to be ten thousand times as large or small for the sum to be right."""
    if total.kind not in ("money", "measure") or len(found) < 2:
        return None
    given = sum(map(value, found))
    for one in found:
        for shift in SHIFTS:
            if abs(given - value(one) + value(one) * shift - value(total)) <= 1e-6 * value(total):
                return one
    fits = (abs(given - value(total) * shift) <= 1e-6 * given for shift in SHIFTS)
    return total if any(fits) else None


def _whole(names: Sequence[str]) -> bool:
    """Whether the labels leave nobody out and count nobody twice."""
    return any(sorted(names) == sorted(whole) for whole in words().wholes)


def _contrast(names: Sequence[str]) -> bool:
    """Whether each label has another word of one series: 小学、初中, 县级、乡镇."""
    for series in words().series:
        had = [next((word for word in series if word in name), None) for name in names]
        if None not in had and len(set(had)) == len(names):
            return True
    return False


def _disjoint(names: Sequence[str], found: Sequence[Quantity]) -> bool:
    """Whether the labels hold nothing in common: different places, or sources of money."""
    if len(set(names)) < len(names):
        return False
    named = all(sign("place_label").search(name) for name in names)
    return found[0].kind == "money" or named or _contrast(names)


def _too_large(line: Line, part: Quantity, total: Quantity, name: str) -> Iterator[Check]:
    alike = sign("people_unit").search(unit(part)) or _tail(part) == _tail(total)
    if value(part) > value(total) + slack(part) + slack(total) and alike and not sign("part_break").search(name):
        yield Check(
            "part", "conflict", spans((part, total)), value(total), value(part), total.unit,
            f"其中的{part.text}比总数{total.text}还多",
        )  # fmt: skip


def _tail(one: Quantity) -> str | None:
    return one.counted[-2:] if one.counted else None


def _check(
    rule: Rule,
    verdict: Verdict,
    found: Sequence[Quantity],
    total: Quantity,
    given: float | None,
    wrong: Quantity | None = None,
) -> Check:
    stated = value(total) if total.value is not None else None
    listed = "+".join(one.text for one in found)
    said = {
        "consistent": f"{listed}与{total.text}相符",
        "conflict": f"{listed}={told(given or 0)}{total.unit},与{total.text}不符",
        "cannot tell": f"{listed}与{total.text}有约数、隐去的数字或未列全,无法核对",
    }[verdict]
    if verdict == "cannot tell" and given is not None:
        said = f"{listed}={told(given)}{total.unit},与{total.text}不同,未写明各项是否列全、有无交叉"
    if wrong is not None:
        said = f"{listed}与{total.text}相差,{wrong.text}疑为“万”字多写或漏写"
    return Check(rule, verdict, spans((*found, total)), stated, given, total.unit, said)

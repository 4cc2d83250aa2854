"""Growth against its ends: from one figure to another, against the year before, over two years."""

import re
from collections.abc import Iterator

from extractors.base import Quantity
from outputs.checks_figures import Check, Line, Verdict, slack, step, told, unit, value
from outputs.checks_sums import spans
from outputs.checks_words import is_rise, sign

YEAR = re.compile(r"(?:19|20)\d\d")
FOLD = "番"


def growth(line: Line) -> Iterator[Check]:
    """Every change of a sentence of which it names both ends."""
    for at in range(1, len(line.figures)):
        yield from _from_to(line, at)
        yield from _before(line, at)
        if at + 1 < len(line.figures):
            yield from _against(line, at)
            yield from _years(line, at)
            yield from _by(line, at)


def _alike(first: Quantity, last: Quantity) -> bool:
    same = unit(first) == unit(last) and first.kind == last.kind
    return same and first.value is not None and last.value is not None and value(first) > 0


def _from_to(line: Line, at: int) -> Iterator[Check]:
    """由38%提高到71%,提高33个百分点."""
    first, last = line.figures[at - 1], line.figures[at]
    way = sign("to_end").search(line.gaps[at])
    if not (way and sign("from_end").search(line.gaps[at - 1]) and _alike(first, last)):
        return
    rise = is_rise(way["way"])
    if line.exact(at - 1) and line.exact(at) and _wrong_way(first, last, rise=rise):
        note = f"由{first.text}到{last.text},方向与“{way['way']}”相反"
        yield Check("growth", "conflict", spans((first, last)), value(last), None, last.unit, note)
    elif at + 1 < len(line.figures) and (found := sign("change").search(line.gaps[at + 1])):
        told_way = _told_way(found)
        if told_way is not None or line.figures[at + 1].text.startswith("翻"):
            yield from _changed(line, (at - 1, at, at + 1), rise=rise if told_way is None else told_way)


def _told_way(found: re.Match[str]) -> bool | None:
    """Whether the words before a change say that it is a rise; None where they do not say."""
    if found["way"]:
        return is_rise(found["way"])
    words = sign("way_of_range").search(found[0])
    return None if words is None else is_rise(words[0])


def _before(line: Line, at: int) -> Iterator[Check]:
    """同比下降35%,由上年的820件降至533件."""
    if at < 2:
        return
    first, last = line.figures[at - 1], line.figures[at]
    way, told_way = sign("to_end").search(line.gaps[at]), sign("change_ahead").search(line.gaps[at - 2])
    opened = sign("ends_behind").search(line.gaps[at - 1])
    if way and told_way and opened and _alike(first, last) and is_rise(way["way"]) == is_rise(told_way["way"]):
        yield from _changed(line, (at - 1, at, at - 2), rise=is_rise(way["way"]))


def _by(line: Line, at: int) -> Iterator[Check]:
    """比2018年的96件减少了64件,下降66.7%."""
    first, step_, share = line.figures[at - 1 : at + 2]
    way, same = sign("against_change").search(line.gaps[at]), sign("change").search(line.gaps[at + 1])
    if not (way and same and same["way"] and sign("base").search(line.gaps[at - 1]) and _alike(first, step_)):
        return
    if share.unit != "%" or is_rise(way["way"]) != is_rise(same["way"]) or not share.value:
        return
    given = 100 * value(step_) / value(first)
    loose = step(share) + given * (slack(first) / value(first) + slack(step_) / value(step_))
    verdict = _verdict(abs(given - value(share)), loose, exact=all(line.exact(one) for one in (at - 1, at, at + 1)))
    note = f"{step_.text}是{first.text}的{told(round(given, 2))}%,文中写{share.text}"
    yield Check("growth", verdict, spans((first, step_, share)), value(share), round(given, 4), "%", note)


def _wrong_way(first: Quantity, last: Quantity, *, rise: bool) -> bool:
    if first.kind == "duration" or set(first.qualifier + last.qualifier) & {"每月", "每年", "每周", "每天"}:
        return False
    return value(last) < value(first) if rise else value(last) > value(first)


def _against(line: Line, at: int) -> Iterator[Check]:
    """46万人次,比上年的40万人次增长15%."""
    way = sign("against_change").search(line.gaps[at + 1])
    if way and sign("against").search(line.gaps[at]) and _alike(line.figures[at], line.figures[at - 1]):
        yield from _changed(line, (at, at - 1, at + 1), rise=is_rise(way["way"]))


def _years(line: Line, at: int) -> Iterator[Check]:
    """2021年收入80万元,2022年收入90万元,同比增长12.5%."""
    first, last = line.figures[at - 1], line.figures[at]
    way = sign("year_change").search(line.gaps[at + 1])
    if not way or not _alike(first, last) or first.counted != last.counted or first.counted is None:
        return
    years = [YEAR.findall(line.gaps[one]) for one in (at - 1, at)]
    if all(len(found) == 1 for found in years) and int(years[1][0]) == int(years[0][0]) + 1:
        down = any(word in line.gaps[at + 1] for word in ("下降", "减少"))
        yield from _changed(line, (at - 1, at, at + 1), rise=not down)


def _changed(line: Line, at: tuple[int, int, int], *, rise: bool) -> Iterator[Check]:
    first, last, change = (line.figures[one] for one in at)
    if change.value is None:
        return
    given = list(_readings(first, last, change))
    if not given:
        return
    stated = value(change) if rise or change.unit == "倍" else -value(change)
    off = min(abs(one - stated) for one in given)
    loose = _loose(first, last, change)
    near = min(given, key=lambda one: abs(one - stated))
    note = f"由{first.text}到{last.text},{_in_words(near, change)},文中写{change.text}"
    verdict = _verdict(off, loose, exact=all(line.exact(one) for one in at))
    yield Check("growth", verdict, spans((first, last, change)), stated, round(near, 4), change.unit, note)


def _in_words(given: float, change: Quantity) -> str:
    if FOLD in change.text:
        return f"是原来的{told(round(given, 2))}倍"
    unit_ = "" if change.kind == "ratio" and change.unit != "倍" else change.unit
    return f"算得{'上升' if given >= 0 else '下降'}{told(round(abs(given), 2))}{unit_}"


def _verdict(off: float, loose: float, *, exact: bool) -> Verdict:
    if not exact:
        return "cannot tell"
    if off <= loose:
        return "consistent"
    return "conflict" if off > 3 * loose else "cannot tell"


def _readings(first: Quantity, last: Quantity, change: Quantity) -> Iterator[float]:
    """What the change may be by its ends, in the unit in which it is told."""
    a, b = value(first), value(last)
    if change.unit == "个百分点":
        yield from [b - a] if first.unit == "%" else []
    elif change.unit == "%":
        yield 100 * (b - a) / a
        yield from [b - a] if first.unit == "%" else []
    elif change.unit == "倍":
        yield b / a
        yield from [] if FOLD in change.text else [b / a - 1]
    elif change.kind == "ratio":
        yield (b - a) / a
    elif unit(change) == unit(first) and change.kind == first.kind:
        yield b - a


def _loose(first: Quantity, last: Quantity, change: Quantity) -> float:
    """By how much the change may be off for the way the three are written."""
    a, b, own = value(first), value(last), step(change) if change.kind == "percent" else slack(change)
    if change.unit == "个百分点" or unit(change) == unit(first):
        return slack(first) + slack(last) + min(own, max(slack(change), 1e-9)) + 1e-6 * b
    share = slack(last) / a + b * slack(first) / a**2
    if change.unit == "倍":
        return share + (0.1 if FOLD in change.text else 0.15)
    return 100 * share + own if change.unit == "%" else share + 0.05

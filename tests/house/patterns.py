"""Every regular expression that the product compiles, and text that is crafted to make each of them run away.

Run: python -m tests.house.patterns; prints the patterns that do, the slowest first.
"""

import importlib
import json
import pkgutil
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from tests.house.conftest import ROOMS

ROOT = Path(__file__).parents[2]
SHORT = 3000  # letters of a crafted text; a bounded repeat is at its bound before
TIMES = 4  # as long is the text that it is compared with
STEEP = 8.0  # times as slow over a text four times as long; four were linear, sixteen are quadratic
SLOW = 0.02  # CPU seconds over the longer text: below, whatever the slope, nothing has run away
PUMPS = 40  # crafted texts for a pattern
LONG = 20  # a repeat that may go on as long as that is pumped
USUAL = ("一", "某", "1", " ", "a", "、", "(")
CHOICES = "某1a,。;\n (“"
SAMPLES = ("docx", "pdf", "html", "txt")

REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT)


class Compiled(NamedTuple):
    """A pattern with its flags, and where in the product it is compiled."""

    pattern: str
    flags: int
    where: str


class Runaway(NamedTuple):
    """A pattern that a text makes slow: times as slow for a text four times as long, and its CPU seconds."""

    compiled: Compiled
    pump: str
    slope: float
    seconds: float


def compiled() -> list[Compiled]:
    """All patterns that are compiled while the modules are imported and the samples are read, in a fresh process."""
    told = subprocess.run(
        [sys.executable, "-c", "from tests.house.patterns import _spy; _spy()"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return [Compiled(*one) for one in json.loads(told)]


def _spy() -> None:
    """Print the patterns as JSON."""
    whole = re._compiler.compile  # type: ignore[attr-defined]
    found: dict[tuple[str, int], str] = {}

    def spying(pattern: Any, flags: int = 0) -> Any:
        made, where = whole(pattern, flags), _caller()
        if isinstance(pattern, str) and where.split("/")[0] in ROOMS:
            found.setdefault((pattern, made.flags), where)
        return made

    re._compiler.compile = spying  # type: ignore[attr-defined]
    _import_all()
    _read_samples()
    sys.stdout.write(json.dumps([[pattern, flags, where] for (pattern, flags), where in found.items()]))


def _caller() -> str:
    """File, below the project, and line that asked for a pattern."""
    frame = sys._getframe(2)
    while frame.f_back and Path(frame.f_code.co_filename).parent.name == "re":
        frame = frame.f_back
    path = Path(frame.f_code.co_filename)
    return f"{path.relative_to(ROOT)}:{frame.f_lineno}" if path.is_relative_to(ROOT) else str(path)


def _import_all() -> None:
    for room in ROOMS:
        for module in pkgutil.walk_packages(importlib.import_module(room).__path__, f"{room}."):
            importlib.import_module(module.name)


def _read_samples() -> None:
    """What is compiled on first use is compiled by reading one sample of each format."""
    from corpus.discover import Found
    from pipeline.documents import work_on

    samples = ROOT / "corpus" / "samples"
    for ending in SAMPLES:
        for path in sorted(samples.rglob(f"*.{ending}"))[:4]:
            work_on(Found(path.name, path))


def runaways(patterns: Iterable[Compiled]) -> Iterator[Runaway]:
    """Those that a crafted text makes slow, each with the first text that does."""
    for one in patterns:
        found = next(_attacks(one), None)
        if found:
            yield found


def _attacks(one: Compiled) -> Iterator[Runaway]:
    tree, made = parser.parse(one.pattern, one.flags), re.compile(one.pattern, one.flags)
    opening = _sample(tree)[:LONG]
    for pump in sorted({*_pumps(tree), *USUAL})[:PUMPS]:
        for before in ("", opening):
            short = before + pump * (SHORT // len(pump)) + "\ufffe"
            long = before + pump * (SHORT * TIMES // len(pump)) + "\ufffe"
            if (seconds := _seconds(made, long)) > SLOW and (slope := seconds / _seconds(made, short)) > STEEP:
                yield Runaway(one, pump, slope, seconds)


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    """CPU seconds to look for all that matches, the best of three where other programs could be to blame."""
    first = _once(pattern, text)
    return first if first < SLOW or first > 1 else min(first, _once(pattern, text), _once(pattern, text))


def _once(pattern: re.Pattern[str], text: str) -> float:
    before = time.thread_time()
    for _ in pattern.finditer(text):
        pass
    return time.thread_time() - before


def _pumps(tree: Iterable[tuple[Any, Any]]) -> Iterator[str]:
    """What a text must repeat to keep one of the long repeats of a pattern busy."""
    for kind, value in tree:
        if kind in REPEATS and (value[1] is constants.MAXREPEAT or value[1] > LONG):
            yield from filter(None, [_sample(value[2])])
        for part in _parts(kind, value):
            yield from _pumps(part)


def _parts(kind: Any, value: Any) -> Sequence[Any]:
    """The patterns that a part of a pattern is made of."""
    if kind in REPEATS:
        return [value[2]]
    if kind is constants.SUBPATTERN:
        return [value[3]]
    if kind is constants.ATOMIC_GROUP:
        return [value]
    if kind is constants.BRANCH:
        return list(value[1])
    return [value[1]] if kind in (constants.ASSERT, constants.ASSERT_NOT) else []


def _sample(tree: Iterable[tuple[Any, Any]]) -> str:
    """A short text that a pattern begins to match."""
    return "".join(_of(kind, value) for kind, value in tree)


def _of(kind: Any, value: Any) -> str:
    if kind is constants.LITERAL:
        return chr(value)
    if kind is constants.IN:
        return _of_set(value)
    if kind in (constants.NOT_LITERAL, constants.ANY):
        return "某"
    if kind in REPEATS:
        return _sample(value[2]) * int(max(value[0], 1))
    if kind in (constants.ASSERT, constants.ASSERT_NOT):
        return ""
    return _sample(next(iter(_parts(kind, value)), ()))


def _of_set(value: Sequence[tuple[Any, Any]]) -> str:
    """A letter of a set of letters."""
    told, (kind, first) = re.compile(_as_set(value)), value[0]
    fitting = next((letter for letter in CHOICES if told.match(letter)), None)
    if fitting is not None:
        return fitting
    return chr(first if kind is constants.LITERAL else first[0]) if kind is not constants.NEGATE else "某"


CATEGORIES: Mapping[Any, str] = {
    constants.CATEGORY_DIGIT: r"\d",
    constants.CATEGORY_SPACE: r"\s",
    constants.CATEGORY_WORD: r"\w",
    constants.CATEGORY_NOT_DIGIT: r"\D",
    constants.CATEGORY_NOT_SPACE: r"\S",
    constants.CATEGORY_NOT_WORD: r"\W",
}


def _as_set(value: Sequence[tuple[Any, Any]]) -> str:
    """A parsed set of letters as it is written."""
    said = "".join(_member(kind, one) for kind, one in value if kind is not constants.NEGATE)
    return f"[{'^' if value[0][0] is constants.NEGATE else ''}{said}]"


def _member(kind: Any, value: Any) -> str:
    if kind is constants.CATEGORY:
        return CATEGORIES[value]
    if kind is constants.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    return re.escape(chr(value))


def main() -> None:
    """Print what runs away."""
    patterns = compiled()
    found = sorted(runaways(patterns), key=lambda one: -one.seconds)
    for one in found:
        told = one.compiled
        slow = f"{one.seconds:.3f} s, slope {one.slope:.0f}"
        sys.stdout.write(f"{slow}, {told.where}, {one.pump!r}: {told.pattern[:120]!r}\n")
    sys.stdout.write(f"{len(patterns)} patterns, {len(found)} of them run away\n")


if __name__ == "__main__":
    main()

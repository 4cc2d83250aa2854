"""What is labelled and what was found side by side, paired one to one, and whether the labels of a pair agree.

Mentions are paired by overlap, headings by where they begin, articles and cases by how much of the two they share.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from outputs.record import Json
from pipeline.evaluate_gold import Gold

Pair = tuple[Json, Json]
Nearness = Callable[[Json, Json], float]
LABELS = {
    "quantities": ("value", "unit", "counted", "kind"),
    "dates": ("value",),
    "practices": ("theme", "form", "status"),
    "problems": ("category", "status"),
    "headings": ("level",),
    "articles": (),
    "cases": (),
}
# Where a record holds what a kind is compared with, if under another name; which kinds hold whole stretches of text.
FOUND_IN = {"headings": "sections"}
BLOCKS = ("articles", "cases")
SAME_BLOCK = 0.6  # intersection over union
# By which label a kind is split into groups, and which labels are one of a few words.
GROUPED = {"quantities": "kind", "practices": "theme", "problems": "category", "headings": "level"}
NAMED = {kind: LABELS[kind] for kind in LABELS} | {
    "quantities": ("kind",),
    "dates": (),
    "practices": ("theme", "form", "status"),
}
QUOTES = str.maketrans("", "", '“”"‘’「」『』《》()（） \n')


def overlap(gold: Json, found: Json) -> int:
    """How many characters two mentions share; none or less where they are apart."""
    start, end = found["source"]
    return int(min(gold["end"], end) - max(gold["start"], start))


def _begin_together(gold: Json, found: Json) -> float:
    """Positive where two headings begin within one character."""
    return float(2 - abs(gold["start"] - found["source"][0]))


def _share(gold: Json, found: Json) -> float:
    """How much of two blocks is common to both, 0 where that is too little for one and the same."""
    start, end = found["source"]
    union = max(gold["end"], end) - min(gold["start"], start)
    shared = overlap(gold, found) / max(1, union)
    return shared if shared >= SAME_BLOCK else 0.0


NEARNESS: dict[str, Nearness] = {"headings": _begin_together, "articles": _share, "cases": _share}


def match(gold: Sequence[Json], found: Sequence[Json], nearness: Nearness = overlap) -> list[Pair]:
    """Pairs of what is labelled and found, the nearest first, each used once; a nearness of 0 or less is no pair."""
    near = [(-nearness(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found) if nearness(g, f) > 0]
    used_gold: set[int] = set()
    used_found: set[int] = set()
    pairs = []
    for _, i, j in sorted(near):
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            pairs.append((gold[i], found[j]))
    return pairs


def _plain(value: object) -> str:
    return str(value if value is not None else "").translate(QUOTES)


def agree(label: str, gold: Json, found: Json) -> bool:
    """Whether a label is right; of a counted thing the head noun decides, numbers may differ in the fourth digit."""
    want, have = gold[label], found.get(label)
    if label == "counted":
        a, b = _plain(want), _plain(have)
        return bool(a and b) and (a.endswith(b) or b.endswith(a) or a[-2:] == b[-2:])
    if isinstance(want, int | float) and isinstance(have, int | float):
        return math.isclose(want, have, rel_tol=1e-3, abs_tol=1e-12)
    return _plain(want) == _plain(have)


def scored(label: str, gold: Json) -> bool:
    """Whether the gold says anything on a label; a counted thing that only a verb says is optional."""
    return gold.get(label) is not None and not (label == "counted" and gold.get("counted_optional"))


def _wanted(kind: str, gold: Json) -> list[Json]:
    """What is to be found: a case within a case is welcome and not asked for."""
    return [one for one in gold[kind] if not (kind == "cases" and one.get("child"))]


def _counting(kind: str, gold: Json, record: Json) -> list[Json]:
    """The found mentions that count: a number that may be found or not, or is a date, is neither right nor wrong,
    nor is a heading in front of `headings_from`.
    """
    here = [mention for mention in record[FOUND_IN.get(kind, kind)] if "source" in mention]
    if kind == "headings":
        return [mention for mention in here if mention["source"][0] >= gold.get("headings_from", 0)]
    if kind != "quantities":
        return here
    loose = [*gold.get("ignore_quantities", []), *gold.get("dates", [])]
    return [m for m in here if any(overlap(g, m) > 0 for g in gold[kind]) or all(overlap(g, m) <= 0 for g in loose)]


@dataclass(frozen=True, slots=True)
class Judged:
    """One kind in one document: what is labelled, what was found, and the pairs."""

    kind: str
    gold: Gold
    wanted: Sequence[Json]
    found: Sequence[Json]
    pairs: Sequence[Pair]

    @property
    def missed(self) -> list[Json]:
        """What is labelled and was not found."""
        hit = {id(gold) for gold, _ in self.pairs}
        return [mention for mention in self.wanted if id(mention) not in hit]

    @property
    def false(self) -> list[Json]:
        """What was found where nothing is labelled."""
        hit = {id(found) for _, found in self.pairs}
        return [mention for mention in self.found if id(mention) not in hit]


def judge(kind: str, gold: Gold, record: Json) -> Judged:
    """Compare the record of a document with its labels."""
    wanted, found = _wanted(kind, gold.labels), _counting(kind, gold.labels, record)
    pairs = match(wanted, found, NEARNESS.get(kind, overlap))
    return Judged(kind, gold, wanted, _beside(pairs, wanted, found) if kind == "cases" else found, pairs)


def _beside(pairs: Sequence[Pair], wanted: Sequence[Json], found: Sequence[Json]) -> list[Json]:
    """The found cases less those that share text with a labelled one: a case may hold others, so they are not false."""
    hit = {id(one) for _, one in pairs}
    return [one for one in found if id(one) in hit or all(overlap(gold, one) <= 0 for gold in wanted)]

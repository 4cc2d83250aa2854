"""What became of each labelled mention, heading or block, and each false one, with the words around it.

Unseen texts are left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import zip_longest
from typing import Literal

from outputs.record import Json
from pipeline.evaluate_gold import Gold
from pipeline.evaluate_match import BLOCKS, GROUPED, LABELS, Judged, agree, scored

Outcome = Literal["hit", "missed", "false"]
AROUND = 30


def findings(judged: Iterable[Judged]) -> list[Json]:
    """What happened to every labelled mention, and every false one, in the order of the texts."""
    seen = (one for one in judged if not one.gold.unseen)
    return [finding for one in seen for finding in sorted(_of(one), key=lambda found: (found["start"], found["end"]))]


def _of(one: Judged) -> Iterator[Json]:
    labels = LABELS[one.kind]
    show = partial(block_place if one.kind in BLOCKS else _place, one.gold, one.gold.text())
    for gold, given in one.pairs:
        wrong = [label for label in labels if scored(label, gold) and not agree(label, gold, given)]
        told = {"outcome": "hit", "gold": _labels(labels, gold), "given": _labels(labels, given), "wrong": wrong}
        yield show(gold["start"], gold["end"]) | told
    for gold in one.missed:
        yield show(gold["start"], gold["end"]) | {"outcome": "missed", "gold": _labels(labels, gold)}
    for given in one.false:
        yield show(*given["source"]) | {"outcome": "false", "given": _labels(labels, given)}


def _labels(labels: Iterable[str], mention: Json) -> Json:
    return {label: mention[label] for label in labels if mention.get(label) is not None}


def _place(gold: Gold, text: str, start: int, end: int) -> Json:
    """Where a mention stands, and what stands around it in its line."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    around = {"before": before.split("\n")[-1], "text": text[start:end], "after": after.split("\n")[0]}
    return {"document": gold.name, "start": start, "end": end} | around


def block_place(gold: Gold, text: str, start: int, end: int) -> Json:
    """Where a stretch of lines stands, how it begins and ends, and the lines next to it."""
    before, after = text[max(0, start - AROUND) : start].rstrip(), text[end : end + AROUND].lstrip()
    around = {"before": before.split("\n")[-1], "text": _in_one_line(text[start:end]), "after": after.split("\n")[0]}
    return {"document": gold.name, "start": start, "end": end} | around


def _in_one_line(block: str) -> str:
    short = block if len(block) <= 2 * AROUND else f"{block[:AROUND]}…{block[-AROUND:]}"
    return short.replace("\n", "⏎")


def worst(kind: str, listed: Sequence[Json], outcome: Outcome, most: int) -> list[Json]:
    """The misses, the false findings, or the hits in a wrong group: from each group in turn, the worst group first."""
    label = GROUPED.get(kind)
    chosen = [one for one in listed if one["outcome"] == outcome and (outcome != "hit" or label in one["wrong"])]
    by_group: dict[str, list[Json]] = defaultdict(list)
    for one in chosen:
        by_group[_group(label, one)].append(one)
    order = sorted(by_group, key=lambda group: (-len(by_group[group]), group))
    turns = zip_longest(*(by_group[group] for group in order))
    return [one for turn in turns for one in turn if one is not None][:most]


def _group(label: str | None, one: Json) -> str:
    labels = one.get("gold") or one.get("given") or {}
    return str(labels.get(label, ""))

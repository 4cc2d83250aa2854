"""Boilerplate that is still in a paragraph, and content that is in none: shares of their non-blank characters."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from outputs.record import Json
from pipeline.evaluate_findings import block_place
from pipeline.evaluate_gold import Gold
from pipeline.evaluate_groups import ratio

BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """One document: the offsets of its non-blank characters, by what is labelled and what was kept."""

    gold: Gold
    removed: Sequence[Json]
    junk: frozenset[int]
    content: frozenset[int]
    kept: frozenset[int]

    @property
    def leaked(self) -> frozenset[int]:
        """What should have gone."""
        return self.junk & self.kept

    @property
    def lost(self) -> frozenset[int]:
        """What should have stayed."""
        return self.content - self.kept


def cleaning(told: Iterable[tuple[Gold, Json]]) -> Json:
    """The figures over all documents and over the unseen ones, and what became of each labelled piece."""
    cleaned = [_cleaned(gold, record) for gold, record in told]
    unseen = [one for one in cleaned if one.gold.unseen]
    apart = {"unseen": _shares(unseen)} if unseen and len(unseen) < len(cleaned) else {}
    listed = [finding for one in cleaned if not one.gold.unseen for finding in _findings(one)]
    return _shares(cleaned) | apart | {"documents": [one.gold.name for one in cleaned], "findings": listed}


def _cleaned(gold: Gold, record: Json) -> Cleaned:
    """A character that a paragraph's hull spans and `removed` lists was taken out of the middle of it."""
    solid = frozenset(at for at, character in enumerate(gold.text()) if not character.isspace())
    junk = solid & _covered((one["start"], one["end"]) for one in gold.labels[BOILERPLATE])
    removed = [one for one in record["removed"] if "source" in one]
    kept = _covered(one["source"] for one in record["paragraphs"] if "source" in one)
    return Cleaned(gold, removed, junk, solid - junk, kept - _covered(one["source"] for one in removed))


def _covered(ranges: Iterable[Sequence[int]]) -> frozenset[int]:
    return frozenset(at for start, end in ranges for at in range(start, end))


def _shares(cleaned: Sequence[Cleaned]) -> Json:
    """`leak` is the share `kept` of the labelled characters, `lost` the share `taken` of all others (`content`)."""
    gold, kept = sum(len(one.junk) for one in cleaned), sum(len(one.leaked) for one in cleaned)
    content, taken = sum(len(one.content) for one in cleaned), sum(len(one.lost) for one in cleaned)
    counts = {"gold": gold, "kept": kept, "content": content, "taken": taken}
    return counts | {"leak": ratio(kept, gold), "lost": ratio(taken, content)}


def _findings(one: Cleaned) -> list[Json]:
    """Each labelled piece, missed if any of it was kept, and each run of lost content, in the order of the text."""
    text, wanted = one.gold.text(), one.gold.labels[BOILERPLATE]
    told = [(piece["start"], piece["end"], _outcome(one, piece)) for piece in wanted]
    told += [(start, end, {"outcome": "false", "given": _rule(one, start)}) for start, end in _runs(one)]
    return [block_place(one.gold, text, start, end) | outcome for start, end, outcome in sorted(told, key=_at)]


def _at(told: tuple[int, int, Json]) -> tuple[int, int]:
    return told[:2]


def _outcome(one: Cleaned, piece: Json) -> Json:
    missed = not one.leaked.isdisjoint(range(piece["start"], piece["end"]))
    labels = {"gold": {"kind": piece["kind"]} if "kind" in piece else {}}
    return labels | ({"outcome": "missed"} if missed else {"outcome": "hit", "given": {}, "wrong": []})


def _runs(one: Cleaned) -> Iterator[tuple[int, int]]:
    """The stretches of lost characters, over the blanks within them."""
    stays = one.junk | one.kept
    start = end = -1
    for at in sorted(one.lost):
        if start >= 0 and not stays.isdisjoint(range(end, at)):
            yield start, end
            start = -1
        start, end = (at if start < 0 else start), at + 1
    if start >= 0:
        yield start, end


def _rule(one: Cleaned, at: int) -> Json:
    """The kind of boilerplate that a lost character was taken for; none where no paragraph took it up."""
    kinds = [piece["kind"] for piece in one.removed if piece["source"][0] <= at < piece["source"][1]]
    return {"kind": kinds[0]} if kinds else {}

"""What corrections tell of the extractors: precision and recall per kind and category, and words worth adding to a
taxonomy or dropping from it.

Precision rests on what was marked right, wrong or changed; recall on what was marked right or changed against what was
added, and so is only as good as the search for what was missed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import sqrt
from pathlib import Path
from typing import Any

from extractors.overlay import NONE, Overlay, using
from outputs.corrections import RANGE, Added, Changed, Correction, Key, Kind, OfFinding, Withdrawn
from outputs.corrections_read import merged, read_corrections
from outputs.record import Json
from outputs.taxonomy import category_names, theme_names
from pipeline.evaluate_corrections_words import Judgement, lexicon

Z = 1.96  # of a normal distribution: 95 %
NO_RECALL = "Recall counts what analysts added: it is only as good as their search for what was missed."
GROUPED: Mapping[Kind, str] = {"practice": "theme", "problem": "category"}
OUT_OF_FORCE = ("overridden", "withdrawn", "invalid")


def wilson(hits: int, number: int) -> tuple[float, float] | None:
    """The 95 % interval of a share after Wilson (1927); None where nothing was counted."""
    if not number:
        return None
    share, z = hits / number, Z * Z / number
    middle, reach = share + z / 2, Z * sqrt(share * (1 - share) / number + z / (4 * number))
    return max(0.0, (middle - reach) / (1 + z)), min(1.0, (middle + reach) / (1 + z))


def _in_force(corrections: Iterable[Correction]) -> list[OfFinding]:
    """The last word on each finding; what was taken back is none."""
    last: dict[Key, OfFinding] = {}
    targets: dict[str, Key] = {}
    for one in corrections:
        if isinstance(one, Withdrawn):
            gone = targets.get(one.of)
            if gone in last and last[gone].xid == one.of:
                del last[gone]
        elif isinstance(one, OfFinding) and one.state not in OUT_OF_FORCE:
            targets[one.xid] = one.target
            last[one.target] = one
    return list(last.values())


def _judgement(one: OfFinding) -> Judgement:
    """What the system said of a finding and what the analyst says, each by category or theme."""
    kind = one.finding.kind
    field = GROUPED.get(kind, "")
    told = (one.finding.said or {}).get(field)
    said = told if isinstance(told, str) else None
    given = one.value.given.get(field) if isinstance(one, Changed | Added) else None
    names = theme_names() if kind == "practice" else category_names()
    known = next((id_ for id_, name in names.items() if given in (id_, name)), given)
    meant = None if one.act == "wrong" else known or said
    return Judgement(one, said if one.act != "added" else None, meant)


def _shares(counts: Counter[str]) -> Json:
    """Precision and recall with their counts and intervals, from counts of `hit`, `false` and `missed`."""
    judged, wanted = counts["hit"] + counts["false"], counts["hit"] + counts["missed"]
    return {
        "judged": judged,
        "hit": counts["hit"],
        "false": counts["false"],
        "missed": counts["missed"],
        "precision": counts["hit"] / judged if judged else None,
        "precision_95": wilson(counts["hit"], judged),
        "recall": counts["hit"] / wanted if wanted else None,
        "recall_95": wilson(counts["hit"], wanted),
    }


def _of_kind(judged: Sequence[Judgement]) -> Json:
    """A kind as a whole: what is a finding at all, and how many of these needed no change."""
    acts = Counter(one.by.act for one in judged)
    counts = Counter(hit=acts["right"] + acts["changed"], false=acts["wrong"], missed=acts["added"])
    changed = Counter(name for one in judged if isinstance(one.by, Changed) for name in _changed(one.by))
    untouched = acts["right"] / counts["hit"] if counts["hit"] else None
    return {**_shares(counts), "unchanged": untouched, "changed": dict(sorted(changed.items()))}


def _changed(one: Changed) -> set[str]:
    return {"range" if name in RANGE else name for name in one.value.given}


def _by_group(judged: Iterable[Judgement]) -> dict[str, Json]:
    """Category or theme -> its shares: another one counts as false for what the system said, as missed for what the
    analyst says.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in judged:
        if one.said and one.said == one.meant:
            counts[one.said]["hit"] += 1
            continue
        if one.said:
            counts[one.said]["false"] += 1
        if one.meant and (one.said or one.by.act == "added"):
            counts[one.meant]["missed"] += 1
    return {group: _shares(counts[group]) for group in sorted(counts)}


def _report(kind: Kind, judged: Sequence[Judgement]) -> Iterator[tuple[str, Any]]:
    yield from _of_kind(judged).items()
    if kind in GROUPED:
        yield "groups", _by_group(judged)
        yield "lexicon", lexicon(kind, judged)


def evaluate_corrections(files: Iterable[Path], overlay: Overlay = NONE) -> dict[str, Json]:
    """Kind -> its figures over some files of corrections; raises CorrectionsError."""
    found = _in_force(merged(map(read_corrections, files)).corrections)
    judged: dict[Kind, list[Judgement]] = defaultdict(list)
    with using(overlay):
        for one in found:
            judged[one.finding.kind].append(_judgement(one))
        return {kind: dict(_report(kind, judged[kind])) for kind in sorted(judged)}

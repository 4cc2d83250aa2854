"""Measure the extractors against labelled documents: mentions matched by overlap, one to one, and labels on the
matched ones.

A gold folder holds `texts/NAME.txt` and `gold/NAME.json`. Offsets in the gold are code points of the decoded file.
A kind that a
gold file does not list is not scored for it, nor is a label that a mention leaves out.
"""

import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pipeline.extract import records_of
from pipeline.settings import Settings

Json = dict[str, Any]
Pair = tuple[Json, Json]
LABELS = {
    "quantities": ("value", "unit", "counted", "kind"),
    "dates": ("value",),
    "practices": ("theme", "form", "status"),
    "problems": ("category", "status"),
}
QUOTES = str.maketrans("", "", '“”"‘’「」『』《》()（） \n')


class GoldError(ValueError):
    """The gold folder is not what it should be; the message is one line."""


def _overlap(gold: Json, found: Json) -> int:
    start, end = found["source"]
    return int(min(gold["end"], end) - max(gold["start"], start))


def match(gold: Sequence[Json], found: Sequence[Json]) -> list[Pair]:
    """Pairs of labelled and found mentions, largest overlap first, each used once."""
    near = [(-_overlap(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found) if _overlap(g, f) > 0]
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


def _exact(pair: Pair) -> bool:
    gold, found = pair
    return bool([gold["start"], gold["end"]] == found["source"])


def _judged(kind: str, gold: Json, found: Sequence[Json]) -> list[Json]:
    """The found mentions that count: a number that may be found or not, or is a date, is neither right nor wrong."""
    here = [mention for mention in found if "source" in mention]
    if kind != "quantities":
        return here
    loose = [*gold.get("ignore_quantities", []), *gold.get("dates", [])]
    return [m for m in here if any(_overlap(g, m) > 0 for g in gold[kind]) or all(_overlap(g, m) <= 0 for g in loose)]


def _scored(label: str, gold: Json) -> bool:
    """Whether the gold says anything on a label; a counted thing that only a verb says is optional."""
    return gold.get(label) is not None and not (label == "counted" and gold.get("counted_optional"))


def tally(kind: str, gold: Json, record: Json) -> Counter[str]:
    """Counts of one kind in one document: gold, found, hit, exact, and `label`/`label.n` for each label."""
    wanted, found = gold[kind], _judged(kind, gold, record[kind])
    pairs = match(wanted, found)
    counts = Counter(gold=len(wanted), found=len(found), hit=len(pairs), exact=sum(map(_exact, pairs)))
    for label in LABELS[kind]:
        judged = [pair for pair in pairs if _scored(label, pair[0])]
        counts[f"{label}.n"] += len(judged)
        counts[label] += sum(agree(label, *pair) for pair in judged)
    return counts


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def scores(kind: str, counts: Counter[str]) -> Json:
    """Precision, recall, F1, the share of exact spans, and of right labels among the matched mentions."""
    precision, recall = _ratio(counts["hit"], counts["found"]), _ratio(counts["hit"], counts["gold"])
    labels = {label: _ratio(counts[label], counts[f"{label}.n"]) for label in LABELS[kind] if counts[f"{label}.n"]}
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    head = {"gold": counts["gold"], "found": counts["found"], "precision": precision, "recall": recall, "f1": f1}
    return head | {"exact": _ratio(counts["exact"], counts["hit"])} | labels


def _gold_of(folder: Path) -> list[tuple[Path, Json]]:
    if not folder.is_dir():
        raise GoldError(f"{folder} is no folder; it should hold texts/NAME.txt and gold/NAME.json.")
    found = []
    for path in sorted((folder / "gold").glob("*.json")):
        text = folder / "texts" / f"{path.stem}.txt"
        if not text.is_file():
            raise GoldError(f"{path} has no text beside it: {text} is missing.")
        found.append((text, _labels(path)))
    if not found:
        raise GoldError(f"There is no gold/NAME.json in {folder}.")
    return found


def _labels(path: Path) -> Json:
    try:
        labels = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise GoldError(f"{path} is not valid JSON: {error}") from error
    if not isinstance(labels, dict):
        raise GoldError(f"{path} should hold one JSON object.")
    return labels


def _total(counts: Iterable[Counter[str]]) -> Counter[str]:
    return sum(counts, start=Counter())


def evaluate_folder(folder: Path, settings: Settings) -> dict[str, Json]:
    """Scores of each kind over all labelled documents of a folder; raises GoldError."""
    gold = _gold_of(folder)
    records = list(records_of([text for text, _ in gold], settings))
    judged = [(labels, record) for (_, labels), record in zip(gold, records, strict=True)]
    return {
        kind: scores(kind, _total(tally(kind, labels, record) for labels, record in judged if kind in labels))
        for kind in LABELS
        if any(kind in labels for labels, _ in judged)
    }

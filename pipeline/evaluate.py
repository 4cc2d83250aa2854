"""Measure the extractors against labelled documents: mentions, headings, articles and cases matched one to one, labels
on the matched ones, and what cleaning left in or took too much of.

Offsets in the gold are code points of the decoded file. A kind that a gold file does not list is not scored for it, nor
is a label that a mention leaves out.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from outputs.record import Json
from pipeline.evaluate_cleaning import BOILERPLATE, cleaning
from pipeline.evaluate_compare import compare, read_report
from pipeline.evaluate_findings import findings
from pipeline.evaluate_gold import Gold, read_gold
from pipeline.evaluate_groups import confusion, groups, ratio, score_of
from pipeline.evaluate_match import GROUPED, LABELS, Judged, Pair, agree, judge, scored
from pipeline.extract import records_of
from pipeline.settings import Settings


def _exact(pair: Pair) -> bool:
    gold, found = pair
    return bool([gold["start"], gold["end"]] == found["source"])


def tally(judged: Judged) -> Counter[str]:
    """Counts of one kind in one document: gold, found, hit, exact, and `label`/`label.n` for each label."""
    pairs = judged.pairs
    counts = Counter(gold=len(judged.wanted), found=len(judged.found), hit=len(pairs), exact=sum(map(_exact, pairs)))
    for label in LABELS[judged.kind]:
        told = [pair for pair in pairs if scored(label, pair[0])]
        counts[f"{label}.n"] += len(told)
        counts[label] += sum(agree(label, *pair) for pair in told)
    return counts


def scores(kind: str, judged: Iterable[Judged]) -> Json:
    """Precision, recall, F1, the share of exact spans, and of right labels among the matched mentions."""
    counts = sum(map(tally, judged), start=Counter[str]())
    labels = {label: ratio(counts[label], counts[f"{label}.n"]) for label in LABELS[kind] if counts[f"{label}.n"]}
    gold, found, hit = counts["gold"], counts["found"], counts["hit"]
    head = {"gold": gold, "found": found} | score_of(gold, found, hit)
    return head | {"exact": ratio(counts["exact"], hit)} | labels


def _report(kind: str, judged: Sequence[Judged]) -> Json:
    """The figures of a kind over all documents and over the unseen ones, its groups, and each mention's outcome."""
    unseen = [one for one in judged if one.gold.unseen]
    apart = {"unseen": scores(kind, unseen)} if unseen and len(unseen) < len(judged) else {}
    grouped = {"groups": groups(GROUPED[kind], judged)} if kind in GROUPED else {}
    told = {
        "confusion": confusion(kind, judged),
        "documents": [one.gold.name for one in judged],
        "findings": findings(judged),
    }
    return scores(kind, judged) | apart | grouped | told


def _judged(gold: Sequence[Gold], settings: Settings) -> list[tuple[Gold, Json]]:
    return list(zip(gold, records_of([one.path for one in gold], settings), strict=True))


def evaluate_folder(folder: Path, settings: Settings, only: Sequence[str] = ()) -> dict[str, Json]:
    """Each kind over the labelled documents of a folder, or the named ones; raises GoldError and OverlayError."""
    told = _judged(read_gold(folder, only), settings)
    listed = {kind: [judge(kind, gold, record) for gold, record in told if kind in gold.labels] for kind in LABELS}
    report = {kind: _report(kind, judged) for kind, judged in listed.items() if judged}
    cleaned = [pair for pair in told if BOILERPLATE in pair[0].labels]
    return report | ({BOILERPLATE: cleaning(cleaned)} if cleaned else {})


def evaluated(folder: Path, settings: Settings, only: Sequence[str], before: Path | None) -> dict[str, Json]:
    """The same, each kind with `compared` where an earlier report is given; raises GoldError and OverlayError."""
    old = read_report(before) if before else None
    report = evaluate_folder(folder, settings, only)
    if old is None:
        return report
    compared = compare(old, report)
    return {kind: told | ({"compared": compared[kind]} if kind in compared else {}) for kind, told in report.items()}

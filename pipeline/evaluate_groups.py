"""Figures by category, theme or kind of quantity, and which labels are taken for which."""

from collections import Counter
from collections.abc import Iterable, Sequence

from spacy.scorer import PRFScore

from outputs.record import Json
from pipeline.evaluate_match import NAMED, Judged, agree, scored


def ratio(part: int, whole: int) -> float:
    """The share, 0 of nothing."""
    return part / whole if whole else 0.0


def score_of(gold: int, found: int, right: int) -> Json:
    """Precision, recall and F1 as spaCy reckons them: of so many labelled and so many found, so many are right."""
    score = PRFScore(tp=right, fp=found - right, fn=gold - right)
    return {"precision": score.precision, "recall": score.recall, "f1": score.fscore}


def groups(label: str, judged: Iterable[Judged]) -> dict[str, Json]:
    """Group -> its figures, the largest first. A finding is right in a group where place and label are: precision is
    of those found with the label, recall of those labelled with it, `label` the share of right labels among the hit.
    """
    gold, found, hit, right = (Counter[str]() for _ in range(4))
    for one in judged:
        gold.update(str(wanted[label]) for wanted in one.wanted if scored(label, wanted))
        pairs = [pair for pair in one.pairs if scored(label, pair[0])]
        hit.update(str(wanted[label]) for wanted, _ in pairs)
        right.update(str(wanted[label]) for wanted, given in pairs if agree(label, wanted, given))
        found.update(str(given[label]) for given in (*one.false, *(given for _, given in pairs)))
    names = sorted(gold.keys() | found.keys(), key=lambda name: (-gold[name], -found[name], name))
    return {name: _figures(gold[name], found[name], hit[name], right[name]) for name in names}


def _figures(gold: int, found: int, hit: int, right: int) -> Json:
    counts = {"gold": gold, "found": found, "hit": hit, "right": right}
    return counts | score_of(gold, found, right) | {"label": ratio(right, hit)}


def confusion(kind: str, judged: Sequence[Judged]) -> dict[str, list[Json]]:
    """Label -> how often each value was given for each labelled one, right ones too, the most frequent first."""
    out = {}
    for label in NAMED[kind]:
        pairs = (pair for one in judged for pair in one.pairs if scored(label, pair[0]))
        times = Counter((str(gold[label]), str(given.get(label))) for gold, given in pairs)
        told = sorted(times.items(), key=lambda item: (-item[1], item[0]))
        out[label] = [{"gold": want, "given": have, "times": number} for (want, have), number in told]
    return out

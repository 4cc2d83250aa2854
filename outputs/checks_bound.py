"""How many checks one document may have: equal ones a few times, all of them up to a bound, the rest only counted."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.model import Document
from outputs.checks_figures import Check

ORDER = {"conflict": 0, "cannot tell": 1, "consistent": 2}
SAME = 5  # equal checks of an article that are told
MOST = 1000  # checks of a document that are told


def bounded(document: Document, told: Sequence[Check]) -> tuple[Check, ...]:
    """The checks that are told, conflicts before others; the last of the equal ones, and of all, says how many are
    left out.
    """
    keys = [_key(document, one) for one in told]
    often, seen, kept = Counter(keys), Counter[tuple[int, str, str, str]](), list[Check]()
    for key, one in zip(keys, told, strict=True):
        seen[key] += 1
        if seen[key] <= SAME:
            more = often[key] - SAME if seen[key] == SAME else 0
            kept.append(_noted(one, f"同样的另有{more}处未列") if more > 0 else one)
    return _most(kept)


def _key(document: Document, one: Check) -> tuple[int, str, str, str]:
    article = bisect_right(document.articles, one.spans[-1].start, key=lambda article: article.end)
    return article, one.rule, one.verdict, one.note


def _noted(one: Check, words: str) -> Check:
    return replace(one, note=f"{one.note}({words})")


def _most(kept: Sequence[Check]) -> tuple[Check, ...]:
    """The first of so many checks, those of the graver verdicts before others, in the order of the text."""
    if len(kept) <= MOST:
        return tuple(kept)
    places = sorted(sorted(range(len(kept)), key=lambda at: (ORDER[kept[at].verdict], at))[:MOST])
    first = [kept[at] for at in places]
    return (*first[:-1], _noted(first[-1], f"本文另有{len(kept) - MOST}条核对未列"))

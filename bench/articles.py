"""How well compilations are split into their articles, and the weights with which that is done.

Run: python -m bench.articles         print precision, recall and F1 on compilations that the weights were not fitted to
     python -m bench.articles --fit   fit the weights anew and write corpus/articles.yml

Compilations are glued from short articles (`articles.yml`) in many ways (`gluing.py`). The reports of `reports/`
and of the samples are one article each: whatever is found inside of them is false.
"""

import json
import random
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.optimize import minimize

from bench.gluing import Glued, Piece, glue, pieces
from corpus.articles import WEIGHTS, Weights, weigh
from corpus.clean import clean
from corpus.compilations import COMPILATION
from corpus.document import page, prepare_text, text_reading
from corpus.headings import marks
from corpus.model import RejectionError, Source
from corpus.openings import Opening
from corpus.readers import read

HERE = Path(__file__).parent
GOLD = HERE.parent / "tests" / "gold"
SERVED = (  # compilations of tests/gold whose errors have been looked at
    *("17-search-abstracts", "18-case-selection", "19-meeting-materials", "20-conference-booklet", "21-news-digests"),
    *("47-glued-snippets", "48-bare-titles", "49-related-documents", "50-case-book", "51-monthly-bulletin"),
    *("52-media-roundup", "53-document-search", "54-journal-abstracts", "55-scanned-case-book"),
    *("56-ten-selected-hant", "57-meeting-speeches", "58-forum-thread", "59-coupon-search", "60-prize-papers"),
    *("61-county-bulletin", "62-case-volume", "63-mail-pieces", "64-account-digest-hant", "65-preview-line"),
    *("66-newspaper-page", "67-weekly-account", "68-field-meeting", "69-reposted-thread", "70-commended-deeds"),
)
SINGLE_GOLD = ("0[1-8]-*", "2[2-9]-*", "3[0-3]-*")  # texts of tests/gold that are one article
SIZES = (3, 4, 6, 8, 10, 12)
FITTED, TESTED = 400, 150
STRENGTH = 0.5  # how far the weights may go from zero
# What a report that is one article, and a compilation as somebody wrote it, count beside a glued one.
SINGLE, WRITTEN = 3.0, 5.0
# What these tell can only speak for an article, or only against one, whatever a sample of texts says.
FOR = frozenset(
    (
        *("own name", "own name again", "title's name again", "source line at it", "signature before it", "opener"),
        *("cut off before it", "counts from one again", "in the contents", "display type", "byline under it", "many"),
        *("background", "several", "sentence ends before it", "called an example", "compilation", "own voice", "label"),
        *("abstract under it", "like its line's first", "endless paragraph", "every paragraph", "fit length"),
        "result before it",
    )
)
AGAINST = frozenset(
    (
        *("no name", "name goes on", "generic title", "looks back", "short", "verb first", "inner number"),
        *("number starts again", "joint stop", "inside a chapter"),
    )
)
# What nearly settles it alone, though other evidence mostly stands with it and takes the weight in a fit.
LEAST = {
    **dict.fromkeys(("signature before it", "source line at it", "called an example"), 2.5),
    "label": 5.0,
    **dict.fromkeys(("byline under it", "cut off before it", "abstract under it"), 1.5),
    **dict.fromkeys(("counts from one again", "display type", "in the contents"), 1.0),
    **dict.fromkeys(("inside title's name again", "inside joint echoed"), 1.5),
    **dict.fromkeys(("own name", "compilation", "title's name again"), 0.5),
}
# What headings of one report have as often.
MOST = {"quoted word": 0.4, "two halves": 1.0, "subject first": 0.4, "sentence ends before it": 1.0, "long title": 0.4}


@dataclass(frozen=True, slots=True)
class Example:
    """A text with the places where its articles begin, and what is told of all places where one could."""

    text: str
    starts: tuple[int, ...]
    places: tuple[tuple[int, Opening, dict[str, float]], ...]  # with their offsets in the text
    counts: float = 1.0


def example(text: str, starts: Sequence[int], counts: float = 1.0) -> Example:
    """A text with its truth, weighed."""
    reading = text_reading(text)
    cleaned = clean(reading)
    given = page(Source("text.txt", "", len(text)), reading, cleaned)
    openings, table = weigh(given, list(marks(given.folded, given.paragraphs)))
    told = zip(openings, table.told(), strict=True)
    places = ((cleaned.offsets.to_source(one.start), one, row) for one, row in told)
    return Example(text, tuple(starts), tuple(places), counts)


def compilations(base: int, number: int, chosen: Sequence[Piece]) -> list[Glued]:
    """Glued compilations, the same ones for the same `base`."""
    made = []
    for seed in range(base, base + number):
        chance = random.Random(seed)
        made.append(glue(chance, chance.sample(list(chosen), chance.choice(SIZES))))
    return made


def reports() -> list[str]:
    """Texts of one article each."""
    samples = sorted((HERE.parent / "corpus" / "samples").rglob("*.txt"))
    labelled = [path for name in SINGLE_GOLD for path in sorted((GOLD / "texts").glob(f"{name}.txt"))]
    texts = filter(None, map(_text, (*sorted((HERE / "reports").glob("*.txt")), *samples, *labelled)))
    whole = [text for text in texts if not COMPILATION.search(text[:60])]
    return [*whole, *(re.sub(r"\s*\n\s*", "", text) for text in whole)]  # as a converter gives it, in one line


def _text(path: Path) -> str:
    """The text of a file, empty where it is rejected."""
    try:
        return read(path.read_bytes(), path.name).text
    except RejectionError:
        return ""


def served() -> list[Glued]:
    """The compilations of tests/gold that have served to mend rules."""
    return [_labelled(name) for name in SERVED]


def _labelled(name: str) -> Glued:
    labels = json.loads((GOLD / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    text = (GOLD / "texts" / f"{name}.txt").read_bytes().decode("utf-8")
    return Glued(text, tuple(one["start"] for one in labels["articles"]))


def fit(examples: Iterable[Example]) -> Weights:
    """Logistic regression with the signs that `FOR` and `AGAINST` allow."""
    rows = [
        (told, any(abs(at - start) <= 2 for start in text.starts), text.counts)
        for text in examples
        for at, one, told in text.places
        if one.start > 0
    ]
    names = sorted({name for told, _, _ in rows for name in told if "opens the file" not in name})
    table = np.array([[told.get(name, 0.0) for name in names] for told, _, _ in rows])
    truth, counts = np.array([float(right) for _, right, _ in rows]), np.array([count for *_, count in rows])
    found = minimize(
        _loss,
        np.zeros(len(names) + 1),
        (table, truth, counts),
        jac=True,
        method="L-BFGS-B",
        bounds=[(None, None), *map(_allowed, names)],
        options={"maxiter": 3000},
    )
    kept = {name: round(float(value), 2) for name, value in zip(names, found.x[1:], strict=True)}
    return Weights(bias=round(float(found.x[0]), 2), evidence={name: value for name, value in kept.items() if value})


def _loss(
    values: NDArray[np.float64], table: NDArray[np.float64], truth: NDArray[np.float64], counts: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64]]:
    scores = table @ values[1:] + values[0]
    slope = counts * (1 / (1 + np.exp(-scores)) - truth)
    loss = STRENGTH * float(counts @ (np.logaddexp(0, scores) - truth * scores)) + 0.5 * float(values[1:] @ values[1:])
    return loss, np.concatenate(([STRENGTH * slope.sum()], STRENGTH * (table.T @ slope) + values[1:]))


def _allowed(name: str) -> tuple[float | None, float | None]:
    bare = name.removeprefix("inside ")
    if name in LEAST or bare in LEAST:
        return LEAST.get(name, LEAST.get(bare)), None
    if bare == "chapter of a report":
        return None, -4.0
    name = bare.removeprefix("family ")
    if name in MOST:
        return 0.0, MOST[name]
    return (0.0, None) if name in FOR else (None, 0.0) if name in AGAINST else (None, None)


def spans(text: str) -> list[tuple[int, int]]:
    """The articles that are found in a text, as ranges of it."""
    document = prepare_text(text)
    return [document.offsets.hull(one.start, one.end) for one in document.articles]


def hits(truth: Sequence[tuple[int, int]], found: Sequence[tuple[int, int]], least: float = 0.6) -> int:
    """How many true ranges are found: intersection over union of at least `least`, one to one."""
    left, number = list(found), 0
    for start, end in truth:
        best = max(left, key=lambda one: _shared((start, end), one), default=None)
        if best and _shared((start, end), best) >= least:
            left.remove(best)
            number += 1
    return number


def _shared(one: tuple[int, int], other: tuple[int, int]) -> float:
    inside = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return inside / max(1, max(one[1], other[1]) - min(one[0], other[0]))


def measure(name: str, texts: Sequence[Glued]) -> None:
    """Print one line: how well the articles of these texts are found."""
    hit = found = true = 0
    for one in texts:
        ends = (*one.starts[1:], len(one.text))
        given = spans(one.text)
        hit += hits(list(zip(one.starts, ends, strict=True)), given)
        found, true = found + len(given), true + len(one.starts)
    precision, recall = hit / max(1, found), hit / max(1, true)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"{name:<44}{len(texts):>6}{true:>8}{precision:>9.3f}{recall:>9.3f}{f1:>9.3f}")


def halves() -> tuple[list[Piece], list[Piece]]:
    """The pieces to fit with, and those kept for measuring."""
    every = pieces()
    random.Random(5).shuffle(every)
    return every[: len(every) * 2 // 3], every[len(every) * 2 // 3 :]


def examples(chosen: Sequence[Piece]) -> list[Example]:
    """What the weights are fitted to."""
    single = [example(text, (0,), SINGLE) for text in reports()]
    written = [example(one.text, one.starts, WRITTEN) for one in served()]
    return [*(example(one.text, one.starts) for one in compilations(0, FITTED, chosen)), *written, *single]


def write(weights: Weights) -> None:
    """Write the weights beside the code that reads them."""
    head = "# What speaks for (above 0) and against (below 0) an article beginning at a place. Not written by hand:\n"
    head += "# `python -m bench.articles --fit` does it anew. `family …` is the mean over all places of its kind.\n"
    ordered: dict[str, Any] = {"bias": weights.bias, "evidence": dict(sorted(weights.evidence.items()))}
    WEIGHTS.write_text(head + yaml.safe_dump(ordered, allow_unicode=True, sort_keys=False), encoding="utf-8")


def main() -> None:
    """Fit, or print one table."""
    if "--fit" in sys.argv[1:]:
        write(fit(examples(halves()[0])))
        return
    print(f"{'texts':<44}{'files':>6}{'articles':>8}{'P':>9}{'R':>9}{'F1':>9}")
    measure("glued, pieces that were not fitted to", compilations(5000, TESTED, halves()[1]))
    measure("compilations of tests/gold that served", served())
    whole = reports()
    print(f"reports that are one article, split: {sum(len(spans(text)) > 1 for text in whole)} of {len(whole)}")


if __name__ == "__main__":
    main()

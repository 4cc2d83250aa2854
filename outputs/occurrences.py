"""Where the wordings of a kind stand, in arrays: thousands of documents have a million of them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from extractors.base import Mention
from outputs.model import Case, DocumentRecord
from outputs.ranges import Numbers, spread
from outputs.worded_findings import Occurring, Rows, parted

Kind = Literal["problems", "practices"]
Copied = Mapping[str, Sequence[Case]]  # name of a document -> its cases that are told again in a fuller copy


class _Known:
    """Texts by their numbers, each once; what is told of them beside comes with the first of each."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.beside: list[str] = []
        self._numbers: dict[str, int] = {}

    def numbers(self, texts: Sequence[str], beside: Sequence[str] = ()) -> NDArray[np.int32]:
        """The numbers of some texts."""
        for at, text in enumerate(texts):
            if text not in self._numbers:
                self._numbers[text] = len(self.texts)
                self.texts.append(text)
                self.beside += beside[at : at + 1]
        return np.fromiter(map(self._numbers.__getitem__, texts), np.int32, len(texts))


def _left(one: Occurring, copied: Sequence[Case]) -> tuple[list[str], list[str], Rows]:
    """Forms, their endings and the rows of the findings that stand in no copied case."""
    forms, beside, rows = parted(one.forms), parted(one.endings), one.found()
    for case in copied:
        rows = rows[(rows[:, 2] < case.start) | (rows[:, 3] > case.end)]
    if len(rows) == len(one.found()):
        return forms, beside, rows
    used, places = np.unique(rows[:, 0], return_inverse=True)
    there = used.tolist()
    rows = np.column_stack([places, rows[:, 1:]]).astype(np.int32)
    return [forms[at] for at in there], [beside[at] for at in there if at < len(beside)], rows


class Occurrences:
    """The occurrences of each form, a wording as it is written; forms, and what an occurrence may belong to, have
    numbers. `endings` are those of each form, joined.
    """

    def __init__(
        self,
        originals: Sequence[DocumentRecord],
        kind: Kind,
        copied: Copied,
        worded: Callable[[DocumentRecord], Occurring],
    ) -> None:
        """`kind` is the field of their findings, `worded` gives these; those of copied cases are left out."""
        self._originals, self._kind = originals, kind
        forms, likeliest, found = _Known(), _Known(), bytearray()
        for number, record in enumerate(originals):
            one = worded(record)
            said, endings, rows = _left(one, copied.get(record.source.name, ()))
            if len(rows):
                row = np.empty((len(rows), 5), dtype=np.int32)
                row[:, 0] = forms.numbers(said, endings)[rows[:, 0]]
                row[:, 1] = likeliest.numbers(parted(one.likeliest))[rows[:, 1]]
                row[:, 2], row[:, 3:] = number, rows[:, 2:]
                found += row.tobytes()
        self.forms, self.endings, self.likeliest = forms.texts, forms.beside, likeliest.texts
        self._rows = np.frombuffer(found, dtype=np.int32).reshape(-1, 5)
        self._order = np.argsort(self._rows[:, 0], kind="stable").astype(np.int32)
        self.times = np.bincount(self._rows[:, 0], minlength=len(self.forms))
        self._begins = np.cumsum(self.times) - self.times

    def _of(self, forms: Sequence[int] | Numbers) -> NDArray[np.int32]:
        """The occurrences of some forms, one form behind the other."""
        return self._order[spread(self._begins[forms], self.times[forms])]

    def first(self, forms: Sequence[int] | Numbers) -> int:
        """The first occurrence of some forms."""
        return int(self._order[self._begins[forms]].min())

    def may_belong_to(self, forms: Sequence[int] | Numbers) -> list[int]:
        """What each occurrence of some forms may belong to, by its number."""
        found: list[int] = self._rows[self._of(forms), 1].tolist()
        return found

    def documents(self, forms: Sequence[int] | Numbers) -> int:
        """In how many documents some forms stand."""
        return len(np.unique(self._rows[self._of(forms), 2]))

    def documents_each(self, groups: Numbers, forms: Numbers) -> Numbers:
        """The same for each group of forms from the first to the last; `groups` are those of the forms, in step."""
        most = len(self._originals) + 1
        pairs = np.repeat(groups, self.times[forms]) * most + self._rows[self._of(forms), 2]
        pairs.sort()
        return np.bincount(pairs[np.diff(pairs, prepend=-1) > 0] // most)

    def record(self, number: int) -> DocumentRecord:
        """The document of an occurrence."""
        return self._originals[int(self._rows[number, 2])]

    def mention(self, number: int) -> Mention:
        """The finding itself."""
        at = tuple(self._rows[number, 3:].tolist())
        found: Sequence[Mention] = getattr(self.record(number).findings, self._kind)
        return next(one for one in found if (one.start, one.end) == at)

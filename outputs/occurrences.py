"""Where the wordings of a kind stand, in arrays: thousands of documents have a million of them."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractors.base import Mention
from outputs.compact import parted
from outputs.endings import Ending
from outputs.kept_results import Kept, of_records
from outputs.model import Case, DocumentRecord
from outputs.ranges import Numbers, spread
from outputs.worded_findings import Occurring, Rows, endings_of

Kind = Literal["problems", "practices"]
Copied = Mapping[str, Sequence[Case]]  # name of a document -> its cases that are told again in a fuller copy


class _Known:
    """Texts by their numbers, each once; of wordings the endings come with the first of each."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.endings: list[tuple[Ending, ...]] = []
        self._numbers: dict[str, int] = {}

    def numbers(self, texts: Sequence[str], endings: Sequence[str] = ()) -> NDArray[np.int32]:
        """The numbers of some texts."""
        for at, text in enumerate(texts):
            if text not in self._numbers:
                self._numbers[text] = len(self.texts)
                self.texts.append(text)
                self.endings += map(endings_of, endings[at : at + 1])
        return np.fromiter(map(self._numbers.__getitem__, texts), np.int32, len(texts))


class _Left(NamedTuple):
    """The findings of a document that stand in no copied case: forms, their endings, rows, and what each may belong to
    with the chances."""

    forms: list[str]
    endings: list[str]
    rows: Rows
    may_be: NDArray[np.int32]
    chances: NDArray[np.float64]


def _left(one: Occurring, copied: Sequence[Case]) -> _Left:
    rows, stays = one.found(), np.ones(len(one.found()), dtype=np.bool_)
    for case in copied:
        stays &= (rows[:, 2] < case.start) | (rows[:, 3] > case.end)
    told = np.frombuffer(one.may_be, np.int32), np.frombuffer(one.chances, np.float64)
    forms, beside = parted(one.forms), parted(one.endings)
    if stays.all():
        return _Left(forms, beside, rows, *told)
    used, places = np.unique(rows[stays, 0], return_inverse=True)
    there, guessed = used.tolist(), np.repeat(stays, rows[:, 1])
    rows = np.column_stack([places, rows[stays, 1:]]).astype(np.int32)
    listed = [forms[at] for at in there], [beside[at] for at in there if at < len(beside)]
    return _Left(*listed, rows, told[0][guessed], told[1][guessed])


class Occurrences:
    """The occurrences of each form, a wording as it is written, by the numbers of the forms. `endings` are those of
    each form.
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
        forms, things = _Known(), _Known()
        rows, may_be, chances = bytearray(), bytearray(), bytearray()
        for number, record in enumerate(originals):
            one = worded(record)
            left = _left(one, copied.get(record.source.name, ()))
            if len(left.rows):
                row = np.empty((len(left.rows), 5), dtype=np.int32)
                row[:, 0], row[:, 1] = forms.numbers(left.forms, left.endings)[left.rows[:, 0]], number
                row[:, 2:4], row[:, 4] = left.rows[:, 2:], left.rows[:, 1]
                rows += row.tobytes()
                may_be += things.numbers(parted(one.things))[left.may_be].tobytes()
                chances += left.chances.tobytes()
        self.forms, self.endings, self._things = forms.texts, forms.endings, things.texts
        self._rows = np.frombuffer(rows, dtype=np.int32).reshape(-1, 5)
        self._may_be, self._chances = np.frombuffer(may_be, np.int32), np.frombuffer(chances, np.float64)
        self._guessed = np.cumsum(self._rows[:, 4], dtype=np.int64) - self._rows[:, 4]
        self._order = np.argsort(self._rows[:, 0], kind="stable").astype(np.int32)
        self.times = np.bincount(self._rows[:, 0], minlength=len(self.forms))
        self._begins = np.cumsum(self.times) - self.times

    def _of(self, forms: Sequence[int] | Numbers) -> NDArray[np.int32]:
        """The occurrences of some forms, one form behind the other."""
        return self._order[spread(self._begins[forms], self.times[forms])]

    def first(self, forms: Sequence[int]) -> int:
        """The first occurrence of some forms."""
        return int(self._order[self._begins[forms]].min())

    def chances(self, forms: Sequence[int]) -> dict[str, list[float]]:
        """All that the occurrences of some forms may belong to, with the chances of each."""
        at = self._of(forms)
        guesses = spread(self._guessed[at], self._rows[at, 4])
        may_be, chances = self._may_be[guesses], self._chances[guesses]
        return {self._things[one]: chances[may_be == one].tolist() for one in np.unique(may_be).tolist()}

    def documents(self, forms: Sequence[int]) -> int:
        """In how many documents some forms stand."""
        return len(np.unique(self._rows[self._of(forms), 1]))

    def documents_each(self, groups: Numbers, forms: Numbers) -> Numbers:
        """The same for each group of forms from the first to the last; `groups` are those of the forms, in step."""
        most = len(self._originals) + 1
        pairs = np.repeat(groups, self.times[forms]) * most + self._rows[self._of(forms), 1]
        pairs.sort()
        return np.bincount(pairs[np.diff(pairs, prepend=-1) > 0] // most)

    @cached_property
    def _alone(self) -> list[int]:
        """What all occurrences of each form belong to where that is one thing, else -1; none belongs to nothing."""
        found = self._may_be[spread(self._guessed[self._order], self._rows[self._order, 4])]
        ends = np.cumsum(self._rows[self._order, 4])[self._begins + self.times - 1]
        begins = np.concatenate([[0], ends[:-1]])
        least, most = np.minimum.reduceat(found, begins), np.maximum.reduceat(found, begins)
        alone: list[int] = np.where(least == most, least, -1).tolist()
        return alone

    def only(self, forms: Sequence[int]) -> str | None:
        """What all occurrences of some forms belong to, where that is one thing."""
        alone = {self._alone[form] for form in forms}
        return self._things[alone.pop()] if len(alone) == 1 and -1 not in alone else None

    def record(self, number: int) -> DocumentRecord:
        """The document of an occurrence."""
        return self._originals[int(self._rows[number, 1])]

    def mention(self, number: int, kept: Kept) -> Mention:
        """The finding itself; a record is opened for it where it is not kept."""
        record, at = self.record(number), tuple(self._rows[number, 2:4].tolist())
        parts = self._kind, *map(str, at)
        return of_records(kept, "mention", (record,), parts, lambda: self._mention(record, at))

    def _mention(self, record: DocumentRecord, at: tuple[int, ...]) -> Mention:
        found: Sequence[Mention] = getattr(record.findings, self._kind)
        return next(one for one in found if (one.start, one.end) == at)

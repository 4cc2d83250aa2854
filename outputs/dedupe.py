"""Copies of one case: reposts with small edits, masked, truncated or in the other script; no template with other names.

Candidates come from MinHash over 5-grams of the bare wording at a low threshold; what decides is how much of the
shorter text stands in the other, each 5-gram weighted by its rarity, and whether the two speak of the same places.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from corpus.fold import fold
from outputs.wording import wording

GRAM = 5
PERMUTATIONS = 128
BAND = 2  # rows a band: a pair that shares one 5-gram in five is found in 93 of 100 cases, one in three always
SAME_ROWS = 8  # of the 128; below, the pair is one of the many that share set phrases alone
COPY = 0.55
SCATTERED_COPY = 0.25  # edits all over the text leave few 5-grams whole, but some of them everywhere
WINDOWS = 20
LEAST_LENGTH = 0.22  # of the fuller text; a compilation is no copy of the cases in it
OTHER_NAMES = 0.2  # part of a text's names; twice as much where both open with the same one

NAME = re.compile(r"[\u4e00-\u9fff]{2}(?:街道|社区|公司|集团|大学|学院|中学|小学|医院|合作社|[省市县区州旗镇乡村])")
UNNAMED = re.compile(r"[某本我该全各这那此贵]")
HEAD = 120

Grams = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Copy:
    """A text as it is compared: `grams` in the order of the text, `kinds` the same as a sorted set, `spread` how many
    texts hold each kind, `names` of places and organisations, `rows` of its MinHash."""

    id: str
    letters: str
    fullness: int
    grams: Grams
    kinds: Grams
    spread: NDArray[np.int64]
    names: Counter[str]
    first_name: str | None
    rows: NDArray[np.uint32]


def _grams(letters: str) -> Grams:
    """A number for each 5-gram; a text of fewer letters is one gram."""
    codes = np.array([ord(char) for char in letters] or [0], dtype=np.uint64)
    size = min(GRAM, len(codes))
    with np.errstate(over="ignore"):
        mixed: Grams = sum(
            (codes[at : len(codes) - size + 1 + at] * np.uint64(1_000_003**at % 2**61) for at in range(size)),
            start=np.zeros(len(codes) - size + 1, dtype=np.uint64),
        )
    return mixed


def _rows(letters: str) -> NDArray[np.uint32]:
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=20)
    sketch.update([letters[at : at + GRAM] for at in range(max(1, len(letters) - GRAM + 1))])
    return np.array(sketch.digest(), dtype=np.uint32)


def _names(folded: str) -> list[str]:
    return [name for name in NAME.findall(folded) if not UNNAMED.search(name)]


def _fullness(text: str, letters: str) -> int:
    """Letters and figures, masks left out: a copy with its figures is fuller than the same with xxx."""
    return len(letters) + sum(char.isdigit() for char in text)


def _copy(id_: str, text: str, letters: str, grams: Grams, held: tuple[Grams, NDArray[np.int64]]) -> Copy:
    folded = fold(text)
    kinds = np.unique(grams)
    spread = held[1][np.searchsorted(held[0], kinds)]
    names = _names(folded)
    first = next(iter(_names(folded[:HEAD])), None)
    return Copy(id_, letters, _fullness(text, letters), grams, kinds, spread, Counter(names), first, _rows(letters))


def _order(copy: Copy) -> tuple[int, str, str]:
    """Fullest first; equals in the order of their words, then ids."""
    return -copy.fullness, copy.letters, copy.id


def _prepared(texts: Mapping[str, str]) -> list[Copy]:
    letters = {id_: wording(text) for id_, text in texts.items()}
    grams = {id_: _grams(bare) for id_, bare in letters.items()}
    held = np.unique(np.concatenate([np.unique(kinds) for kinds in grams.values()]), return_counts=True)
    copies = (_copy(id_, text, letters[id_], grams[id_], held) for id_, text in texts.items())
    return sorted(copies, key=_order)


def _weights(spread: NDArray[np.int64], texts: int) -> float:
    return float(np.log1p(texts / np.maximum(spread, 1)).sum())


def containment(one: Copy, other: Copy, texts: int) -> float:
    """How much of the slighter text the other holds, by weight, 0 to 1; rarity is counted outside the pair."""
    _, left, right = np.intersect1d(one.kinds, other.kinds, assume_unique=True, return_indices=True)
    shared = _weights(one.spread[left] - 1, texts)
    rest = min(
        _weights(np.delete(one.spread, left), texts),
        _weights(np.delete(other.spread, right), texts),
    )
    return shared / (shared + rest) if shared else 0.0


def _scattered(slight: Copy, full: Copy) -> bool:
    """Whether pieces of the slighter text are found in the other from its beginning to its end."""
    held = np.isin(slight.grams, full.kinds)
    windows = [float(part.mean()) for part in np.array_split(held, WINDOWS) if len(part)]
    return sum(share >= 0.1 for share in windows) >= 0.85 * len(windows)


def _unknown(one: Copy, other: Copy) -> Counter[str]:
    """The names of a text that the other does not know."""
    return Counter({name: number for name, number in one.names.items() if name not in other.names})


def speak_of_others(one: Copy, other: Copy) -> bool:
    """Whether each text keeps naming places or bodies unknown to the other, as the reports of two counties do.

    A mask is no name, a truncated copy has no names of its own, and an edit leaves the name somewhere else in the text.
    """
    mine, theirs = _unknown(one, other), _unknown(other, one)
    if not mine or not theirs:
        return False
    if max(mine.values()) > 1 and max(theirs.values()) > 1:
        return True
    heads = one.first_name in mine and other.first_name in theirs
    shares = mine.total() / one.names.total(), theirs.total() / other.names.total()
    return min(shares) >= (OTHER_NAMES if heads else 2 * OTHER_NAMES)


def likeness(one: Copy, other: Copy, texts: int) -> float:
    """The containment of two copies of one case, 0 where they are none."""
    slight, full = sorted((one, other), key=lambda copy: len(copy.letters))
    if len(slight.letters) < LEAST_LENGTH * len(full.letters) or speak_of_others(one, other):
        return 0.0
    share = containment(one, other, texts)
    return share if share >= COPY or (share >= SCATTERED_COPY and _scattered(slight, full)) else 0.0


def _bands(copy: Copy) -> Iterator[tuple[int, bytes]]:
    for at in range(0, PERMUTATIONS, BAND):
        yield at, copy.rows[at : at + BAND].tobytes()


def _candidates(copy: Copy, buckets: Mapping[tuple[int, bytes], Sequence[Copy]]) -> Iterable[Copy]:
    met = {other.id: other for band in _bands(copy) for other in buckets.get(band, ())}
    return (other for _, other in sorted(met.items()) if int((copy.rows == other.rows).sum()) >= SAME_ROWS)


class Groups:
    """Groups of copies while they grow; each has the fullest for its leader, which is the one met first."""

    def __init__(self) -> None:
        self.lead: dict[str, Copy] = {}
        self._members: dict[str, list[str]] = {}

    def join(self, copy: Copy, lead: Copy) -> None:
        """Put a text into the group of a leader, or let it lead its own."""
        self.lead[copy.id] = lead
        self._members.setdefault(lead.id, []).append(copy.id)

    def merge(self, lead: Copy, other: Copy) -> None:
        """Two groups that a text has turned out to link become one."""
        for id_ in self._members.pop(other.id):
            self.lead[id_] = lead
            self._members[lead.id].append(id_)

    def place(self, copy: Copy, likely: Iterable[tuple[float, Copy]]) -> None:
        """Put a text with its copies. A masked copy fits two counties: it joins the likelier one and links them not."""
        best: dict[str, float] = {}
        for score, other in likely:
            lead = self.lead[other.id]
            if not speak_of_others(copy, lead):
                best[lead.id] = max(score, best.get(lead.id, 0.0))
        first, *others = [self.lead[id_] for id_ in sorted(best, key=lambda id_: (-best[id_], id_))] or [copy]
        self.join(copy, first)
        for other in others:
            if not speak_of_others(first, other):
                fuller, slighter = sorted((first, other), key=_order)
                self.merge(fuller, slighter)
                first = fuller


def leaders(texts: Mapping[str, str], apart: Collection[frozenset[str]] = frozenset()) -> dict[str, str]:
    """Id -> id of the fullest copy of its group, its own where it is alone. The order of `texts` is of no account.

    `apart` are pairs of ids that are no copies of each other, such as a case and a part of it.
    """
    if not texts:
        return {}
    buckets: dict[tuple[int, bytes], list[Copy]] = defaultdict(list)
    groups = Groups()
    same: dict[str, Copy] = {}
    for copy in _prepared(texts):
        twin = same.get(copy.letters)
        if twin:
            groups.join(copy, groups.lead[twin.id])
            continue  # word for word the same text need not be met again
        near = [other for other in _candidates(copy, buckets) if frozenset((copy.id, other.id)) not in apart]
        groups.place(copy, [(score, other) for other in near if (score := likeness(copy, other, len(texts)))])
        same[copy.letters] = copy
        for band in _bands(copy):
            buckets[band].append(copy)
    return {id_: lead.id for id_, lead in sorted(groups.lead.items())}

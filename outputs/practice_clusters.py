"""Practices that are of one kind, whoever does them: clusters inside each theme, and where each of them stands."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from math import fsum
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from outputs.communities import NOWHERE, central, communities, representatives
from outputs.compact import Places, Saying, Sayings, parted
from outputs.kept_results import Kept, key_of, nothing_kept
from outputs.labels import Keeping, describe, narrows, of_practice
from outputs.model import CatalogueCase, PracticeCluster
from outputs.neighbours import nearest
from outputs.semantic import meanings
from outputs.settled import Homes
from outputs.sketch import Said, said_of, sketch
from outputs.vectors import Dense
from outputs.worded_findings import APART

Member = tuple[str, ...]
Words = Mapping[str, Sequence[str]]
SLIGHTEST = 0.12  # likeness; practices are short, and one common word makes no kind
MOST = 1_000  # practices of a theme that are compared with each other; the others join the kinds that these make
ALIKE = 0.4  # part of a kind's practices that share a word that tells


class _Sayings:
    """By id, in the order of the ids: what is said, joined; theme -> ids; and where each stands, in arrays: practices
    are told hundreds of thousands of times. Copies of cases say nothing new.
    """

    def __init__(self, cases: Iterable[CatalogueCase]) -> None:
        told, self._numbers, themes = dict[str, str](), dict[str, int](), defaultdict[str, list[str]](list)
        self._cases = sorted((case for case in cases if case.duplicate_of is None), key=attrgetter("id"))
        rows = (self._rows(at, case, told, themes) for at, case in enumerate(self._cases))
        found = np.concatenate([np.empty((0, 4), dtype=np.int32), *rows])
        self._where = found[np.lexsort((found[:, 3], found[:, 2], found[:, 1], found[:, 0]))]
        self._ends = np.cumsum(np.bincount(found[:, 0], minlength=len(told))).tolist()
        self.said = dict(sorted(told.items()))
        self.themes = {theme: sorted(ids) for theme, ids in sorted(themes.items())}

    def _rows(
        self, at: int, case: CatalogueCase, told: dict[str, str], themes: Mapping[str, list[str]]
    ) -> NDArray[np.int32]:
        """Number of what is said, number of the case, start and end of each of its practices that is of any words."""
        known, numbers = sketch(case), list[int]()
        sayings = zip(parted(known.themes), parted(known.said), strict=True) if known.said else ()
        for theme, said in sayings:
            id_ = said.partition(APART)[0]
            before = told.get(id_) if id_ else ""
            if before is None:
                self._numbers[id_] = len(told)
                themes[theme].append(id_)
            if before is None or said < before:
                told[id_] = said
            numbers.append(self._numbers.get(id_, -1))
        number = np.array(numbers, dtype=np.int32)
        return np.column_stack([number, np.full_like(number, at), known.places()])[number >= 0]

    def _places(self, id_: str) -> NDArray[np.int32]:
        number = self._numbers[id_]
        return self._where[self._ends[number - 1] if number else 0 : self._ends[number], 1:]

    def often(self, id_: str) -> int:
        """How often one is said."""
        return len(self._places(id_))

    def of(self, id_: str) -> Said:
        """What one says."""
        return said_of(self.said[id_])

    def shown(self, id_: str) -> Saying:
        """One as it is published."""
        where = ((self._cases[at].id, start, end) for at, start, end in self._places(id_).tolist())
        return Saying(id_, self.said[id_].split(APART, 2)[1], Places.of(where))

    def levels(self, ids: Iterable[str]) -> tuple[tuple[str, int], ...]:
        """How many cases of each level say some of them."""
        cases = {at for id_ in ids for at in self._places(id_)[:, 0].tolist()}
        return _profile(self._cases[at] for at in cases)


def _of_one_kind(kind: Member, words: Words) -> bool:
    """Whether enough of some practices, two at least, share a noun that tells: a chain of likenesses is no kind."""
    counts = Counter(word for id_ in kind for word in frozenset(words[id_]) if narrows(word))
    return max(counts.values(), default=0) >= max(2, len(kind) * ALIKE)


def _drawn(ids: Sequence[str], said: _Sayings) -> tuple[list[str], list[str]]:
    """Those of a theme that are compared with each other, the most widely told, and the others."""
    ordered = sorted(ids, key=lambda id_: (-said.often(id_), id_))
    return sorted(ordered[:MOST]), sorted(ordered[MOST:])


def _joining(kinds: Sequence[Member], others: Sequence[str], told: _Sayings) -> list[list[str]]:
    """Which of the other practices are of each kind: those that have the noun that most of it share, and of several
    kinds with such a noun of the one whose words they have most of.
    """
    shares = [_shares(kind, told) for kind in kinds] if others else []
    by_word: dict[str, list[int]] = defaultdict(list)
    for number, share in enumerate(shares):
        by_word[min((word for word in share if narrows(word)), key=lambda word: (-share[word], word))].append(number)
    found: list[list[str]] = [[] for _ in kinds]
    for id_ in others:
        said = frozenset(told.of(id_).words)
        fit = {number for word in said & by_word.keys() for number in by_word[word]}
        if fit:
            alike = {number: round(fsum(shares[number].get(one, 0.0) for one in said), 9) for number in fit}
            found[min(fit, key=lambda number: (-alike[number], number))].append(id_)
    return found


def _shares(kind: Member, told: _Sayings) -> dict[str, float]:
    """What part of some practices has each word."""
    counts = Counter(word for id_ in kind for word in frozenset(told.of(id_).words))
    return {word: number / len(kind) for word, number in counts.items()}


def _kinds(drawn: Sequence[str], said: _Sayings, stood: Homes, view: Dense | None) -> tuple[tuple[Member, Member], ...]:
    """The kinds that some practices of a theme make, each with those that stand for it."""
    told = {id_: said.of(id_) for id_ in drawn}
    texts, words = {id_: one.text for id_, one in told.items()}, {id_: one.words for id_, one in told.items()}
    cut = communities(nearest(texts, view, SLIGHTEST, words), stood, grouped=False)
    strength = central(cut)
    return tuple((one, representatives(one, strength)) for one in cut.members if _of_one_kind(one, words))


def _key(drawn: Sequence[str], said: _Sayings, stood: Homes, view: Dense | None) -> str:
    """All that the kinds rest on."""
    told = (part for id_ in drawn for part in (said.said[id_], stood.get(id_, "")))
    return key_of("kinds", (*told, "" if view is None else view.tobytes().hex()))


def _parts(said: _Sayings, before: Homes, kept: Kept) -> dict[str, tuple[str, Member, Member]]:
    """Id of a cluster -> its theme, its members and those that stand for it."""
    meant = meanings([one.split(APART, 2)[1] for one in said.said.values()])
    rows = {id_: at for at, id_ in enumerate(said.said)}
    found = {}
    for theme, ids in said.themes.items():
        drawn, others = _drawn(ids, said)
        view = None if meant is None else np.ascontiguousarray(meant[[rows[id_] for id_ in drawn]])
        given = drawn, said, {id_: before[id_] for id_ in drawn if id_ in before}, view
        kinds = kept(_key(*given), partial(_kinds, *given))
        for (part, shown), more in zip(kinds, _joining([part for part, _ in kinds], others, said), strict=True):
            found[f"m{min(part)[1:]}"] = theme, tuple(sorted((*part, *more))), shown
    return found


def _profile(cases: Iterable[CatalogueCase]) -> tuple[tuple[str, int], ...]:
    counts = Counter(case.case.place_level for case in cases)
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def united(into: PracticeCluster, other: PracticeCluster, cases: Mapping[str, CatalogueCase]) -> PracticeCluster:
    """A cluster that took in another."""
    sayings = {said.id: said for said in (*into.practices, *other.practices)}
    told = sorted({*into.practices.where.values, *other.practices.where.values})
    return replace(
        into,
        practices=Sayings.of(sayings[id_] for id_ in sorted(sayings)),
        levels=_profile(cases[id_] for id_ in told),
    )


def practice_clusters(
    cases: Sequence[CatalogueCase], before: Homes = NOWHERE, kept: Kept = nothing_kept
) -> tuple[PracticeCluster, ...]:
    """The clusters in the order of their ids; a practice like no other of its theme is in none. `before` tells where
    they stood in the catalogue before.
    """
    said = _Sayings(cases)
    parts = _parts(said, before, kept)
    theme_of = {id_: theme for theme, ids in said.themes.items() for id_ in ids}
    told = describe(
        {id_: part for id_, (_, part, _) in parts.items()},
        said.said,
        lambda id_: of_practice(theme_of[id_], said.of(id_)),
        Keeping(kept, lambda id_: f"{theme_of[id_]} {said.said[id_]}"),
        by_theme=False,
    )
    return tuple(
        PracticeCluster(
            id=id_,
            label=told[id_].label,
            theme=theme,
            practices=Sayings.of(map(said.shown, part)),
            representatives=shown,
            keywords=told[id_].keywords,
            levels=said.levels(part),
            names=told[id_].names,
        )
        for id_, (theme, part, shown) in sorted(parts.items())
    )

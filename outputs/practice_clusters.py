"""Practices that are of one kind, whoever does them: clusters inside each theme, and where each of them stands."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import fsum

import numpy as np

from outputs.communities import NOWHERE, central, communities, representatives
from outputs.labels import describe, narrows, of_practice
from outputs.model import CatalogueCase, PracticeCluster, Saying
from outputs.neighbours import nearest
from outputs.semantic import meanings
from outputs.settled import Homes
from outputs.sketch import sketch
from outputs.tokens import words

Member = tuple[str, ...]
SLIGHTEST = 0.12  # likeness; practices are short, and one common word makes no kind
MOST = 1_000  # practices of a theme that are compared with each other; the others join the kinds that these make
ALIKE = 0.4  # part of a kind's practices that share a word that tells


def _said(cases: Iterable[CatalogueCase]) -> Iterator[tuple[str, str, str, tuple[str, int, int]]]:
    """Id, theme, folded text without the place, and place in the text of each practice; copies of cases say nothing
    new."""
    for case in (one for one in cases if one.duplicate_of is None):
        for one, (id_, text) in zip(case.practices, sketch(case).sayings(), strict=True):
            if id_:
                yield id_, one.theme, text, (case.id, one.start, one.end)


def _sayings(cases: Iterable[CatalogueCase]) -> tuple[dict[str, Saying], dict[str, list[str]]]:
    """Id -> what is said, in the order of the ids, and theme -> ids."""
    texts: dict[str, str] = {}
    where: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    themes: dict[str, set[str]] = defaultdict(set)
    for id_, theme, text, place in _said(cases):
        texts[id_] = min(texts.get(id_, text), text)
        where[id_].append(place)
        themes[theme].add(id_)
    sayings = {id_: Saying(id_, texts[id_], tuple(sorted(where[id_]))) for id_ in sorted(texts)}
    return sayings, {theme: sorted(ids) for theme, ids in sorted(themes.items())}


def _of_one_kind(texts: Sequence[str]) -> bool:
    """Whether enough of some practices, two at least, share a noun that tells: a chain of likenesses is no kind."""
    counts = Counter(word for text in texts for word in frozenset(words(text)) if narrows(word))
    return max(counts.values(), default=0) >= max(2, len(texts) * ALIKE)


def _drawn(ids: Sequence[str], sayings: Mapping[str, Saying]) -> tuple[list[str], list[str]]:
    """Those of a theme that are compared with each other, the most widely told, and the others."""
    ordered = sorted(ids, key=lambda id_: (-len(sayings[id_].where), id_))
    return sorted(ordered[:MOST]), sorted(ordered[MOST:])


def _joining(kinds: Sequence[Member], others: Sequence[str], sayings: Mapping[str, Saying]) -> list[list[str]]:
    """Which of the other practices are of each kind: those that have the noun that most of it share, and of several
    kinds with such a noun of the one whose words they have most of.
    """
    shares = [_shares([sayings[id_].text for id_ in kind]) for kind in kinds] if others else []
    by_word: dict[str, list[int]] = defaultdict(list)
    for number, share in enumerate(shares):
        by_word[min((word for word in share if narrows(word)), key=lambda word: (-share[word], word))].append(number)
    found: list[list[str]] = [[] for _ in kinds]
    for id_ in others:
        said = frozenset(words(sayings[id_].text))
        fit = {number for word in said & by_word.keys() for number in by_word[word]}
        if fit:
            alike = {number: round(fsum(shares[number].get(one, 0.0) for one in said), 9) for number in fit}
            found[min(fit, key=lambda number: (-alike[number], number))].append(id_)
    return found


def _shares(texts: Sequence[str]) -> dict[str, float]:
    """What part of some texts has each word."""
    counts = Counter(word for text in texts for word in frozenset(words(text)))
    return {word: number / len(texts) for word, number in counts.items()}


def _parts(
    sayings: Mapping[str, Saying], themes: Mapping[str, Sequence[str]], before: Homes
) -> dict[str, tuple[str, Member, Member]]:
    """Id of a cluster -> its theme, its members and those that stand for it."""
    meant = meanings([one.text for one in sayings.values()])
    rows = {id_: at for at, id_ in enumerate(sayings)}
    found = {}
    for theme, ids in themes.items():
        drawn, others = _drawn(ids, sayings)
        view = None if meant is None else np.ascontiguousarray(meant[[rows[id_] for id_ in drawn]])
        stood = {id_: before[id_] for id_ in drawn if id_ in before}
        near = nearest({id_: sayings[id_].text for id_ in drawn}, view, SLIGHTEST)
        cut = communities(near, stood, grouped=False)
        strength = central(cut)
        kinds = [one for one in cut.members if _of_one_kind([sayings[id_].text for id_ in one])]
        for part, more in zip(kinds, _joining(kinds, others, sayings), strict=True):
            found[f"m{min(part)[1:]}"] = theme, tuple(sorted((*part, *more))), representatives(part, strength)
    return found


def _profile(cases: Iterable[CatalogueCase]) -> tuple[tuple[str, int], ...]:
    counts = Counter(case.case.place_level for case in cases)
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def united(into: PracticeCluster, other: PracticeCluster, cases: Mapping[str, CatalogueCase]) -> PracticeCluster:
    """A cluster that took in another."""
    sayings = {said.id: said for said in (*into.practices, *other.practices)}
    told = sorted({case for said in sayings.values() for case, _, _ in said.where})
    return replace(
        into,
        practices=tuple(sayings[id_] for id_ in sorted(sayings)),
        levels=_profile(cases[id_] for id_ in told),
    )


def practice_clusters(cases: Sequence[CatalogueCase], before: Homes = NOWHERE) -> tuple[PracticeCluster, ...]:
    """The clusters in the order of their ids; a practice like no other of its theme is in none. `before` tells where
    they stood in the catalogue before.
    """
    sayings, themes = _sayings(cases)
    parts, by_id = _parts(sayings, themes, before), {case.id: case for case in cases}
    theme_of = {id_: theme for theme, ids in themes.items() for id_ in ids}
    told = describe(
        {id_: part for id_, (_, part, _) in parts.items()},
        sayings,
        lambda id_: of_practice(theme_of[id_], sayings[id_].text),
        by_theme=False,
    )
    return tuple(
        PracticeCluster(
            id=id_,
            label=told[id_].label,
            theme=theme,
            practices=tuple(sayings[one] for one in part),
            representatives=shown,
            keywords=told[id_].keywords,
            levels=_profile(by_id[case] for case in sorted({case for p in part for case, _, _ in sayings[p].where})),
            names=told[id_].names,
        )
        for id_, (theme, part, shown) in sorted(parts.items())
    )

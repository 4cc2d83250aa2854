"""Copies of one case: reposts with small edits, masked, truncated or in the other script; no template with other names.

Candidates come from MinHash over 5-grams of the bare wording at a low threshold; what decides is how much of the
shorter text stands in the other, each 5-gram weighted by its rarity, and whether the two speak of the same places.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache

from outputs.copies import Copy, Spread, copy_of, likeness, speak_of_others
from outputs.near_texts import NearTexts, rows
from outputs.wording import wording

AT_HAND = 8_192  # texts kept ready to be compared; more are made ready again

Order = tuple[int, str, str]


def _order(id_: str, text: str, letters: str) -> Order:
    """Fullest first, masks left out: a copy with its figures is fuller than one with xxx; then by words, then id."""
    return -len(letters) - sum(char.isdigit() for char in text), letters, id_


class Groups:
    """Groups of copies while they grow; each has the fullest for its leader, which is the one met first."""

    def __init__(self, rank: Mapping[str, int], ready: Callable[[str], Copy]) -> None:
        self.lead: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._rank = rank
        self._ready = ready

    def join(self, id_: str, lead: str) -> None:
        """Put a text into the group of a leader, or let it lead its own."""
        self.lead[id_] = lead
        self._members.setdefault(lead, []).append(id_)

    def _merge(self, lead: str, other: str) -> None:
        """Two groups that a text has turned out to link become one."""
        for id_ in self._members.pop(other):
            self.lead[id_] = lead
            self._members[lead].append(id_)

    def _others(self, one: str, other: str) -> bool:
        return speak_of_others(self._ready(one), self._ready(other))

    def place(self, id_: str, likely: Iterable[tuple[float, str]]) -> None:
        """Put a text with its copies. A masked copy fits two counties: it joins the likelier one and links them not."""
        best: dict[str, float] = {}
        for score, other in likely:
            lead = self.lead[other]
            best[lead] = max(score, best.get(lead, 0.0))
        fit = [lead for lead in sorted(best, key=lambda lead: (-best[lead], lead)) if not self._others(id_, lead)]
        first, *others = fit or [id_]
        self.join(id_, first)
        for other in others:
            if not self._others(first, other):
                first, slighter = sorted((first, other), key=self._rank.__getitem__)
                self._merge(first, slighter)


def leaders(texts: Mapping[str, str], apart: Collection[frozenset[str]] = frozenset()) -> dict[str, str]:
    """Id -> id of the fullest copy of its group, its own where it is alone. The order of `texts` is of no account.

    `apart` are pairs of ids that are no copies of each other, such as a case and a part of it.
    """
    letters = {id_: wording(text) for id_, text in texts.items()}
    ordered = sorted(texts, key=lambda id_: _order(id_, texts[id_], letters[id_]))
    same: dict[str, str] = {}
    twins = {id_: same.setdefault(letters[id_], id_) for id_ in ordered}  # word for word the same is met once
    spread = Spread()
    for id_ in ordered:
        spread.add(letters[id_])
    ready = lru_cache(AT_HAND)(lambda id_: copy_of(id_, letters[id_], spread))
    groups = Groups({id_: rank for rank, id_ in enumerate(ordered)}, ready)
    _place_all([id_ for id_ in ordered if twins[id_] == id_], letters, groups, ready, apart)
    return {id_: groups.lead[twins[id_]] for id_ in sorted(texts)}


def _place_all(
    ids: list[str],
    letters: Mapping[str, str],
    groups: Groups,
    ready: Callable[[str], Copy],
    apart: Collection[frozenset[str]],
) -> None:
    """Put each text with those of its candidates that are copies."""
    near = NearTexts([rows(letters[id_]) for id_ in ids])
    for number, id_ in enumerate(ids):
        others = (ids[other] for other in near.before(number))
        met = [other for other in others if frozenset((id_, other)) not in apart]
        groups.place(id_, [(score, other) for other in met if (score := likeness(ready(id_), ready(other)))])

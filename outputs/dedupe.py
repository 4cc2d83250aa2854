"""Copies of one case: reposts with small edits, masked, truncated or in the other script; no template with other names.

Candidates come from MinHash over 5-grams of the bare wording at a low threshold; what decides is how much of the
shorter text stands in the other, each 5-gram weighted by its rarity, where it stands there, and whether the two speak
of the same places and years. A compilation that holds several reports is a copy of none of them: they are its parts.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from outputs.compilations import compilations, parts
from outputs.copies import Cells, Copy, Likeness, Spread, Weighed, copy_of, likeness, may_be_copies, other_report
from outputs.model import Part
from outputs.near_texts import NearTexts
from outputs.sketch import Worded, worded
from outputs.wording import wording

AT_HAND = 512  # texts kept ready to be compared; more are made ready again
WEIGHED_AT_HAND = 1_024  # texts of which it is known what their words weigh
AS_FULL = 0.98  # of the fullest copy: an ordinal before a title, a note behind the text

Plain = Mapping[str, tuple[object, ...]]
Pair = frozenset[str]


class Told(NamedTuple):
    """Texts as they are looked for: by id what is held of each, and what gives its cells; in how many of all a 5-gram
    stands."""

    of: Mapping[str, Worded]
    cells: Callable[[str], Cells]
    spread: Spread


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Id -> id of the copy that leads its group, its own where it is alone; which texts stand inside of others; and
    pairs of reports that one place gave in different years from much the same words."""

    leads: Mapping[str, str]
    parts: tuple[Part, ...]
    editions: frozenset[Pair]


def _ordered(texts: Mapping[str, str], fullness: Mapping[str, int], plain: Plain) -> list[str]:
    """Fullest first, masks left out: a copy with its figures is fuller than one with xxx; then the plainest; then by
    words, then id."""
    ranks: dict[tuple[int, tuple[object, ...]], list[str]] = defaultdict(list)
    for id_ in texts:
        ranks[-fullness[id_], plain.get(id_, ())].append(id_)
    return [
        id_
        for _, ids in sorted(ranks.items())
        for id_ in (sorted(ids, key=lambda id_: (wording(texts[id_]), id_)) if len(ids) > 1 else ids)
    ]


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
        return other_report(self._ready(one), self._ready(other))

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


def leaders(texts: Mapping[str, str]) -> Mapping[str, str]:
    """Id -> id of the fullest copy of its group, its own where it is alone. The order of `texts` is of no account."""
    return duplicates(texts).leads


def duplicates(
    texts: Mapping[str, str],
    apart: Collection[Pair] = frozenset(),
    plainness: Plain | None = None,
    told: Told | None = None,
) -> Duplicates:
    """The groups of copies, and what stands inside of others; the order of `texts` is of no account.

    `apart` are pairs of ids of which one is a part of the other, such as a case and a part of it; `plainness` tells
    which of equally full copies is to lead, the least first; `told` are the texts as they are looked for, where that is
    known.
    """
    plain, known = plainness or {}, told or _told(texts)
    fullness = {id_: known.of[id_].letters + known.of[id_].digits for id_ in texts}
    ordered = _ordered(texts, fullness, plain)
    same: dict[tuple[str, str], str] = {}
    twins = {id_: same.setdefault(known.of[id_].same, id_) for id_ in ordered}
    ready = _making_ready(texts, known.spread)
    ids = [id_ for id_ in ordered if twins[id_] == id_]  # word for word the same is met once
    met = _links(ids, known, ready, apart)
    links = {id_: [link for link in near if not link.edition] for id_, near in met.items()}
    holding = compilations((link for near in links.values() for link in near), apart)
    groups = Groups({id_: rank for rank, id_ in enumerate(ordered)}, ready)
    for id_ in ids:
        near = [link for link in links[id_] if link.copied and not holding.part_of(link)]
        groups.place(id_, [(link.share, link.full if link.slight == id_ else link.slight) for link in near])
    editions = frozenset(link.pair for near in met.values() for link in near if link.edition)
    grouped = {id_: groups.lead[twins[id_]] for id_ in ordered}
    return Duplicates(_headed(grouped, fullness, plain), parts(links, holding, texts), editions)


def _headed(grouped: Mapping[str, str], fullness: Mapping[str, int], plain: Plain) -> dict[str, str]:
    """The groups, each under the plainest of those that are as good as the fullest."""
    members: dict[str, list[str]] = {}
    for id_, lead in grouped.items():
        members.setdefault(lead, []).append(id_)
    heads = {}
    for lead, ids in members.items():
        most = max(fullness[id_] for id_ in ids)
        full = [id_ for id_ in ids if fullness[id_] >= AS_FULL * most]
        heads[lead] = min(full, key=lambda id_: plain.get(id_, ()))
    return {id_: heads[grouped[id_]] for id_ in sorted(grouped)}


def counted(told: Iterable[tuple[str, Worded]], cells: Callable[[str], Cells]) -> Told:
    """Texts by their ids, each as it is looked for; their 5-grams are counted and let go, `cells` gives them again."""
    found, spread = dict[str, Worded](), Spread()
    for id_, one in told:
        spread.add(one.cells())
        found[id_] = one._replace(grams=b"")
    return Told(found, cells, spread)


def _told(texts: Mapping[str, str]) -> Told:
    known = {id_: worded(text) for id_, text in texts.items()}
    return counted(known.items(), lambda id_: known[id_].cells())


def _making_ready(texts: Mapping[str, str], spread: Spread) -> Callable[[str], Copy]:
    """What makes a text ready to be compared, and keeps the last ones at hand."""
    rarity = spread.rarity()

    @lru_cache(AT_HAND)
    def ready(id_: str) -> Copy:
        text = texts[id_]
        return copy_of(id_, text, wording(text), spread, rarity)

    return ready


def _weighing(told: Told) -> Callable[[str], Weighed]:
    """What weighs the cells of a text, and keeps the last ones at hand."""
    rarity = told.spread.rarity()
    return lru_cache(WEIGHED_AT_HAND)(lambda id_: told.spread.weighed(told.cells(id_), rarity))


def _links(
    ids: list[str], told: Told, ready: Callable[[str], Copy], apart: Collection[Pair]
) -> dict[str, list[Likeness]]:
    """For each text how it stands to those of its candidates that hold its words or whose words it holds."""
    near = NearTexts([told.of[id_].rows() for id_ in ids], [told.of[id_].letters for id_ in ids])
    weighed, links = _weighing(told), dict[str, list[Likeness]]()
    for number, id_ in enumerate(ids):
        others = (ids[other] for other in near.before(number))
        likely = (other for other in others if frozenset((id_, other)) not in apart)
        met = (likeness(ready(id_), ready(one)) for one in likely if may_be_copies(weighed(id_), weighed(one)))
        links[id_] = [link for link in met if link]
    return links

"""Which texts hold several reports one after the other, and where in them each stands."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from outputs.copies import Likeness
from outputs.held import SURELY_WHOLE
from outputs.model import Part
from outputs.wording import letter_places

LEAST = 80  # letters of a report in a compilation; notes of a site are fewer
SURE = 0.8  # of it stands there
OVERLAP = 0.2  # of the shorter of two, at most, where they stand one after the other


@dataclass(frozen=True, slots=True)
class Compilations:
    """Ids of the texts that hold several reports."""

    ids: frozenset[str]

    def part_of(self, link: Likeness) -> bool:
        """Whether the slighter text is a part of the fuller one and no copy."""
        return not link.copied or (link.full in self.ids and link.held.full < SURELY_WHOLE)


def compilations(links: Iterable[Likeness], apart: Collection[frozenset[str]]) -> Compilations:
    """The texts of which two parts or more are others, which are not themselves said to be parts, as `apart` says of
    cases of one article."""
    inner = {id_ for pair in apart for id_ in pair}
    found: dict[str, list[Likeness]] = defaultdict(list)
    for link in links:
        held = link.held
        if held.part and held.slight >= SURE and held.slight_letters >= LEAST and link.slight not in inner:
            found[link.full].append(link)
    return Compilations(frozenset(id_ for id_, those in found.items() if _one_after_the_other(those)))


def _one_after_the_other(links: list[Likeness]) -> bool:
    """Whether the first to end and the last to begin of the parts stand apart; then two of them do."""
    first = min(links, key=lambda link: link.held.end)
    last = max(links, key=lambda link: link.held.start)
    shorter = min(first.held.end - first.held.start, last.held.end - last.held.start)
    return first.held.end - last.held.start <= OVERLAP * shorter


def parts(links: Mapping[str, list[Likeness]], holding: Compilations, texts: Mapping[str, str]) -> tuple[Part, ...]:
    """Every text that stands inside another, in the order of the ids."""
    inside: dict[str, list[Likeness]] = defaultdict(list)
    for near in links.values():
        for link in near:
            if holding.part_of(link):
                inside[link.full].append(link)
    return tuple(part for id_ in sorted(inside) for part in _parts_of(texts[id_], inside[id_]))


def _parts_of(text: str, links: Iterable[Likeness]) -> list[Part]:
    places = letter_places(text)
    found = (Part(link.slight, link.full, places[link.held.start], places[link.held.end - 1] + 1) for link in links)
    return sorted(found, key=lambda part: (part.start, part.end, part.id))

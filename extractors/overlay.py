"""The analyst's own words: what an overlay adds to the shipped lexicons and what it takes out of them.

One overlay is in use in a process at a time. Whatever reads a lexicon that analysts may add to asks `active()` and
keeps its answer with `per_overlay`. `extractors.overlay_files` reads overlays; it is imported only where there is one.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

from corpus.in_force import InForce

if TYPE_CHECKING:
    from extractors.units import UnitEntry

QUOTED = str.maketrans("", "", "“”")
Value = TypeVar("Value")


class OverlayError(ValueError):
    """An overlay that cannot be used; the message names file and line of each fault."""


@dataclass(frozen=True, slots=True)
class Own:
    """A category or theme of the analyst's; themes have no group."""

    id: str
    name: str
    definition: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What an overlay changes in a taxonomy: new entries, id -> phrases to add (new entries' too), id -> to drop.

    Phrases are in the form in which they are compared, see `form_of`.
    """

    new: tuple[Own, ...] = ()
    add: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    drop: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def spoken(self, folded: str, allowed: Sequence[str] | None = None) -> str | None:
        """The id of the longest of the analyst's phrases in some folded words, of the allowed ids where given."""
        words = bare(folded)
        ids = self.add if allowed is None else [id_ for id_ in allowed if id_ in self.add]
        said = [(-len(phrase), id_) for id_ in ids for phrase in self.add[id_] if phrase in words]
        return min(said)[1] if said else None

    def own_label(self, folded: str, labels: Sequence[str]) -> str | None:
        """Which of the labels of a set phrase is the analyst's word, or None; nothing outweighs it."""
        new = {own.id for own in self.new}
        return next((label for label in labels if label in new), None) or self.spoken(folded, labels)

    def kept(self, id_: str, phrases: Sequence[str], form_of: Callable[[str], str]) -> tuple[str, ...]:
        """The shipped phrases of an entry without those dropped and those that the analyst puts elsewhere."""
        gone = {*self.drop.get(id_, ()), *(phrase for added in self.add.values() for phrase in added)}
        return tuple(phrase for phrase in phrases if form_of(phrase) not in gone) if gone else tuple(phrases)


@dataclass(frozen=True, slots=True)
class Overlay:
    """An analyst's own words; `digest` tells one overlay from another and is empty where there is none."""

    digest: str = ""
    problems: Changes = field(default_factory=Changes)
    practices: Changes = field(default_factory=Changes)
    units: "tuple[UnitEntry, ...]" = ()


NONE = Overlay()
_in_use = InForce(NONE)


def bare(folded: str) -> str:
    """Folded words as set phrases are compared: without quotes, in lower case."""
    return folded.translate(QUOTED).lower()


def active() -> Overlay:
    """The overlay that this process uses."""
    return _in_use.value


def using(overlay: Overlay) -> AbstractContextManager[None]:
    """Use an overlay as long as the block runs."""
    return _in_use.put(overlay)


def per_overlay(read: Callable[[], Value]) -> Callable[[], Value]:
    """Keep what a function gives, once for each overlay that is in use when it is called."""
    kept: dict[str, Value] = {}

    @wraps(read)
    def of_active() -> Value:
        key = active().digest
        if key not in kept:
            kept[key] = read()
        return kept[key]

    return of_active

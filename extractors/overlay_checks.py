"""Whether what an overlay names is there: ids, groups, phrases to drop; and whether anything is said twice."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from extractors.lexicon import form_of
from extractors.overlay_shape import Fault, NewCategory, NewTheme, Page, Practices, Problems
from extractors.practice_lexicon import themes
from extractors.problem_patterns import phrases_of, taxonomy
from extractors.units import shipped_units
from extractors.yaml_lines import Loc

Part = Literal["problems", "practices"]
Said = tuple[Page, Loc, str]
PARTS: tuple[Part, ...] = ("problems", "practices")
KINDS: Mapping[Part, str] = {"problems": "category of problems", "practices": "theme of practices"}


@dataclass(frozen=True, slots=True)
class _Known:
    """The entries that an overlay may name: id -> name, shipped id -> forms of its phrases, and the groups."""

    names: Mapping[str, str]
    phrases: Mapping[str, frozenset[str]]
    groups: Mapping[str, str]


def faults(pages: Sequence[Page]) -> Iterator[Fault]:
    """All faults that the shape of the files does not show, each with its file and line."""
    for part in PARTS:
        shipped = _shipped(part)
        new = list(_new(part, pages))
        yield from _faults_of_new(part, new, shipped)
        yield from _unknown(part, pages, {**shipped.names, **{one.id: one.name for _, _, one in new}})
        yield from _not_there(part, pages, shipped)
        yield from _twice(_phrases(part, pages))
    yield from _faults_of_units(pages)


def _shipped(part: Part) -> _Known:
    if part == "problems":
        told = taxonomy()
        listed = {one.id: phrases_of(one) for one in told.categories}
        names, groups = {one.id: one.name for one in told.categories}, told.groups
    else:
        listed = {one.id: (*one.strong, *one.cues, *one.weak) for one in themes()}
        names, groups = {one.id: one.name for one in themes()}, {}
    return _Known(names, {id_: frozenset(map(form_of, phrases)) for id_, phrases in listed.items()}, groups)


def _part(page: Page, part: Part) -> Problems | Practices:
    return page.content.problems if part == "problems" else page.content.practices


def _new(part: Part, pages: Iterable[Page]) -> Iterator[tuple[Page, Loc, NewCategory | NewTheme]]:
    for page in pages:
        new: tuple[NewCategory | NewTheme, ...] = _part(page, part).new
        for at, one in enumerate(new):
            yield page, (part, "new", at), one


def _faults_of_new(
    part: Part, new: Sequence[tuple[Page, Loc, NewCategory | NewTheme]], shipped: _Known
) -> Iterator[Fault]:
    for page, loc, one in new:
        if one.id in shipped.names:
            yield page.fault((*loc, "id"), f"{one.id} is there already; write its phrases under add")
        if one.name in shipped.names.values():
            yield page.fault((*loc, "name"), f"{one.name} is the name of another {KINDS[part]}")
        if isinstance(one, NewCategory) and one.group not in shipped.groups:
            groups = ", ".join(f"{id_} {name}" for id_, name in shipped.groups.items())
            yield page.fault((*loc, "group"), f"no such group: {one.group}; there are {groups}")
    yield from _repeated((page, (*loc, "id"), one.id) for page, loc, one in new)
    yield from _repeated((page, (*loc, "name"), one.name) for page, loc, one in new)


def _unknown(part: Part, pages: Iterable[Page], names: Mapping[str, str]) -> Iterator[Fault]:
    for page in pages:
        told = _part(page, part)
        for key, listed in (("add", told.add), ("drop", told.drop)):
            for id_ in sorted(listed.keys() - names.keys()):
                yield page.fault((part, key, id_), f"no such {KINDS[part]}: {id_}{_hint(id_, names)}")


def _hint(unknown: str, names: Mapping[str, str]) -> str:
    """The id that was meant: by its name, or one that looks like it."""
    named = [id_ for id_, name in names.items() if unknown == name]
    near = named or get_close_matches(unknown, sorted(names), 1, 0.5)
    return f"; did you mean {near[0]}?" if near else "; a new one stands under new"


def _not_there(part: Part, pages: Iterable[Page], shipped: _Known) -> Iterator[Fault]:
    for page in pages:
        for id_, listed in _part(page, part).drop.items():
            for at, phrase in enumerate(listed):
                if id_ in shipped.names and form_of(phrase) not in shipped.phrases[id_]:
                    loc = (part, "drop", id_, at)
                    yield page.fault(loc, f"{phrase} cannot be dropped: {id_} has no such phrase")


def _phrases(part: Part, pages: Iterable[Page]) -> Iterator[tuple[Page, Loc, str, str]]:
    """Every phrase that is added, with the id it is added to."""
    for page in pages:
        for id_, listed in _part(page, part).add.items():
            for at, phrase in enumerate(listed):
                yield page, (part, "add", id_, at), phrase, id_
    for page, loc, one in _new(part, pages):
        key, listed = ("variants", one.variants) if isinstance(one, NewCategory) else ("phrases", one.phrases)
        for at, phrase in enumerate(listed):
            yield page, (*loc, key, at), phrase, one.id


def _twice(said: Iterable[tuple[Page, Loc, str, str]]) -> Iterator[Fault]:
    """Phrases that are to name two entries at once."""
    first: dict[str, str] = {}
    for page, loc, phrase, id_ in said:
        if first.setdefault(form_of(phrase), id_) != id_:
            yield page.fault(loc, f"{phrase} is added to {first[form_of(phrase)]} already")


def _repeated(said: Iterable[Said]) -> Iterator[Fault]:
    seen: set[str] = set()
    for page, loc, word in said:
        if word in seen:
            yield page.fault(loc, f"{word} is given twice")
        seen.add(word)


def _faults_of_units(pages: Sequence[Page]) -> Iterator[Fault]:
    said = [(page, ("units", at, "unit"), one.unit) for page in pages for at, one in enumerate(page.content.units)]
    for page, loc, unit in said:
        if unit in shipped_units():
            yield page.fault(loc, f"the unit {unit} is there already")
    yield from _repeated(said)

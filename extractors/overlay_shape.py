"""The shape of the files in which analysts write their own words, and what a phrase or a unit may be."""

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from corpus.fold import fold
from extractors.lexicon import Strict, form_of
from extractors.units import UnitEntry
from extractors.yaml_lines import Loc, Written

# What only a regular expression holds; an analyst's phrases are taken as they stand.
PATTERN_MARKS = re.compile(r"[\\|^$\[\]{}*?]|\.\+|\(\?")
SHORTEST, LONGEST = 2, 40


def _plain(phrase: str) -> str:
    if PATTERN_MARKS.search(phrase):
        raise ValueError(f"{phrase}: phrases are plain words, not regular expressions")
    if "\n" in phrase or phrase != phrase.strip():
        raise ValueError(f"{phrase!r}: a phrase is one line without blanks around it")
    if not SHORTEST <= len(form_of(phrase)) <= LONGEST:
        raise ValueError(f"{phrase}: a phrase has {SHORTEST} to {LONGEST} characters")
    if not phrase.isprintable() or sum(map(str.isalnum, phrase)) < SHORTEST:
        raise ValueError(f"{phrase!r}: a phrase is made of words")
    return phrase


def _some(phrases: tuple[str, ...]) -> tuple[str, ...]:
    if not phrases:
        raise ValueError("there is no phrase in the list")
    return phrases


def _word(unit: str) -> str:
    plain = unit == unit.strip() and 0 < len(unit) <= LONGEST and not PATTERN_MARKS.search(unit)
    if not plain or unit[0].isnumeric() or not unit[0].isalnum() or not unit.isprintable():
        raise ValueError(f"{unit!r}: a unit is a plain word such as 畦")
    return fold(unit)


Phrase = Annotated[str, AfterValidator(_plain)]
Phrases = Annotated[tuple[Phrase, ...], AfterValidator(_some)]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9]*_[a-z0-9_]+$", max_length=60)]
Named = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=30, pattern=r"^[^\n\t]+$")]


class NewCategory(Strict):
    """A category of problems of the analyst's own, found by its variants."""

    id: Id
    name: Named
    group: str
    definition: str = ""
    variants: Phrases


class NewTheme(Strict):
    """A theme of practices of the analyst's own; a practice that holds one of its phrases belongs to it."""

    id: Id
    name: Named
    definition: str = ""
    phrases: Phrases


class OwnUnit(UnitEntry):
    """A measure word of the analyst's own."""

    unit: Annotated[str, AfterValidator(_word)]
    eg: tuple[str, ...] = ()


class _Part(Strict):
    add: dict[str, Phrases] = Field(default_factory=dict)
    drop: dict[str, Phrases] = Field(default_factory=dict)


class Problems(_Part):
    """What changes in the taxonomy of problems."""

    new: tuple[NewCategory, ...] = ()


class Practices(_Part):
    """What changes in the taxonomy of practices."""

    new: tuple[NewTheme, ...] = ()


class OverlayFile(Strict):
    """One file of an overlay."""

    problems: Problems = Problems()
    practices: Practices = Practices()
    units: tuple[OwnUnit, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong in a file, and where."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Page:
    """One file of an overlay as it was read."""

    name: str
    written: Written
    content: OverlayFile

    def fault(self, loc: Loc, message: str) -> Fault:
        """A message with file and line."""
        return Fault(self.name, self.written.line(loc), message)

"""The patterns of problem_patterns.yml: checked, with their word lists put in, compiled once per process."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal, Self

from pydantic import model_validator

from corpus.beginnings import begun
from extractors.lexicon import Entry, Strict, form_of, read_lexicon, unique
from extractors.overlay import Changes, active, per_overlay

SLOT = re.compile(r"\{([a-z_]+)\}")
# The end of a phrase: what follows belongs to something else.
END = (
    r"(?=$|[^一-龥]|的|等|问题|现象|和|及|与|以及|而|导致|造成|致使|使得|仍|依然|依旧|已|也|是|成为|制约|影响|状况|情况|局面|难题|困境|倾向|矛盾|"
    r"较为|尤为|十分|非常|突出|严重|明显|凸显|不利|难以|缺乏|亟待|有待|时有|重重|日益|并|且|,|但|却|又|就|都|还|了|终于|得到|已经|逐步|彻底|有了|均|成了历史)"
)


class Construction(Strict):
    """One way of saying a problem; `match` gives text -> the problem in it."""

    id: str
    pattern: str
    left: Literal["none", "subject", "required"] = "none"
    right: Literal["none", "object"] = "none"
    unless_after: str | None = None
    names: Literal["whole", "subject"] = "whole"
    cued: bool = False
    match: dict[str, str]
    no_match: tuple[str, ...]


class Governed(Strict):
    """Lists closed by 等问题 and the like, and what may open them."""

    openers: tuple[str, ...]
    openers_of_lists: tuple[str, ...]
    openers_of_siblings: tuple[str, ...]
    warners: str
    not_warned: str
    frames: tuple[str, ...]
    empty: tuple[str, ...]


class Cue(Strict):
    """Words that give a problem its status."""

    id: str
    pattern: str
    match: tuple[str, ...]
    no_match: tuple[str, ...]


class Patterns(Strict):
    """The file problem_patterns.yml."""

    version: str
    words: dict[str, tuple[str, ...]]
    constructions: tuple[Construction, ...]
    governed: Governed
    cut_after: tuple[str, ...]
    bearers: tuple[str, ...]
    bare_heads: tuple[str, ...]
    never: tuple[str, ...]
    not_after: str
    field_nouns: tuple[str, ...]
    field_after: str
    handled: str
    counted: str
    asserted: str
    absent: str
    cue_openers: tuple[str, ...]
    exists_after: str
    label_after: str
    contexts: tuple[Cue, ...]
    figures: tuple[Cue, ...]
    status: tuple[Cue, ...]

    @model_validator(mode="after")
    def _sound(self) -> Self:
        unique("construction", (construction.id for construction in self.constructions))
        for construction in self.constructions:
            spelled(construction.pattern, self.words)
            if construction.unless_after not in {None, *self.words}:
                raise ValueError(f"{construction.id}: no list of words named {construction.unless_after}")
        return self


class Category(Entry):
    """One category of the taxonomy; problems.yml says what the lists mean."""

    group: str
    ambiguous: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


class Taxonomy(Strict):
    """The file problems.yml."""

    version: str
    groups: dict[str, str]
    categories: tuple[Category, ...]

    @model_validator(mode="after")
    def _sound(self) -> Self:
        unique("category", (category.id for category in self.categories))
        for category in self.categories:
            unique(f"phrase of {category.id}", phrases_of(category))
        unknown = sorted({category.group for category in self.categories} - self.groups.keys())
        if unknown:
            raise ValueError(f"unknown group: {'、'.join(unknown)}")
        return self


def phrases_of(category: Category) -> tuple[str, ...]:
    """All phrases that may name a problem of the category."""
    return category.variants + category.ambiguous + category.targets


def any_of(words: Iterable[str]) -> str:
    """A pattern for one of the words (or patterns), the longest first."""
    return "(?:" + "|".join(sorted(set(words), key=lambda word: (-len(word), word))) + ")"


def spelled(pattern: str, words: Mapping[str, Iterable[str]]) -> str:
    """The pattern with {end} and the {name}s of word lists put in. Raises ValueError where there is no such list."""
    try:
        return SLOT.sub(lambda slot: END if slot[1] == "end" else any_of(words[slot[1]]), pattern)
    except KeyError as missing:
        raise ValueError(f"no list of words named {missing} for the pattern {pattern}") from None


@cache
def patterns() -> Patterns:
    """The patterns, read once per process."""
    return read_lexicon("problem_patterns.yml", Patterns)


@cache
def context(name: str) -> re.Pattern[str]:
    """The pattern of that name for what stands beside a problem."""
    return next(begun(cue.pattern) for cue in patterns().contexts if cue.id == name)


@cache
def taxonomy() -> Taxonomy:
    """The taxonomy of problems as it is shipped, read once per process: what the weights were trained on."""
    return read_lexicon("problems.yml", Taxonomy)


@per_overlay
def categories() -> tuple[Category, ...]:
    """The categories in use: those of the taxonomy with the analyst's own words, then the analyst's own."""
    own, shipped = active().problems, taxonomy().categories
    if not (own.add or own.drop):
        return shipped
    new = (
        Category(id=one.id, name=one.name, definition=one.definition, group=one.group, variants=own.add[one.id])
        for one in own.new
    )
    return (*(_changed(category, own) for category in shipped), *new)


def _changed(category: Category, own: Changes) -> Category:
    lists = {name: own.kept(category.id, getattr(category, name), form_of) for name in ("ambiguous", "targets")}
    variants = (*own.kept(category.id, category.variants, form_of), *own.add.get(category.id, ()))
    return category.model_copy(update={**lists, "variants": variants})

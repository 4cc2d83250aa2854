"""The names of themes and problem categories: those of the extractors' lexicons, then the analyst's own."""

from functools import cache

from pydantic import BaseModel

from extractors.lexicon import form_of, read_lexicon
from extractors.overlay import active, per_overlay

THEMES = "practice_themes.yml"
CATEGORIES = "problems.yml"


class Name(BaseModel):
    """What outputs need of an entry; the rest is the extractors'."""

    id: str
    name: str
    definition: str = ""
    group: str = ""
    variants: tuple[str, ...] = ()


class Themes(BaseModel):
    """The taxonomy of practices."""

    themes: tuple[Name, ...]


class Categories(BaseModel):
    """The taxonomy of problems; `groups` names those of the categories."""

    groups: dict[str, str]
    categories: tuple[Name, ...]


@cache
def _shipped_themes() -> dict[str, str]:
    return {theme.id: theme.name for theme in read_lexicon(THEMES, Themes).themes}


@cache
def _shipped_categories() -> tuple[Name, ...]:
    return read_lexicon(CATEGORIES, Categories).categories


@cache
def category_groups() -> dict[str, str]:
    """Group of problem categories -> its name."""
    return read_lexicon(CATEGORIES, Categories).groups


@per_overlay
def theme_names() -> dict[str, str]:
    """Theme id -> name."""
    return _shipped_themes() | {own.id: own.name for own in active().practices.new}


@per_overlay
def categories() -> tuple[Name, ...]:
    """The problem categories in the order of the taxonomy, with the phrases that name them."""
    own = active().problems
    listed = (*_shipped_categories(), *(Name(id=one.id, name=one.name) for one in own.new))
    return tuple(
        Name(
            id=one.id,
            name=one.name,
            definition=one.definition,
            group=one.group,
            variants=(*own.kept(one.id, one.variants, form_of), *own.add.get(one.id, ())),
        )
        for one in listed
    )


@per_overlay
def category_names() -> dict[str, str]:
    """Problem category id -> name."""
    return {category.id: category.name for category in categories()}

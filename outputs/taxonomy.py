"""The names of themes and problem categories, as the lexicons of the extractors have them."""

from functools import cache

from pydantic import BaseModel

from extractors.lexicon import read_lexicon

THEMES = "practice_themes.yml"
CATEGORIES = "problems.yml"


class Name(BaseModel):
    """What outputs need of an entry; the rest is the extractors'."""

    id: str
    name: str
    variants: tuple[str, ...] = ()


class Themes(BaseModel):
    """The taxonomy of practices."""

    themes: tuple[Name, ...]


class Categories(BaseModel):
    """The taxonomy of problems."""

    categories: tuple[Name, ...]


@cache
def theme_names() -> dict[str, str]:
    """Theme id -> name."""
    return {theme.id: theme.name for theme in read_lexicon(THEMES, Themes).themes}


@cache
def categories() -> tuple[Name, ...]:
    """The problem categories in the order of the taxonomy."""
    return read_lexicon(CATEGORIES, Categories).categories


@cache
def category_names() -> dict[str, str]:
    """Problem category id -> name."""
    return {category.id: category.name for category in categories()}

"""The taxonomy of practices: its themes with their cues and examples."""

from functools import cache

from pydantic import model_validator

from extractors.lexicon import Strict, read_lexicon, unique


class Theme(Strict):
    """One theme; `match` are practices of the theme, `no_match` of another."""

    id: str
    name: str
    definition: str
    strong: tuple[str, ...]
    cues: tuple[str, ...]
    weak: tuple[str, ...] = ()
    match: tuple[str, ...] = ()
    no_match: tuple[str, ...] = ()


class Themes(Strict):
    """The file practice_themes.yml."""

    themes: tuple[Theme, ...]

    @model_validator(mode="after")
    def _distinct(self) -> "Themes":
        unique("theme", (theme.id for theme in self.themes))
        return self


@cache
def themes() -> tuple[Theme, ...]:
    """The taxonomy of practices, read once per process."""
    return read_lexicon("practice_themes.yml", Themes).themes

"""The taxonomy of practices: its themes with their cues and examples."""

from functools import cache

from pydantic import model_validator

from extractors.lexicon import Strict, form_of, read_lexicon, unique
from extractors.overlay import Changes, active, per_overlay


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
    """The taxonomy of practices as it is shipped, read once per process: what the weights were trained on."""
    return read_lexicon("practice_themes.yml", Themes).themes


@per_overlay
def themes_in_use() -> tuple[Theme, ...]:
    """The themes with the analyst's own phrases as sure cues, then the analyst's own."""
    own = active().practices
    if not (own.add or own.drop):
        return themes()
    new = (
        Theme(id=one.id, name=one.name, definition=one.definition, strong=own.add[one.id], cues=()) for one in own.new
    )
    return (*(_changed(theme, own) for theme in themes()), *new)


def _changed(theme: Theme, own: Changes) -> Theme:
    lists = {name: own.kept(theme.id, getattr(theme, name), form_of) for name in ("cues", "weak")}
    strong = (*own.kept(theme.id, theme.strong, form_of), *own.add.get(theme.id, ()))
    return theme.model_copy(update={**lists, "strong": strong})

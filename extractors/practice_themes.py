"""What a practice is about: cues in its words, its body and the headings around it, weighed by theme."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pydantic import model_validator

from corpus.model import Document, Span
from extractors.lexicon import Hit, Phrases, Strict, read_lexicon, unique

FALLBACK = "T30_concept"
STRENGTH = {"strong": 3.0, "cues": 2.0, "weak": 0.6}
# How much a cue counts in the practice itself, in what it heads or the sentence around it, and in the heading above it.
OWN, LEAD, BODY, ABOVE = 2.0, 0.5, 0.3, 0.4
LEAD_LENGTH = 80
# What stands around counts less where the practice itself has a sure cue.
CLEAR = 0.3
# Ideas are the fallback; what a measure is about outweighs that it is a system, a duty or an activity.
BIAS = {FALLBACK: 0.6, "T18_system": 0.7, "T19_responsibility": 0.9, "T04_activity": 0.9}


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


@cache
def _phrases() -> Phrases:
    return Phrases((cue, of_themes[0][0]) for cue, of_themes in _weights().items())


@dataclass(frozen=True, slots=True)
class Cues:
    """All cues of a document in the order of the text."""

    hits: tuple[Hit, ...]
    starts: tuple[int, ...]

    def within(self, span: Span) -> Sequence[Hit]:
        """The cues that lie inside a range."""
        first, last = bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)
        return [hit for hit in self.hits[first:last] if hit.end <= span.end]


def _outermost(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Hits come by start, longest first: one is inside another if an earlier one reaches its end."""
    reach = 0
    for hit in hits:
        if hit.end > reach:
            reach = hit.end
            yield hit


def cues(document: Document) -> Cues:
    """The cues of all themes in a document, without those inside longer ones."""
    hits = tuple(_outermost(_phrases().find_all(document.folded)))
    return Cues(hits, tuple(hit.start for hit in hits))


@cache
def _weights() -> dict[str, tuple[tuple[str, float], ...]]:
    """Cue -> its themes and what it adds to each."""
    out: dict[str, dict[str, float]] = defaultdict(dict)
    for theme in themes():
        for strength, weight in STRENGTH.items():
            for cue in getattr(theme, strength):
                out[cue].setdefault(theme.id, weight * BIAS.get(theme.id, 1.0))
    return {cue: tuple(of_themes.items()) for cue, of_themes in out.items()}


def _weigh(hits: Iterable[Hit], weight: float, scores: dict[str, float]) -> None:
    """Each cue counts once, a repeated one half as much more."""
    for cue, times in Counter(hit.phrase for hit in hits).items():
        share = weight * (1.0 if times == 1 else 1.5)
        for theme, worth in _weights()[cue]:
            scores[theme] += share * worth


def theme_of(found: Cues, own: Span, body: Span | None, above: Iterable[Span]) -> str:
    """The theme with the highest score; the first of the taxonomy among equals, T30_concept where nothing speaks."""
    scores: dict[str, float] = defaultdict(float)
    _weigh(found.within(own), OWN, scores)
    clear = CLEAR if max(scores.values(), default=0.0) >= OWN * STRENGTH["strong"] else 1.0
    if body is not None:
        around = [hit for hit in found.within(body) if not own.start <= hit.start < own.end]
        lead = body.start + LEAD_LENGTH
        _weigh((hit for hit in around if hit.start < lead), LEAD * clear, scores)
        _weigh((hit for hit in around if hit.start >= lead), BODY * clear, scores)
    for span in above:
        _weigh(found.within(span), ABOVE, scores)
    best = max(scores.values(), default=0.0)
    return next((theme.id for theme in themes() if scores.get(theme.id) == best > 0), FALLBACK)

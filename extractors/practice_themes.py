"""What a practice is about: cues in its words, its body and the headings around it, weighed by theme, and a model's
judgement of the same ranges.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.model import Document, Span
from extractors.lexicon import Hit, Phrases
from extractors.overlay import per_overlay
from extractors.practice_lexicon import themes_in_use
from extractors.practice_topics import Topics, topics, weights

FALLBACK = "T30_concept"
STRENGTH = {"strong": 3.0, "cues": 2.0, "weak": 0.6}
# How much a cue counts in the practice itself, in what it heads or the sentence around it, and in the heading above it.
OWN, LEAD, BODY, ABOVE = 2.0, 0.5, 0.3, 0.4
LEAD_LENGTH = 80
# How much one point of the cues and the model's judgement of what stands around count beside its judgement of the
# practice itself (all three measured on labelled reports), and how many characters around and of the title it sees.
CUES, AROUND, HEADING, TITLE = 0.35, 0.35, 0.35, 0.1
NEAR_LENGTH, HEADED_LENGTH, TITLE_LENGTH = 40, 120, 60
# What stands around counts less where the practice itself has a sure cue.
CLEAR = 0.3
# Ideas are the fallback; what a measure is about outweighs that it is a system, a duty or an activity.
BIAS = {FALLBACK: 0.6, "T18_system": 0.7, "T19_responsibility": 0.9, "T04_activity": 0.9}


@per_overlay
def _phrases() -> Phrases:
    return Phrases((cue, of_themes[0][0]) for cue, of_themes in _weights().items())


@dataclass(frozen=True, slots=True)
class Cues:
    """All cues of a document in the order of the text, and what the model needs to judge its ranges."""

    hits: tuple[Hit, ...]
    starts: tuple[int, ...]
    topics: Topics
    title: Span | None

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
    titles = (paragraph for paragraph in document.paragraphs if paragraph.kind == "title")
    title = next((Span(found.start, min(found.end, found.start + TITLE_LENGTH)) for found in titles), None)
    return Cues(hits, tuple(hit.start for hit in hits), topics(document.folded), title)


@per_overlay
def _weights() -> dict[str, tuple[tuple[str, float], ...]]:
    """Cue -> its themes and what it adds to each."""
    out: dict[str, dict[str, float]] = defaultdict(dict)
    for theme in themes_in_use():
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


def _by_cues(found: Cues, own: Span, body: Span | None, above: Iterable[Span]) -> dict[str, float]:
    """What the cues of a practice, its body and the headings above it add up to, by theme."""
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
    return scores


def _near(own: Span, body: Span | None) -> tuple[Span, ...]:
    """What stands right before and after a practice in its sentence, or the beginning of what a heading heads."""
    if body is None:
        return ()
    if body.start >= own.end:
        return (Span(body.start, min(body.end, body.start + HEADED_LENGTH)),)
    before = Span(max(body.start, own.start - NEAR_LENGTH), own.start)
    return before, Span(own.end, min(body.end, own.end + NEAR_LENGTH))


def theme_of(found: Cues, own: Span, body: Span | None, above: Sequence[Span]) -> str:
    """The theme with the highest score; `above` are the headings above, outermost first. The first of the taxonomy
    among equals, T30_concept where nothing speaks.
    """
    by_cues = _by_cues(found, own, body, above)
    scores = CUES * np.array([by_cues.get(theme, 0.0) for theme in weights().themes])
    scores += found.topics.chances(own)
    scores += AROUND * found.topics.chances(*_near(own, body))
    if above:
        scores += HEADING * found.topics.of_heading(above[-1])
    if found.title:
        scores += TITLE * found.topics.of_heading(found.title)
    return weights().themes[int(scores.argmax())] if scores.any() else FALLBACK

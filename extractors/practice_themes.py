"""What a practice is about: cues in its words, its body and the headings around it, weighed by theme, and a model's
judgement of the same ranges.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from corpus.model import Document, Span
from extractors.overlay import per_overlay
from extractors.practice_cues import Cue, CueFinder, Cues
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
def _finder() -> CueFinder:
    return CueFinder(_weights())


@dataclass(frozen=True, slots=True)
class Asked:
    """A range whose theme is asked for, the text that tells what it is about, and the headings above, outermost
    first.
    """

    own: Span
    body: Span | None = None
    above: Sequence[Span] = ()


@per_overlay
def _weights() -> dict[str, tuple[tuple[str, float], ...]]:
    """Cue -> its themes and what it adds to each."""
    out: dict[str, dict[str, float]] = defaultdict(dict)
    for theme in themes_in_use():
        for strength, weight in STRENGTH.items():
            for cue in getattr(theme, strength):
                out[cue].setdefault(theme.id, weight * BIAS.get(theme.id, 1.0))
    return {cue: tuple(of_themes.items()) for cue, of_themes in out.items()}


def _weigh(hits: Iterable[Cue], weight: float, scores: dict[str, float]) -> None:
    """Each cue counts once, a repeated one half as much more."""
    worths, times = _weights(), dict[str, int]()
    for hit in hits:
        times[hit.phrase] = times.get(hit.phrase, 0) + 1
    for cue, count in times.items():
        share = weight * (1.0 if count == 1 else 1.5)
        for theme, worth in worths[cue]:
            scores[theme] += share * worth


def _by_cues(found: Cues, asked: Asked) -> dict[str, float]:
    """What the cues of a practice, its body and the headings above it add up to, by theme."""
    scores: dict[str, float] = defaultdict(float)
    own, body = asked.own, asked.body
    _weigh(found.within(own.start, own.end), OWN, scores)
    clear = CLEAR if max(scores.values(), default=0.0) >= OWN * STRENGTH["strong"] else 1.0
    if body is not None:
        around = [hit for hit in found.within(body.start, body.end) if not own.start <= hit.start < own.end]
        lead = body.start + LEAD_LENGTH
        _weigh([hit for hit in around if hit.start < lead], LEAD * clear, scores)
        _weigh([hit for hit in around if hit.start >= lead], BODY * clear, scores)
    for span in asked.above:
        _weigh(found.within(span.start, span.end), ABOVE, scores)
    return scores


def _near(own: Span, body: Span | None) -> tuple[Span, ...]:
    """What stands right before and after a practice in its sentence, or the beginning of what a heading heads."""
    if body is None:
        return ()
    if body.start >= own.end:
        return (Span(body.start, min(body.end, body.start + HEADED_LENGTH)),)
    before = Span(max(body.start, own.start - NEAR_LENGTH), own.start)
    return before, Span(own.end, min(body.end, own.end + NEAR_LENGTH))


def _cue_scores(folded: str, asked: Sequence[Asked]) -> NDArray[np.float64]:
    """One row for each question, one column for each theme of the model."""
    found, columns = _finder().find(folded), {theme: at for at, theme in enumerate(weights().themes)}
    scores = np.zeros((len(asked), len(columns)))
    for row, one in enumerate(asked):
        for theme, score in _by_cues(found, one).items():
            if theme in columns:
                scores[row, columns[theme]] = score
    return scores


def _by_headings(found: Topics, asked: Sequence[Asked]) -> NDArray[np.float64]:
    """What the innermost heading above each is about; each heading is judged once."""
    inner = [one.above[-1] if one.above else None for one in asked]
    headings = {heading: at for at, heading in enumerate(dict.fromkeys(inner))}
    judged = found.chances([(heading,) if heading else () for heading in headings])
    return np.asarray(judged[[headings[heading] for heading in inner]])


def _title(document: Document) -> tuple[Span, ...]:
    """The beginning of the first title, if there is one."""
    titles = (paragraph for paragraph in document.paragraphs if paragraph.kind == "title")
    return tuple(Span(one.start, min(one.end, one.start + TITLE_LENGTH)) for one in islice(titles, 1))


def themes_of(document: Document, asked: Sequence[Asked]) -> tuple[str, ...]:
    """The theme of each range, with the highest score: the first of the taxonomy among equals, T30_concept where
    nothing speaks.
    """
    if not asked:
        return ()
    found = topics(document.folded)
    scores = CUES * _cue_scores(document.folded, asked)
    scores += found.chances([(one.own,) for one in asked])
    scores += AROUND * found.chances([_near(one.own, one.body) for one in asked])
    scores += HEADING * _by_headings(found, asked)
    scores += TITLE * found.chances([_title(document)])
    names = weights().themes
    return tuple(names[int(row.argmax())] if row.any() else FALLBACK for row in scores)

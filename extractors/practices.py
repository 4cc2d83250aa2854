"""Practices (做法): measure headings, listed items, concrete actions and named initiatives, with theme and status."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.model import Document, Span
from extractors.base import Practice, PracticeStatus
from extractors.overlay import active
from extractors.practice_actions import actions
from extractors.practice_aims import aimed, under_problems
from extractors.practice_cells import cells, labelled
from extractors.practice_clauses import telling
from extractors.practice_demands import demands
from extractors.practice_heads import headed, quiet_area
from extractors.practice_slogans import slogans
from extractors.practice_spans import SPAN, Area, Candidate, free
from extractors.practice_status import mood, status_by_mood, status_of
from extractors.practice_themes import Asked, themes_of
from extractors.practice_words import COUNT, pattern

COUNTED = re.compile(rf"[^,。;]{{0,3}}{COUNT}")
# How far, in characters, the words of a sentence speak for an action or name in it.
NEAR = 120
# How many names back an action may repeat one.
RECENT = 20


def _aloud(found: Iterable[Candidate], quiet: Area) -> tuple[Candidate, ...]:
    """Those that do not start where no practices are told: a sentence may turn into speech half-way."""
    return tuple(candidate for candidate in found if candidate.span.start not in quiet)


@dataclass(frozen=True, slots=True)
class Names:
    """The named initiatives of a document in the order of the text, and their names without quotes."""

    named: Sequence[Candidate]
    bare: Sequence[str]


def _bare_name(name: Candidate, folded: str) -> str:
    """A name without the quotes and the noun after them."""
    words = name.span.of(folded)
    return words[1:].partition("”")[0] if words.startswith("“") else words


def _elaborates(document: Document, action: Candidate, names: Names) -> bool:
    """Whether an action only tells what a named initiative before it is: the activity again, or what came of it."""
    at = bisect_left(names.named, action.span, key=lambda name: name.span)
    if at == 0:
        return False
    name, folded, told = names.named[at - 1], document.folded, action.span.of(document.folded)
    if any(bare in told for bare in names.bare[max(0, at - RECENT) : at]):
        return True
    again = told.endswith("活动") and folded.endswith("活动", 0, name.span.end)
    if again and action.span.start - name.span.end < NEAR:
        return True
    same_sentence = action.body is not None and name.span.start in action.body
    came_of_it = same_sentence and pattern("plain_verbs").match(folded, action.span.start)
    return bool(came_of_it) and not COUNTED.match(folded, action.span.end)


def _outcomes(document: Document, told: Sequence[Candidate], taken: Sequence[Candidate]) -> frozenset[Candidate]:
    """The actions that only count what something set up before them was good for (设助学金，资助学生31名)."""
    folded, out = document.folded, set[Candidate]()
    everything = sorted((*taken, *told), key=lambda candidate: candidate.span.start)
    for before, action in pairwise(everything):
        if action.form != "action" or action.body is None or before.span.start not in action.body:
            continue
        if pattern("outcome_verbs").match(folded, action.span.start) and COUNTED.match(folded, action.span.end):
            founded = before.form == "slogan" or pattern("founding_verbs").match(folded, before.span.start)
            if founded or before in out:
                out.add(action)
    return frozenset(out)


def candidates(document: Document) -> tuple[Candidate, ...]:
    """All practices of a document without theme and status: headings and items first, then names, demands, actions."""
    quiet = quiet_area(document)
    heads = headed(document, quiet)
    sentences = tuple(telling(document, quiet))
    asked = _aloud(demands(document, sentences, heads), quiet)
    taken = (*heads, *free((candidate for candidate in asked if candidate.form == "item"), heads))
    named = slogans(document, quiet, taken)
    taken = (*taken, *named)
    taken = (*taken, *free(asked, taken))
    told = _aloud(actions(document, sentences, heads), quiet)
    names = Names(named, [_bare_name(name, document.folded) for name in named])
    told = free((action for action in told if not _elaborates(document, action, names)), taken)
    outcomes = _outcomes(document, told, taken)
    taken = (*taken, *(action for action in told if action not in outcomes))
    taken = (*taken, *free(_aloud(aimed(document, sentences, taken), quiet), taken))
    taken = (*taken, *free((*cells(document), *labelled(document), *under_problems(document)), taken))
    return tuple(sorted(taken, key=SPAN))


def _above(document: Document, span: Span) -> tuple[Span, ...]:
    return tuple(s.heading for s in document.sections_at(span.start) if not s.heading.overlaps(span))


def _in_outline(candidate: Candidate) -> bool:
    """A bare line of an outline heads nothing and stands in no sentence."""
    return candidate.body is None


def _statuses(document: Document, chosen: Sequence[Candidate]) -> tuple[PracticeStatus, ...]:
    """Each practice's status; what nothing around it tells follows what it stands under, then the document."""
    kind = mood(document, (c.body for c in chosen if c.form == "heading" and c.body))
    above: list[tuple[Span, PracticeStatus]] = []
    out = []
    for candidate in chosen:
        heads = candidate.body if candidate.form in ("heading", "item") else None
        while above and above[-1][0].end <= candidate.span.start:
            above.pop()
        told = status_of(document, kind, candidate.span, heads) or (above[-1][1] if above else None)
        status = told or ("proposed" if _in_outline(candidate) else status_by_mood(kind))
        if heads is not None:
            above.append((heads, status))
        out.append(status)
    return tuple(out)


def _around(candidate: Candidate) -> Span | None:
    """The text that tells what a practice is about: all that a heading heads, and of a sentence what stands near."""
    body = candidate.body
    if body is None or candidate.form in ("heading", "item"):
        return body
    return Span(max(body.start, candidate.span.start - NEAR), min(body.end, candidate.span.end + NEAR))


def _themes(document: Document, chosen: Sequence[Candidate]) -> tuple[str, ...]:
    """The theme that the analyst gives to the words of each practice, else the one that they and the text speak for."""
    asked = [Asked(one.span, _around(one), _above(document, one.span)) for one in chosen]
    own, judged = active().practices, themes_of(document, asked)
    return tuple(own.spoken(one.span.of(document.folded)) or theme for one, theme in zip(chosen, judged, strict=True))


def extract(document: Document) -> tuple[Practice, ...]:
    """The practices of a document in the order of the text."""
    chosen = candidates(document)
    told = zip(chosen, _themes(document, chosen), _statuses(document, chosen), strict=True)
    return tuple(
        Practice(one.span.start, one.span.end, one.span.of(document.text), theme, one.form, status)
        for one, theme, status in told
    )

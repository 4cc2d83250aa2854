"""What a text asks for or plans (要, 应当, 建议, 将)."""

import re
from collections.abc import Iterator, Sequence

from corpus.model import Document, Span
from extractors.practice_clauses import chunks, is_vague, telling
from extractors.practice_spans import Area, Candidate
from extractors.practice_words import measure, opener, subject_opener, will, without_counts, words


def demands(document: Document, quiet: Area, heads: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """What a text asks for or plans (要, 应当, 建议, 将): items under a measure heading, actions elsewhere."""
    items = Area.of(head.body for head in heads if head.form == "item" and head.body)
    bodies = Area.of(head.body for head in heads if head.form == "heading" and head.body)
    out: list[Candidate] = []
    for sentence in telling(document, quiet):
        if not items.touches(sentence):
            out.extend(_demanded(document, sentence, bodies.touches(sentence)))
    return tuple(out)


def _demanded(document: Document, sentence: Span, below_heading: bool) -> Iterator[Candidate]:
    folded, asked, open_list = document.folded, False, False
    for chunk in chunks(folded, sentence):
        opening = _opening(folded, chunk)
        asked = asked or opening is not None
        # Below a heading, only the first clause that names a measure is the item; the rest elaborates it.
        if opening is None and (open_list == below_heading or not asked):
            continue
        start = opening.end() if opening else chunk.start
        parts = tuple(_split(folded, Span(start, chunk.end), below_heading))
        open_list = open_list or bool(parts)
        for at, part in enumerate(parts):
            yield Candidate(part, "item" if below_heading and at == 0 else "action", sentence)


def _opening(folded: str, chunk: Span) -> re.Match[str] | None:
    """What makes a clause a demand or a plan: 要, 党支部要, 将."""
    plan = will().search(folded, chunk.start, chunk.end)
    if plan and plan.start() - chunk.start <= 14:
        return plan
    asked = opener().match(folded, chunk.start, chunk.end)
    return asked or subject_opener().match(folded, chunk.start, chunk.end)


def _split(folded: str, span: Span, whole: bool) -> Iterator[Span]:
    """The measures of a demand, split at 、 before another verb of two characters."""
    at = span.start
    if not _demand_verb(folded, at, span.end):
        return
    for mark in re.finditer("、", folded[span.start : span.end]):
        place = span.start + mark.start()
        if _demand_verb(folded, place + 1, span.end):
            yield from _trimmed(folded, Span(at, place), whole)
            at = place + 1
    yield from _trimmed(folded, Span(at, span.end), whole)


def _demand_verb(folded: str, at: int, end: int) -> bool:
    verb = measure().match(folded, at, end)
    return verb is not None and len(verb[0]) > 1 and verb[0] not in words("weak_leaders")


def _trimmed(folded: str, span: Span, whole: bool) -> Iterator[Span]:
    text = without_counts(span.of(folded))
    if 4 <= len(text) <= 40 and not re.search("以下|下列|如下", text) and (whole or not is_vague(text)):
        yield Span(span.start, span.start + len(text))

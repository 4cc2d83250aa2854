"""What a text asks for or plans (要, 应当, 建议, 将)."""

import re
from collections.abc import Iterator, Sequence

from corpus.model import Document, Span
from extractors.practice_clauses import Sentence, is_vague
from extractors.practice_spans import Area, Candidate
from extractors.practice_words import COUNT, measure, opener, pattern, subject_opener, will, without_counts, words

ADVICE = re.compile("(?:同时|此外|还|也|并)?建议(?!书)")
# 将 that only moves the object (将联建经费纳入预算).
# What takes a problem up again names no measure (破解这一难题).
AGAIN = re.compile("(?:破解|解决|化解|改变|扭转|克服|根治|做到)(?:好)?(?:这|该|上述|以上|此)")
DISPOSED = re.compile(r"[^,。;的把]{1,16}(?:纳入|列入|列为|作为|计入|并入|归入|整合为|划为|转为|定为)")


def demands(document: Document, told: Sequence[Sentence], heads: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """What a text asks for or plans (要, 应当, 建议, 将): items under a measure heading, actions elsewhere."""
    items = Area.of(head.body for head in heads if head.form == "item" and head.body)
    bodies = Area.of(head.body for head in heads if head.form == "heading" and head.body)
    out: list[Candidate] = []
    asked = False
    for one in told:
        sentence = one.span
        # A semicolon goes on with what was asked for before it.
        asked = asked and document.folded[sentence.start - 1] == ";"
        within = items.touches(sentence)
        asked, found = _demanded(
            document, _advised(document, one) if within else one, bodies.touches(sentence) and not within, asked
        )
        out.extend(found)
    return tuple(out)


def _advised(document: Document, sentence: Sentence) -> Sentence:
    """What a sentence that elaborates an item asks for besides (建议……), with what follows in it."""
    for at, clause in enumerate(sentence.clauses):
        if ADVICE.match(document.folded, clause.start, clause.end):
            return Sentence(sentence.span, sentence.clauses[at:])
    return Sentence(sentence.span, ())


def _demanded(
    document: Document, sentence: Sentence, below_heading: bool, asked: bool
) -> tuple[bool, tuple[Candidate, ...]]:
    """Whether anything is asked for up to the end of a sentence, and what in it."""
    folded, open_list, out = document.folded, False, list[Candidate]()
    carried = asked
    for chunk in sentence.clauses:
        opening = _opening(folded, chunk)
        asked = asked or opening is not None
        # Below a heading, the first clause that names a measure is the item; the rest elaborates it, save for figures.
        further = opening is None and open_list
        if not asked or (opening is None and not (below_heading or open_list or carried)):
            continue
        parts = tuple(_split(folded, Span(opening.end() if opening else chunk.start, chunk.end), below_heading))
        parts = tuple(part for part in parts if not (further and below_heading) or re.search(COUNT, chunk.of(folded)))
        open_list = open_list or bool(parts) or (opening is not None and _disposes(folded, opening.end(), chunk.end))
        for at, part in enumerate(parts):
            item = below_heading and at == 0 and not further
            out.append(Candidate(part, "item" if item else "action", sentence.span))
    return asked, tuple(out)


def _opening(folded: str, chunk: Span) -> re.Match[str] | None:
    """What makes a clause a demand or a plan: 要, 党支部要, 将."""
    plan = will().search(folded, chunk.start, chunk.end)
    if plan and plan.start() - chunk.start <= 14 and not DISPOSED.match(folded, plan.end(), chunk.end):
        return plan
    asked = opener().match(folded, chunk.start, chunk.end)
    return asked or subject_opener().match(folded, chunk.start, chunk.end)


def _disposes(folded: str, at: int, end: int) -> bool:
    """Whether a demand opens with what is to be done to a thing (应把集体经济列为考核内容); others may follow it."""
    return folded.startswith(("把", "将"), at) and not pattern("attitudes").search(folded, at, end)


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
    told = not AGAIN.match(text) and not re.search("以下|下列|如下", text)
    if 4 <= len(text) <= 40 and told and (whole or not is_vague(text)):
        yield Span(span.start, span.start + len(text))

"""Who does a practice, which quantities belong to it, and what is said to come of it."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from corpus.model import Document, Span
from extractors.base import Mention, Practice, Quantity
from extractors.clauses import clauses, piece_at, sentences
from extractors.practice_actors import START, subjects
from extractors.practice_results import continues, is_result

# How many characters of a long item are read.
LONGEST = 1500


def _headed(document: Document, practice: Practice) -> int:
    """Where what a heading or item heads ends: its section, or its paragraph where it heads no section."""
    own = Span(practice.start, practice.end)
    paragraph = document.paragraph_at(own.start)
    end = paragraph.end if paragraph else own.end
    for section in document.sections_at(own.start):
        if section.heading.overlaps(own):
            return max(own.end, section.end)
    return max(own.end, end)


def _bodies(document: Document, practices: Sequence[Practice]) -> Iterator[Span]:
    """What belongs to each practice: its clause, or what a heading or item heads up to the next of them."""
    heads = [one.start for one in practices if one.form in ("heading", "item")]
    for one in practices:
        if one.form in ("heading", "item"):
            following = bisect_left(heads, one.end)
            limit = heads[following] if following < len(heads) else len(document.text)
            yield Span(one.start, max(one.end, min(limit, _headed(document, one), one.start + LONGEST)))
        else:
            clause = piece_at(clauses(document), one.start)
            yield Span(min(clause.start, one.start), max(clause.end, one.end)) if clause else Span(one.start, one.end)


def _after(document: Document, own: Span, body: Span, headed: bool) -> tuple[Span, ...]:
    """The clauses that follow a practice in its sentence, or in what it heads."""
    pieces, whole = clauses(document), body
    if not headed:
        whole = piece_at(sentences(document), own.start) or body
    # What a heading heads begins with what was done.
    first = bisect_left(pieces, own.end, key=START) + (1 if headed else 0)
    last = bisect_left(pieces, whole.end, key=START)
    return pieces[first:last]


def _results(
    document: Document, own: Span, after: Sequence[Span], taken: Sequence[Span], headed: bool
) -> Iterator[Mention]:
    """The clauses that tell what came of it; those of a sentence end where further practices follow the first."""
    found = False
    for clause in after:
        practice = _holds(taken, clause)
        if not practice and is_result(document.folded, clause):
            found = True
            yield Mention(clause.start, clause.end, clause.of(document.text))
        elif practice and found and not headed:
            return


def _holds(taken: Sequence[Span], clause: Span) -> bool:
    """Whether a practice begins in a clause."""
    at = bisect_left(taken, clause.start, key=START)
    return at < len(taken) and taken[at].start < clause.end


def _own_part(document: Document, own: Span, body: Span, after: Sequence[Span], taken: Sequence[Span]) -> Span:
    """The part of its clause that is the practice's alone, with the clause behind it that goes on counting."""
    at = bisect_left(taken, own.end, key=START)
    start = max([body.start, *(span.end for span in taken[max(0, at - 2) : at] if span.end <= own.start)])
    if at < len(taken) and taken[at].start < body.end:
        return Span(start, taken[at].start)
    more = after[0] if after and after[0].start >= body.end else None
    further = more is not None and not _holds(taken, more) and continues(document.folded, more)
    return Span(start, more.end if more and further else body.end)


def _counts(quantity: Quantity, actors: Sequence[Mention]) -> bool:
    """Whether a quantity only counts those who act (12名退休教师)."""
    return any(actor.start <= quantity.start < actor.end for actor in actors)


def particulars(
    document: Document, practices: Sequence[Practice], quantities: Sequence[Quantity]
) -> tuple[Practice, ...]:
    """The practices with their actors, quantities and results; both lists in the order of the text."""
    taken = [Span(one.start, one.end) for one in practices]
    starts = [quantity.start for quantity in quantities]
    out = []
    for practice, own, body in zip(practices, taken, _bodies(document, practices), strict=True):
        headed = practice.form in ("heading", "item")
        after = _after(document, own, body, headed)
        reach = body if headed else _own_part(document, own, body, after, taken)
        actors = subjects(document, own, body, headed)
        inside = quantities[bisect_left(starts, reach.start) : bisect_left(starts, reach.end)]
        counts = tuple((one.start, one.end) for one in inside if not _counts(one, actors))
        results = tuple(_results(document, own, after, taken, headed))
        told = practice.text, practice.theme, practice.form, practice.status
        out.append(Practice(practice.start, practice.end, *told, actors, counts, results))
    return tuple(out)

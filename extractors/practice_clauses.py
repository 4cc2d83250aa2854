"""Where practices are told in running text: sentences, the clauses in them, and objects that are no thing to do."""

import re
from collections.abc import Iterator

from corpus.model import Document, Paragraph, Span
from extractors.clauses import sentences
from extractors.practice_spans import Area
from extractors.practice_words import UNIT, pattern, words

NOUN_AFTER = re.compile(r"[的者率量于力性化后前时和与及到至等、]|入手|方面|以来|之初|之后|中的|期间|过程")
# An office (派出所, 社保所), not 所 before a verb (群众所盼).
OFFICE = re.compile(r"[究务商法出管保税诊疗收易托卫检测计交育电水粮气]所$")
CHUNK = re.compile(rf"{UNIT}{{1,120}}")


def chunks(folded: str, sentence: Span) -> Iterator[Span]:
    """The clauses of a sentence, quotes and brackets kept whole."""
    for found in CHUNK.finditer(folded, sentence.start, sentence.end):
        yield Span(*found.span())


def is_vague(obj: str) -> bool:
    vague = pattern("vague_objects", after="$").search(obj)
    return bool(vague) and not is_concrete(obj)


def is_concrete(obj: str) -> bool:
    return bool(pattern("concrete_heads", after="$").search(obj.rstrip("”》")))


def telling(document: Document, quiet: Area) -> Iterator[Span]:
    """The sentences that may tell actions: not rows, bylines, headings and titles, not what is quiet."""
    for sentence in sentences(document):
        paragraph = document.paragraph_at(sentence.start)
        if paragraph is not None and sentence.start not in quiet and _is_prose(document, paragraph):
            yield sentence


def _is_prose(document: Document, paragraph: Paragraph) -> bool:
    """A title that is cut up by marks is the first line of an excerpt."""
    words_of = document.folded[paragraph.start : paragraph.end]
    cut_up = paragraph.kind == "title" and bool(re.search(r"[,;。]|\.$", words_of))
    return cut_up or paragraph.kind in ("text", "list", "note")


def blocked(before: str) -> bool:
    """Whether what stands before a verb denies it, bends it or makes it part of something else."""
    return bool(pattern("blocked_before", after="$").search(before)) and not OFFICE.search(before)


def opens(folded: str, chunk: Span, verb: re.Match[str], starts: frozenset[int]) -> bool:
    """Whether a verb is a predicate of its clause: at a word's start, not denied, not part of a noun."""
    before = folded[chunk.start : verb.start()]
    quoted = before.count("“") > before.count("”") or before.count("(") > before.count(")")
    return (
        verb.start() in starts
        and (verb.end() in starts or verb.end() == chunk.end or (verb.start() == chunk.start and len(verb[0]) > 1))
        and not quoted
        and not blocked(before)
        and not NOUN_AFTER.match(folded, verb.end())
        and not before.endswith("的")
        and not (verb[0] in words("nounable_verbs") and pattern("noun_before", after="$").search(before))
    )

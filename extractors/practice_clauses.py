"""Where practices are told in running text: sentences, the clauses in them, and objects that are no thing to do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.model import Document, Paragraph, Span
from extractors.clauses import sentences
from extractors.practice_spans import Area
from extractors.practice_words import UNIT, pattern, words

NOUN_AFTER = re.compile(
    r"[的者率量于力性化时及到至等、]|不(?:起|下去|了|动|好|到|出|够|力|足|平|多|少|断|怕)|后(?![进备])|前(?![沿端])|和(?!谐)|与(?!会)|入手|方面|以来|之初|之后|中的|期间|过程"
)
# An office (派出所, 社保所), not 所 before a verb (群众所盼).
OFFICE = re.compile(r"[究务商法出管保税诊疗收易托卫检测计交育电水粮气]所$")
CHUNK = re.compile(rf"{UNIT}{{1,120}}")


def _chunks(folded: str, sentence: Span) -> Iterator[Span]:
    for found in CHUNK.finditer(folded, sentence.start, sentence.end):
        yield Span(*found.span())


def is_vague(obj: str) -> bool:
    vague = pattern("vague_objects", after="$").search(obj)
    return bool(vague) and not is_concrete(obj)


def is_concrete(obj: str) -> bool:
    return bool(pattern("concrete_heads", after="$").search(obj.rstrip("”》")))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that may tell actions, and its clauses with quotes and brackets kept whole."""

    span: Span
    clauses: tuple[Span, ...]


def telling(document: Document, quiet: Area) -> Iterator[Sentence]:
    """The sentences that may tell actions: not rows, bylines, headings and titles, not what is quiet."""
    for sentence in sentences(document):
        if sentence.start in quiet:
            continue
        paragraph = document.paragraph_at(sentence.start)
        if paragraph is not None and _is_prose(document, paragraph):
            yield Sentence(sentence, tuple(_chunks(document.folded, sentence)))


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
        and not before.endswith(("的", "实现了", "实现"))
        and not (verb[0] in words("nounable_verbs") and pattern("noun_before", after="$").search(before))
    )

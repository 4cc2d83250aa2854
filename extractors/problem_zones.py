"""Stretches that tell what is wrong, or what was wrong before, and the clauses in them that no construction knows."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import rjieba

from corpus.beginnings import begun
from corpus.fold import fold
from corpus.model import Document, Paragraph, Section, Span
from extractors.lexicon import QUOTES, Strict, read_lexicon
from extractors.practice_cells import columns, tables
from extractors.problem_constructions import Candidate, constructed
from extractors.problem_figures import illustrates
from extractors.problem_keys import hint
from extractors.problem_patterns import Cue
from extractors.problem_spans import unquoted, without_tail

# Some type a full stop for 。: one that is no part of a number or a name ends a sentence too.
STATEMENT = re.compile(r"(?:[^。!?\n.]|(?<=[0-9A-Za-z])\.)+")
# A comma inside figures ends no clause, nor does one inside quotes.
CLAUSE = re.compile(r"(?:“[^“”\n]{0,40}”|[^,;:。!?\n—])+")
LEAST, MOST = 4, 34
PREDICATES = frozenset("vadilz")
# Sections of these roles inside one about problems are not about them.
OTHER_ROLES = ("practice", "outlook", "result")


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of clauses about what is wrong; `then`: about how it was before a change."""

    span: Span
    then: bool = False


class _Zones(Strict):
    """The file problem_zones.yml."""

    version: str
    zones: tuple[Cue, ...]


@cache
def zone_cues() -> tuple[Cue, ...]:
    """The patterns of zones and their clauses, read once per process."""
    return read_lexicon("problem_zones.yml", _Zones).zones


@cache
def _cue(name: str) -> re.Pattern[str]:
    return next(begun(cue.pattern) for cue in zone_cues() if cue.id == name)


def zones(document: Document) -> tuple[Zone, ...]:
    """The stretches about problems in the order of the text."""
    found: list[Zone] = []
    about = [section for section in document.sections if _about_problems(section)]
    told_apart = diagnosed(document)
    carried: int | None = None  # The level of the section in which a list of problems was announced.
    for paragraph in document.paragraphs:
        words = document.folded[paragraph.start : paragraph.end]
        tells = _tells(paragraph, words)
        if not tells or (carried is not None and not _goes_on(document, paragraph, carried)):
            carried = None
        if tells:
            announced = carried is not None or _under_problems(document, about, told_apart, paragraph)
            said = [Span(*one.span()) for one in STATEMENT.finditer(document.folded, paragraph.start, paragraph.end)]
            found.extend(_of_statements(document.folded, said, announced))
            if carried is None and paragraph.kind != "heading" and said and _announced(said[-1].of(document.folded)):
                section = document.section_at(paragraph.start)
                carried = section.level if section and not section.run_in else 0
    return tuple(sorted((*found, *_cells(document)), key=lambda zone: zone.span.start))


def _cells(document: Document) -> Iterator[Zone]:
    """The cells below 突出问题 in the head of a table."""
    for head, *rows in tables(document):
        wanted = columns(document, head, "problem_columns")
        yield from (Zone(row[at]) for row in rows for at in wanted if at < len(row) and row[at].end > row[at].start)


def _tells(paragraph: Paragraph, words: str) -> bool:
    """Whether the paragraph is running text or a heading that says more than that problems follow."""
    if paragraph.kind == "heading":
        return not _cue("title").search(_cue("clause_lead").sub("", words, count=1))
    return paragraph.kind not in ("title", "byline", "row", "note")


def _goes_on(document: Document, paragraph: Paragraph, level: int) -> bool:
    """Whether a list that was announced in a section of a level goes on with the paragraph."""
    words = document.folded[paragraph.start : paragraph.end]
    section = document.section_at(paragraph.start)
    if paragraph.kind == "heading" and (paragraph.level or 1) <= level:
        return False
    # The words of a problem (供给结构失衡) may look like a measure's, but not those of a main part.
    if section and (section.role in ("outlook", "result") or (section.level == 1 and section.role == "practice")):
        return False
    return bool(_cue("listed").match(words)) and not _turns(words)


def _under_problems(
    document: Document, about: Sequence[Section], told_apart: Sequence[Section], paragraph: Paragraph
) -> bool:
    """Whether a section around the paragraph is `about` problems and none inside it is about something else, or it
    stands in a section that a diagnosis consists of (`told_apart`).
    """
    if any(section.start <= paragraph.start < section.end for section in told_apart):
        return True
    if not any(section.start <= paragraph.start < section.end for section in about):
        return False
    section = document.section_at(paragraph.start)
    return section is None or section.role not in OTHER_ROLES


def diagnosed(document: Document) -> tuple[Section, ...]:
    """The sections below a heading that promises a diagnosis (找准……的症结), where half name problems."""
    found: list[Section] = []
    for outer in document.sections:
        if _cue("diagnosis").search(fold(outer.title)):
            inner = [one for one in document.sections if outer.start < one.start < outer.end and one is not outer]
            wrong = sum(bool(constructed(fold(one.title))) for one in inner)
            found.extend(inner if wrong and 2 * wrong >= len(inner) else ())
    return tuple(found)


def _about_problems(section: Section) -> bool:
    return section.role == "problem" and bool(_cue("title").search(fold(section.title)))


def _turns(words: str) -> bool:
    lead = _cue("clause_lead").match(words)
    return bool(_cue("turns").match(words, lead.end() if lead else 0))


def _of_statements(folded: str, said: Iterable[Span], announced: bool) -> Iterator[Zone]:
    """The zones in the sentences of a paragraph."""
    for span in said:
        words = span.of(folded)
        if _turns(words):
            announced = False
        behind = _announced(words)
        announced = announced or behind > 0 or bool(_cue("but").match(folded, span.start))
        if _cue("past").match(folded, span.start):
            yield Zone(span, then=True)
        elif announced or _cue("opens").match(folded, span.start):
            yield Zone(Span(span.start + behind, span.end))
        elif complaint := _cue("complains").search(folded, span.start, span.end):
            yield Zone(Span(complaint.end(), _quote_end(folded, complaint.end(), span.end)))


def _quote_end(folded: str, start: int, end: int) -> int:
    closing = folded.find(QUOTES[1], start, end)
    return closing + 1 if closing > 0 else end


# Asked twice of the last sentence of each paragraph.
@lru_cache(maxsize=4)
def _announced(words: str) -> int:
    """How far into a sentence the words reach that announce problems; 0 where there are none."""
    announcing = _cue("announce")
    if not hint(announcing.pattern).search(words):
        return 0
    for found in announcing.finditer(words):
        if not _cue("not_announced").search(words[: found.start()]):
            return found.end()
    return 0


def told_of_before(folded: str, found: Sequence[Zone], span: Span) -> bool:
    """Whether the problem stands in a stretch about how it was before a change."""
    zone = _then_around(found, span)
    return zone is not None and not _cue("now_again").search(folded, zone.span.start, span.start)


def told_of_after(folded: str, found: Sequence[Zone], span: Span) -> bool:
    """Whether it tells what became of how it was before: 以前人坐不满,现在凳子不够."""
    zone = _then_around(found, span)
    return zone is not None and bool(_cue("now_again").search(folded, zone.span.start, span.end))


def _then_around(found: Sequence[Zone], span: Span) -> Zone | None:
    at = bisect_right(found, span.start, key=lambda zone: zone.span.start) - 1
    return found[at] if at >= 0 and found[at].then and span.start in found[at].span else None


def told(folded: str, found: Sequence[Zone], taken: set[int]) -> Iterator[Candidate]:
    """The clauses of the zones that hold no problem yet (`taken` places) and are neither praise, measure nor frame."""
    problems = set(taken)
    for zone in found:
        for clause in CLAUSE.finditer(folded, zone.span.start, zone.span.end):
            span = trimmed(folded, Span(*clause.span()))
            if (
                taken.isdisjoint(range(*clause.span()))
                and says_what_is_wrong(folded, span, zone.then)
                and not _cue("clause_conceded").match(folded, clause.end() + 1)
                and not illustrates(folded, span, problems)
            ):
                problems.update(range(span.start, span.end))
                yield Candidate(span, span, "told")


def trimmed(folded: str, clause: Span) -> Span:
    """The clause without number, connective, who has the problem, and what closes it."""
    start, end = clause.start, clause.end
    lead = _cue("clause_lead").match(folded, start, end)
    start = lead.end() if lead else start
    who = _cue("clause_who").match(folded, start, end)
    if who and end - who.end() >= LEAST:
        start = who.end()
    if not folded[start:end].endswith(("了", "的")):
        end = without_tail(folded, start, end)
    return unquoted(folded, Span(start, end))


def says_what_is_wrong(folded: str, span: Span, then: bool) -> bool:
    """Whether a clause of a zone is taken for a problem."""
    words = span.of(folded)
    if not LEAST <= len(words) <= MOST or _cue("clause_not").match(words):
        return False
    if any(_cue(name).search(words) for name in ("clause_good", "clause_done", "clause_neutral")):
        return False
    if not then and _cue("figure").search(words) and not _cue("figure_bad").search(words):
        return False
    return bool(_cue("predicate").search(words)) or _predicates(rjieba.tag(words))


def _predicates(tagged: Iterable[tuple[str, str]]) -> bool:
    """Whether something is said of a thing: a lone noun phrase (少数边远村组) says nothing."""
    return any(tag[0] in PREDICATES for _, tag in tagged)

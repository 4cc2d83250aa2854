"""Catalogues of any size for measuring the site: cases of paragraphs of real ones with their findings."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeVar

from bench.cluster_scale import SYLLABLES, real
from bench.documents import document
from bench.site_search import made as drawn
from corpus.model import Outcome
from extractors.base import Findings, Mention, Practice, Problem, Quantity
from outputs.compact import Places, Saying, Sayings
from outputs.model import Case, Catalogue, CatalogueCase, Cluster, DocumentRecord, Period, PracticeCluster

SEED = 8
LENGTH, OWN = 300, 300  # characters of real paragraphs in a case, and of others that no case shares
SIMILAR, CLUSTER, COPIES = 5, 60, 40  # similar cases of each, cases of a cluster, one case in so many is a copy
SHORTEST, LONGEST = 20, 400  # characters of a paragraph
Found = TypeVar("Found", bound=Mention)


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph with what was found in it, counted from its beginning."""

    text: str
    practices: tuple[Practice, ...]
    problems: tuple[Problem, ...]
    quantities: tuple[Quantity, ...]


def _moved(one: Mention | None, by: int) -> Mention | None:
    return replace(one, start=one.start + by, end=one.end + by) if one else None


def _all_moved(found: Sequence[Mention], by: int) -> tuple[Mention, ...]:
    return tuple(Mention(one.start + by, one.end + by, one.text) for one in found)


def _practice(one: Practice, by: int) -> Practice:
    figures = tuple((start + by, end + by) for start, end in one.quantities)
    own = replace(one, start=one.start + by, end=one.end + by, quantities=figures)
    return replace(own, actors=_all_moved(one.actors, by), results=_all_moved(one.results, by))


def _problem(one: Problem, by: int) -> Problem:
    return replace(one, start=one.start + by, end=one.end + by)


def _quantity(one: Quantity, by: int) -> Quantity:
    own = replace(one, start=one.start + by, end=one.end + by)
    return replace(own, period=_moved(one.period, by), owner=_moved(one.owner, by))


def _reach(one: Mention) -> tuple[int, int]:
    """The range of a finding with all that belongs to it."""
    parts = [(one.start, one.end)]
    if isinstance(one, Practice):
        parts += [*one.quantities, *((part.start, part.end) for part in (*one.actors, *one.results))]
    if isinstance(one, Quantity):
        parts += [(part.start, part.end) for part in (one.period, one.owner) if part]
    return min(start for start, _ in parts), max(end for _, end in parts)


def _within(found: Sequence[Found], start: int, end: int) -> tuple[Found, ...]:
    reached = ((one, *_reach(one)) for one in found)
    return tuple(one for one, first, last in reached if start <= first and last <= end)


@cache
def pieces() -> tuple[Piece, ...]:
    """The paragraphs of real cases."""
    found = {}
    for case in real():
        document = case.record.document
        for line in document.paragraphs if document else ():
            if (
                document
                and SHORTEST <= line.end - line.start <= LONGEST
                and case.case.start <= line.start < case.case.end
            ):
                text, start = document.text[line.start : line.end], line.start
                practices = tuple(_practice(one, -start) for one in _within(case.practices, start, line.end))
                problems = tuple(_problem(one, -start) for one in _within(case.problems, start, line.end))
                quantities = tuple(_quantity(one, -start) for one in _within(case.quantities, start, line.end))
                found[text] = Piece(text, practices, problems, quantities)
    return tuple(found[text] for text in sorted(found))


def _findings(lines: Sequence[str], told: Sequence[Piece | None]) -> Findings:
    at, practices, problems, quantities = 0, [], [], []
    for line, piece in zip(lines, told, strict=True):
        if piece:
            practices += [_practice(one, at) for one in piece.practices]
            problems += [_problem(one, at) for one in piece.problems]
            quantities += [_quantity(one, at) for one in piece.quantities]
        at += len(line) + 1
    return Findings(tuple(quantities), (), tuple(practices), tuple(problems))


def _record(number: int, own: str, draw: random.Random) -> DocumentRecord:
    """A file of one case."""
    place = "".join(draw.sample(SYLLABLES, 3)) + draw.choice("县区镇村")
    told: list[Piece] = []
    while sum(len(one.text) for one in told) < LENGTH:
        told.append(draw.choice(pieces()))
    title = f"{place}：{told[0].text[:12].strip('，。、；：')}"
    lines = [title, *(one.text for one in told), own[:OWN].replace("\n", "")]
    text = document(f"{number % 97:02}/{place}{number}.pdf", lines)
    year = draw.randrange(2010, 2026)
    case = Case(title, place, place[-1], f"{place}委", 0, len(text.text), period=Period(str(year), str(year)))
    found = _findings(lines, [None, *told, None])
    return DocumentRecord(text.source, Outcome("ok"), text.media_type, text, found, (case,), checks=())


def _case(record: DocumentRecord, number: int, count: int) -> CatalogueCase:
    case = record.cases[0]
    near = tuple(f"c{(number + step) % count:08}" for step in range(1, min(count, SIMILAR + 1)))
    copied = f"c{number - 1:08}" if number % COPIES == 1 else None
    return CatalogueCase(
        f"c{number:08}", case, record, duplicate_of=copied, cluster=f"k{number // CLUSTER:06}", similar=near,
    )  # fmt: skip


def _clusters(cases: Sequence[CatalogueCase]) -> Iterator[Cluster]:
    for at in range(0, len(cases), CLUSTER):
        ids = tuple(one.id for one in cases[at : at + CLUSTER])
        themes = ((cases[at].practices[0].theme, len(ids)),) if cases[at].practices else ()
        label = cases[at].case.title
        yield Cluster(f"k{at // CLUSTER:06}", label, ids, ids[:3], themes, ("支部", "合作社"), f"第{at // 6000}组")


def _practice_clusters(cases: Sequence[CatalogueCase]) -> Iterator[PracticeCluster]:
    """Each wording with the cases that use it, as its own kind."""
    where: dict[tuple[str, str], list[tuple[str, int, int]]] = {}
    for case in cases:
        for one in case.practices:
            where.setdefault((one.theme, one.text), []).append((case.id, one.start, one.end))
    for number, ((theme, text), places) in enumerate(sorted(where.items())):
        saying = Saying(f"s{number:06}", text, Places.of(places))
        yield PracticeCluster(f"p{number:06}", text[:20], theme, Sayings.of((saying,)), (saying.id,), ())


def catalogue(number: int) -> Catalogue:
    """A catalogue of a number of cases, each in a file of its own; the same for the same number."""
    draw = random.Random(SEED)
    texts = (line.rsplit("\t", 1)[1] for line in drawn(number))
    records = sorted((_record(at, own, draw) for at, own in enumerate(texts)), key=lambda one: one.source.name)
    cases = tuple(_case(record, at, number) for at, record in enumerate(records))
    return Catalogue(tuple(records), cases, tuple(_clusters(cases)), practice_clusters=tuple(_practice_clusters(cases)))

"""A document as it may be shown to everybody: what was found in it, moved into an excerpt of short quotes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from corpus.model import Article, Document, Section, Span
from extractors.about import About, Stated
from extractors.base import Findings, Mention, Practice, Quantity
from outputs.answer import Answer
from outputs.answers import record_outright
from outputs.checks import record_checks
from outputs.checks_figures import Check
from outputs.excerpt import HEADING, LONGEST, Wanted, excerpt, excerpted, headings
from outputs.finding_ids import finding_ids
from outputs.model import Case, CopyConflict, DocumentRecord, KnownDocument, Review
from outputs.placing import KIND

Found = TypeVar("Found", bound=Mention)
OPENING = 40  # characters with which a case begins, where no heading opens it


def clipped(words: str, most: int = LONGEST) -> str:
    """Words that are no longer than a quote."""
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _span(one: Mention | Case) -> Span:
    return Span(one.start, one.end)


def _opening(document: Document, start: int, end: int) -> Span:
    """The first line of a range, as much of it as an excerpt holds."""
    line = document.text.find("\n", start, end)
    return Span(start, min(start + OPENING, end if line < 0 else line))


def _pointed_at(record: DocumentRecord) -> Iterator[Mention]:
    """Whose figures they are and of when, who did what, and what came of it."""
    for figure in record.findings.quantities:
        yield from filter(None, (figure.period, figure.owner))
    for practice in record.findings.practices:
        yield from (*practice.actors, *practice.results)


def _stated(record: DocumentRecord) -> Iterator[Stated]:
    for one in record.about:
        yield from filter(None, (one.title, one.author, one.issuer, one.number, one.kind, one.date))


def wanted(record: DocumentRecord, document: Document, conflicts: Iterable[CopyConflict]) -> Wanted:
    """What is published of a document: `conflicts` are those of its cases with copies of theirs."""
    found, short = record.findings, HEADING
    checked = (span for check in record_checks(record) for span in check.spans)
    stated = list(_stated(record))
    exact = (*found.quantities, *found.dates, *checked, *(one for one in stated if len(one.text) <= short))
    starts = {(0, len(document.text)), *((one.start, one.end) for one in record.cases)}
    told = (*found.quantities, *found.dates, *found.practices, *found.problems)
    return Wanted(
        facts=(*map(_span, exact), *(Span(one.start, one.end) for one in conflicts)),
        words=(
            *map(_span, (*found.practices, *found.problems)),
            *headings(document),
            *(_opening(document, *one) for one in sorted(starts)),
            *(Span(one.start, min(one.end, one.start + short)) for one in (*stated, *_pointed_at(record))),
        ),
        told=tuple(map(_span, told)),
    )


class Moving:
    """Everything that is said of one document, moved into its excerpt."""

    def __init__(self, record: DocumentRecord, document: Document, conflicts: Iterable[CopyConflict]) -> None:
        self.excerpt = excerpt(document, wanted(record, document, conflicts))
        self._short = excerpted(document, self.excerpt)
        self._known: dict[tuple[str, int, int], Mention] = {}
        self._old, self._whole = record, document
        self.record = self._moved_record()

    def whole(self, one: Found) -> Found | None:
        """A mention that is kept with all its words."""
        return self._placed(one, self.excerpt.whole(one.start, one.end))

    def cut(self, one: Found) -> Found | None:
        """A mention with those of its words that are kept."""
        return self._placed(one, self.excerpt.moved(one.start, one.end))

    def range(self, start: int, end: int) -> tuple[int, int]:
        """A range as far as it is kept; an empty one where nothing of it is."""
        span = self.excerpt.moved(start, end)
        if span is None:
            before = self.excerpt.moved(0, start)
            return (before.end, before.end) if before else (0, 0)
        return span.start, span.end

    def found(self, one: Found) -> Found | None:
        """The finding of the excerpt that a finding of the whole text became."""
        moved = self._known.get((KIND[type(one)], one.start, one.end))
        return moved if isinstance(moved, type(one)) else None

    def all_found(self, listed: Iterable[Found]) -> tuple[Found, ...]:
        """The findings of the excerpt that some of the whole text became."""
        return tuple(filter(None, map(self.found, listed)))

    def answers(self, listed: Iterable[Answer]) -> tuple[Answer, ...]:
        """The answers of which both ends are kept."""
        pairs = ((one, self.found(one.practice), self.found(one.problem)) for one in listed)
        return tuple(
            replace(one, practice=practice, problem=problem) for one, practice, problem in pairs if practice and problem
        )

    def case(self, one: Case) -> Case:
        """A case with a title no longer than a quote."""
        start, end = self.range(one.start, one.end)
        return replace(one, start=start, end=end, title=clipped(one.title))

    def _placed(self, one: Found, span: Span | None) -> Found | None:
        return replace(one, start=span.start, end=span.end, text=span.of(self._short.text)) if span else None

    def _all(self, listed: Iterable[Found], moved: Callable[[Found], Found | None]) -> tuple[Found, ...]:
        """The findings of one kind; of two that are cut to the same words the first."""
        kept: dict[tuple[int, int], Found] = {}
        for one in listed:
            new = moved(one)
            if new is not None and (new.start, new.end) not in kept:
                kept[new.start, new.end] = self._known[KIND[type(one)], one.start, one.end] = new
        return tuple(kept.values())

    def _wholes(self, listed: Iterable[Found]) -> tuple[Found, ...]:
        return tuple(filter(None, map(self.whole, listed)))

    def _quantity(self, one: Quantity) -> Quantity | None:
        period = self.whole(one.period) if one.period else None
        owner = self.whole(one.owner) if one.owner else None
        return self.whole(replace(one, period=period, owner=owner))

    def _practice(self, one: Practice) -> Practice | None:
        spans = (self.excerpt.whole(start, end) for start, end in one.quantities)
        figures = tuple((span.start, span.end) for span in spans if span)
        actors, results = self._wholes(one.actors), self._wholes(one.results)
        return self.cut(replace(one, quantities=figures, actors=actors, results=results))

    def _findings(self) -> Findings:
        found = self._old.findings
        return Findings(
            quantities=self._all(found.quantities, self._quantity),
            dates=self._all(found.dates, self.whole),
            practices=self._all(found.practices, self._practice),
            problems=self._all(found.problems, self.cut),
        )

    def _checks(self) -> Iterator[Check]:
        for one in record_checks(self._old):
            spans = self._wholes(one.spans)
            if len(spans) == len(one.spans):
                yield replace(one, spans=spans)

    def _about(self, said: About) -> About:
        title = self.cut(said.title) if said.title else None
        return About(
            title=replace(title, value=clipped(title.value)) if title else None,
            author=self.whole(said.author) if said.author else None,
            issuer=self.whole(said.issuer) if said.issuer else None,
            number=self.whole(said.number) if said.number else None,
            kind=self.cut(said.kind) if said.kind else None,
            date=self.whole(said.date) if said.date else None,
        )

    def _sections(self) -> Iterator[Section]:
        for one in self._whole.sections:
            heading = self.excerpt.moved(one.heading.start, one.heading.end)
            if heading is not None:
                start, end = self.range(one.start, one.end)
                yield replace(one, title=clipped(one.title, HEADING), heading=heading, start=start, end=end)

    def _article(self, one: Article) -> Article:
        start, end = self.range(one.start, one.end)
        heading = self.excerpt.moved(one.heading.start, one.heading.end) if one.heading else None
        title, author, body = (clipped(words) if words else None for words in (one.title, one.author, one.organisation))
        return replace(one, start=start, end=end, heading=heading, title=title, author=author, organisation=body)

    def _reviews(self) -> Iterator[Review]:
        for one in self._old.reviews:
            if moved := self._known.get((one.kind, one.start, one.end)):
                yield replace(one, start=moved.start, end=moved.end)

    def _ids(self) -> dict[tuple[str, int, int], str]:
        ids = finding_ids(self._old)
        return {(key[0], moved.start, moved.end): ids[key] for key, moved in self._known.items()}

    def _moved_record(self) -> DocumentRecord:
        old, findings = self._old, self._findings()
        return replace(
            old,
            document=replace(
                self._short,
                sections=tuple(self._sections()),
                articles=tuple(self._article(one) for one in self._whole.articles),
            ),
            findings=findings,
            cases=tuple(self.case(one) for one in old.cases),
            about=tuple(self._about(one) for one in old.about),
            relative_dates=self._wholes(old.relative_dates),
            checks=tuple(self._checks()),
            known=KnownDocument(self.answers(record_outright(old)), self._ids()),
            reviews=tuple(self._reviews()),
        )

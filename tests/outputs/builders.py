"""Records made by hand: a text, and which of its words are findings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from corpus.document import prepare_text
from corpus.model import Document, Outcome, Source
from extractors.base import Findings, Practice, Problem, Quantity
from extractors.practice_particulars import particulars
from outputs.model import Case, DocumentRecord, Period


@dataclass(frozen=True)
class Told:
    """What a text says: practices with themes, problems with categories, quantities with values and units."""

    practices: Sequence[tuple[str, str]] = ()
    problems: Sequence[tuple[str, str]] = ()
    quantities: Sequence[tuple[str, float, str]] = ()
    cases: Sequence[Case] | None = field(default=None)


def span(document: Document, words: str) -> tuple[int, int, str]:
    start = document.text.index(words)
    return start, start + len(words), words


def findings(document: Document, told: Told) -> Findings:
    practices = [Practice(*span(document, words), theme, "action", "done") for words, theme in told.practices]
    problems = [Problem(*span(document, words), category, "present") for words, category in told.problems]
    quantities = [
        Quantity(*span(document, words), "count", value, None, unit, None, ("约",), masked=False)
        for words, value, unit in told.quantities
    ]
    quantities.sort(key=lambda one: one.start)
    return Findings(
        quantities=tuple(quantities),
        practices=particulars(document, sorted(practices, key=lambda one: one.start), quantities),
        problems=tuple(sorted(problems, key=lambda one: one.start)),
    )


def whole_case(document: Document, title: str, place: str | None = None) -> Case:
    return Case(title, place, "县" if place else "不明", None, 0, len(document.text))


def record(
    name: str, text: str, told: Told | None = None, title: str | None = None, place: str | None = None
) -> DocumentRecord:
    """A readable document that is one case; `told.cases` says otherwise."""
    document = prepare_text(text, name)
    told = told or Told()
    cases = (whole_case(document, title or text.split("\n")[0], place),) if told.cases is None else tuple(told.cases)
    return DocumentRecord(document.source, Outcome("ok"), "text/plain", document, findings(document, told), cases)


def located(one: DocumentRecord, code: str, first: str, last: str | None) -> DocumentRecord:
    """The same record with a code and a period for its cases."""
    told = Period(first, last)
    cases = [replace(case, place_code=code, place_code_revision="2019-04", period=told) for case in one.cases]
    return replace(one, cases=tuple(cases))


def passages(name: str, text: str, told: Told | None = None) -> DocumentRecord:
    """A readable document without any case."""
    told = told or Told()
    return record(name, text, Told(told.practices, told.problems, told.quantities, ()))


def rejected(
    name: str, status: str = "rejected:encrypted", reason: str = "The file is locked with a password."
) -> DocumentRecord:
    return DocumentRecord(Source(name, "0" * 64, 10), Outcome(status, reason))


def renamed(records: Iterable[DocumentRecord], folder: str) -> list[DocumentRecord]:
    """The same documents after a move."""
    return [
        record(f"{folder}/{one.source.name}", one.document.text, None, one.cases[0].title, one.cases[0].place)
        for one in records
        if one.document is not None
    ]

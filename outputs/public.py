"""The catalogue for everybody: facts with short quotes in place of the texts.

All was worked out on the whole texts: clusters, copies, answers, checks and the ids stay as they are.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from extractors.base import Practice, Problem
from outputs.answers import answered
from outputs.compact import Passage, Passages, Places, Saying, Sayings
from outputs.kept_ids import marks
from outputs.model import (
    Catalogue,
    CatalogueCase,
    CopyConflict,
    DocumentRecord,
    KnownCase,
    Part,
    PracticeCluster,
    SetPassage,
    Unseen,
    Wording,
    Wordings,
)
from outputs.public_document import Moving, clipped

Movings = Mapping[str, Moving]  # by the name of the document


def public(catalogue: Catalogue) -> Catalogue:
    """The catalogue with excerpts in place of its documents."""
    conflicts: dict[str, list[CopyConflict]] = defaultdict(list)
    for case in catalogue.cases:
        conflicts[case.record.source.name].extend(case.copy_conflicts)
    movings = {
        one.source.name: Moving(one, one.document, conflicts[one.source.name])
        for one in catalogue.records
        if one.document is not None
    }
    homes = {case.id: movings[case.record.source.name] for case in catalogue.cases}
    return replace(
        catalogue,
        records=tuple(_record(one, movings) for one in catalogue.records),
        cases=tuple(_case(one, homes) for one in catalogue.cases),
        unseen=Unseen(
            _wordings(catalogue.unseen.problems, movings),
            _wordings(catalogue.unseen.practices, movings),
        ),
        set_passages=tuple(_set_passage(one, homes) for one in catalogue.set_passages),
        practice_clusters=tuple(_practice_cluster(one, homes) for one in catalogue.practice_clusters),
        profile="public",
        corrections=(),  # they quote, and say who corrected what; a public build is given them each time
        corrections_read=(),
    )


def _record(one: DocumentRecord, movings: Movings) -> DocumentRecord:
    return movings[one.source.name].record if one.document is not None else one


def _case(one: CatalogueCase, homes: Movings) -> CatalogueCase:
    home = homes[one.id]
    said = answered(one)
    return replace(
        one,
        case=home.case(one.case),
        record=home.record,
        passages=Passages.of(filter(None, map(partial(_passage, home), one.passages))),
        parts=tuple(_part(home, part) for part in one.parts),
        copy_conflicts=tuple(
            filter(None, (_conflict(home, homes[other.other], other) for other in one.copy_conflicts))
        ),
        known=KnownCase(marks(one), replace(said, kept=home.answers(said.kept))),
    )


def _part(home: Moving, one: Part) -> Part:
    start, end = home.range(one.start, one.end)
    return replace(one, start=start, end=end)


def _passage(home: Moving, one: Passage) -> Passage | None:
    """A passage as far as it is kept."""
    span = home.excerpt.moved(one.start, one.end)
    return replace(one, start=span.start, end=span.end) if span else None


def _conflict(here: Moving, there: Moving, one: CopyConflict) -> CopyConflict | None:
    mine = here.excerpt.whole(one.start, one.end)
    theirs = there.excerpt.whole(one.other_start, one.other_end)
    if mine is None or theirs is None:
        return None
    return replace(one, start=mine.start, end=mine.end, other_start=theirs.start, other_end=theirs.end)


def _set_passage(one: SetPassage, homes: Movings) -> SetPassage:
    start, _ = homes[one.where[0]].range(one.start, one.start + len(one.text))
    return replace(one, text=clipped(one.text), start=start)


def _saying(one: Saying, homes: Movings) -> Saying:
    """A practice with its places, as far as the excerpts hold it."""
    where = Places.of((case, *homes[case].range(start, end)) for case, start, end in one.where)
    return replace(one, text=clipped(one.text), where=where)


def _practice_cluster(one: PracticeCluster, homes: Movings) -> PracticeCluster:
    return replace(one, practices=Sayings.of(_saying(said, homes) for said in one.practices))


def _wordings(found: Wordings, movings: Movings) -> Wordings:
    return replace(found, listed=tuple(filter(None, (_wording(one, movings) for one in found.listed))))


def _wording(one: Wording, movings: Movings) -> Wording | None:
    home, example = movings[one.record.source.name], one.example
    if not isinstance(example, Practice | Problem) or (moved := home.found(example)) is None:
        return None
    return replace(one, record=home.record, example=moved)

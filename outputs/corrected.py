"""Corrections replayed on what was read: each finds its words again, then the records are as the analysts say."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from outputs.anchors import Found, Shelf, elsewhere
from outputs.aside import laid_like
from outputs.corrected_cases import corrected_cases
from outputs.corrected_findings import corrected_findings
from outputs.corrections import (
    Correction,
    Key,
    Known,
    MergeClusters,
    OfCase,
    OfFinding,
    Place,
    RenameCluster,
    Replayed,
    Withdrawn,
)
from outputs.model import DocumentRecord
from outputs.sketch import sketched

OfText = OfFinding | OfCase
WAITING = "Its cluster is looked for once the clusters have their ids."


def place_of(one: OfText) -> Place:
    """The words that a correction is about."""
    return one.finding if isinstance(one, OfFinding) else one.case


def _taken_back(corrections: Sequence[Correction]) -> tuple[list[Correction], list[Replayed]]:
    """The corrections that nobody took back since, and what is settled by that."""
    there: dict[str, Correction] = {}
    settled: dict[str, Replayed] = {}
    said = {one.xid for one in corrections}
    for one in corrections:
        if not isinstance(one, Withdrawn):
            there[one.xid] = one
        elif (gone := there.pop(one.of, None)) is not None:
            settled[one.of] = Replayed(gone, "withdrawn", f"Taken back by {one.xid}.")
            settled[one.xid] = Replayed(one, "held")
        elif one.of in settled:
            settled[one.xid] = Replayed(one, "held")
        elif one.of in said:
            settled[one.xid] = Replayed(one, "overridden", f"{one.of} was said again since.")
        else:
            settled[one.xid] = Replayed(one, "invalid", f"There is no correction {one.of} that it could take back.")
    return list(there.values()), list(settled.values())


def _latest(corrections: Iterable[Correction]) -> tuple[list[Correction], list[Replayed]]:
    """Of corrections that say of the same cut or cluster something else, the last; findings and what is mended of a
    case are settled field by field where they stand.
    """
    kept: dict[Key, Correction] = {}
    settled = []
    for number, one in enumerate(corrections):
        alone = isinstance(one, RenameCluster | MergeClusters)
        key = one.target if alone else (str(number),)
        if before := kept.pop(key, None):
            settled.append(Replayed(before, "overridden", f"A later one says otherwise of the same: {one.xid}."))
        kept[key] = one
    return list(kept.values()), settled


def _gone(shelf: Shelf, one: OfText) -> Replayed:
    """A correction whose words are nowhere."""
    place = place_of(one)
    likely = next(shelf.likely(place.document), None)
    if likely is None:
        return Replayed(one, "no_document", "The file is not among those that were read.")
    said = "Its sentence is no longer in the file; look there and mark it anew."
    return Replayed(one, "text_changed", said, likely.source.name)


def _found(
    shelf: Shelf, ours: Sequence[OfText]
) -> tuple[dict[str, list[tuple[OfText, Found]]], dict[str, str], list[Replayed]]:
    """Name of each document -> its corrections with their places: what is said of a file holds for every copy of it.
    Then id of each correction -> the name of the document that it was said of, and those whose words are nowhere.
    """
    places = [place_of(one) for one in ours]
    at = {number: found for number, place in enumerate(places) if (found := shelf.find(place))}
    lost = [number for number, place in enumerate(places) if number not in at and _is_lost(shelf, place)]
    at |= {lost[number]: found for number, found in elsewhere(shelf, [places[one] for one in lost]).items()}
    told: dict[str, list[tuple[OfText, Found]]] = defaultdict(list)
    for number, found in sorted(at.items()):
        for each in (found, *shelf.copies(found)):
            told[each.record.source.name].append((ours[number], each))
    names = {ours[number].xid: found.record.source.name for number, found in at.items()}
    return told, names, [_gone(shelf, one) for number, one in enumerate(ours) if number not in at]


def _is_lost(shelf: Shelf, place: Place) -> bool:
    return next(shelf.likely(place.document), None) is None


def _record(record: DocumentRecord, told: Sequence[tuple[OfText, Found]]) -> tuple[DocumentRecord, list[Replayed]]:
    findings = [(one, found) for one, found in told if isinstance(one, OfFinding)]
    cases = [(one, found) for one, found in told if isinstance(one, OfCase)]
    record, replayed = corrected_findings(record, findings) if findings else (record, [])
    record, more = corrected_cases(record, cases) if cases else (record, [])
    return sketched(replace(record, sketches=b"")), [*replayed, *more]


def corrected(
    records: Iterable[DocumentRecord], known: Known
) -> tuple[tuple[DocumentRecord, ...], tuple[Replayed, ...]]:
    """The records after all corrections of findings and cases, and each correction with its state, in their order;
    those of clusters hold until the clusters are there.
    """
    records = tuple(records)
    standing, settled = _taken_back(known.corrections)
    last, more = _latest(standing)
    shelf = Shelf(records)
    told, names, gone = _found(shelf, [one for one in last if isinstance(one, OfFinding | OfCase)])
    done = [*settled, *more, *gone]
    done += [Replayed(one, "held", WAITING) for one in last if isinstance(one, RenameCluster | MergeClusters)]
    after = []
    for record in records:
        ours = told.get(record.source.name)
        found, replayed = _record(record, ours) if ours else (record, [])
        after.append(laid_like(found, record))
        done += [one for one in replayed if names[one.correction.xid] == record.source.name]
    by_id = {one.correction.xid: one for one in done}
    return tuple(after), tuple(by_id[one.xid] for one in known.corrections)

"""Figures that were held against each other, and words that reports share."""

from collections.abc import Iterator

from outputs.checks_rows import RULES, VERDICTS, explained, quoted, record_rows
from outputs.jsonfile import fragment
from outputs.leaves import Leaf
from outputs.model import CatalogueCase
from outputs.record import Json
from outputs.site.scripts import Named, Raw, shards
from outputs.site.shelf import Shelf, named

ROWS = 200
PASSAGES = 300
ORDER = tuple(VERDICTS)


def home(case: CatalogueCase | None, leaf: Leaf) -> Json:
    """Where a check or figure stands, as lists tell it: in a case, else in a file, which then lends its name."""
    told = named(case) if case else {"title": leaf.record.source.name, "place": None}
    return {"case": case.id if case else None, "document": leaf.id, **told}


def check_piece(leaf: Leaf) -> list[tuple[str, bytes]]:
    """The checks of one document: verdict, and what the list shows."""
    return [
        (
            check.verdict,
            fragment(
                {
                    "verdict": check.verdict,
                    "rule": check.rule,
                    "note": explained(check),
                    "quote": quoted(leaf.document, check),
                    "spans": [[one.start, one.end, one.text] for one in check.spans],
                    **home(case, leaf),
                }
            ),
        )
        for case, _, check in record_rows(leaf.record, leaf.cases)
    ]


def _between_copies(shelf: Shelf) -> Iterator[Json]:
    """What the leading copy of a report and another one give differently, told once."""
    for case in shelf.cases:
        for one in case.copy_conflicts if case.duplicate_of is None else ():
            other = shelf.cases[shelf.numbers[one.other]]
            yield {
                "case": case.id,
                "title": case.case.title,
                "text": one.text,
                "start": one.start,
                "end": one.end,
                "other": other.id,
                "other_file": other.record.source.name,
                "other_text": one.other_text,
                "other_start": one.other_start,
                "other_end": one.other_end,
                "file": case.record.source.name,
            }


def checks(shelf: Shelf) -> Iterator[Named]:
    """All checks in shards by verdict, conflicts first; and what copies of one report give differently."""
    found: dict[str, list[Raw]] = {verdict: [] for verdict in ORDER}
    for _, piece in shelf.rows.of("checks"):
        for verdict, told in piece:
            found[verdict].append(Raw(told))
    for verdict in ORDER:
        yield from shards(f"checks/{verdict.replace(' ', '-')}", found[verdict], ROWS)
    names = {"rules": RULES, "verdicts": [[verdict, VERDICTS[verdict], len(found[verdict])] for verdict in ORDER]}
    copies = list(_between_copies(shelf))
    yield from shards("checks/copies", copies, ROWS)
    yield "checks", {**names, "rows": ROWS, "copies": len(copies)}


def shared_passages(shelf: Shelf) -> Iterator[Named]:
    """The words that many reports share, the most shared first, and the cases with the least words of their own."""
    names = {case.id: case.case.title for case in shelf.cases}
    listed = [
        {"text": one.text, "reports": one.reports, "where": [[id_, names[id_]] for id_ in one.where if id_ in names]}
        for one in shelf.catalogue.set_passages[:PASSAGES]
    ]
    copied = sorted((c for c in shelf.cases if c.passages and not c.duplicate_of), key=lambda c: (c.own_share, c.id))
    cases = [{"id": c.id, **named(c), "own": c.own_share} for c in copied[:PASSAGES]]
    in_all = shelf.catalogue.set_passages_in_all
    yield "passages", {"in_all": in_all, "passages": listed, "cases": cases, "cases_in_all": len(copied)}

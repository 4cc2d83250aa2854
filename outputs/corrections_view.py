"""The form in which corrections are published, each with what became of it; the next build reads it again."""

from collections import Counter
from collections.abc import Iterable, Mapping

from outputs.corrections import Replayed
from outputs.model import Catalogue, CatalogueCase
from outputs.record import Json
from outputs.views import schema_id

STATES = ("held", "text_changed", "no_document", "overridden", "withdrawn", "invalid")


def states(replayed: Iterable[Replayed]) -> dict[str, int]:
    """State -> how many corrections are in it; those that none is in are left out."""
    found = Counter[str](one.state for one in replayed)
    return {state: found[state] for state in STATES if found[state]}


def _cases(catalogue: Catalogue) -> dict[str, list[CatalogueCase]]:
    """Name of each document that a correction stands in -> its cases, the smallest first."""
    found: dict[str, list[CatalogueCase]] = {one.name: [] for one in catalogue.corrections if one.name}
    for case in sorted(catalogue.cases, key=lambda case: (case.case.end - case.case.start, case.id)):
        if case.record.source.name in found:
            found[case.record.source.name].append(case)
    return found


def _now(one: Replayed, ids: Mapping[str, str], cases: Mapping[str, list[CatalogueCase]]) -> Json | None:
    """Where a correction stands now: id and name of its document, the innermost case around it and its range, or its
    cluster.
    """
    if one.cluster:
        return {"cluster": one.cluster}
    if one.name is None or one.start is None or one.end is None:
        return None
    start, end = one.start, one.end
    inside = (case.id for case in cases[one.name] if case.case.start <= start and end <= case.case.end)
    return {"document": ids.get(one.name), "name": one.name, "case": next(inside, None), "start": start, "end": end}


def corrections_listed(catalogue: Catalogue, ids: Mapping[str, str]) -> list[Json]:
    """Every correction in the order in which they hold, as it was written, with its id, its state and where it stands
    now; `ids` are those of the documents by their names.
    """
    cases = _cases(catalogue)
    return [
        one.correction.body
        | {"id": one.correction.xid, "state": one.state, "reason": one.reason, "now": _now(one, ids, cases)}
        | ({"said_now": one.said_now} if one.said_now else {})
        for one in catalogue.corrections
    ]


def corrections_view(catalogue: Catalogue, ids: Mapping[str, str]) -> Json:
    """`corrections.json`; `ids` are those of the documents by their names."""
    return {
        "schema": schema_id("corrections"),
        "read": list(catalogue.corrections_read),
        "states": states(catalogue.corrections),
        "corrections": corrections_listed(catalogue, ids),
    }

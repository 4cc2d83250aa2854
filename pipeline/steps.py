"""The steps after reading, each a plain function: no Prefect, no clock in what they return."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from outputs.catalogue import build_catalogue
from outputs.corrected import corrected
from outputs.corrections import NOTHING, Known
from outputs.model import Catalogue, DocumentRecord, Profile
from outputs.publish import Published, publish
from outputs.render import Calls
from outputs.settled import NONE, Standing
from pipeline.conversions import check_disk
from pipeline.plan import Plan
from pipeline.settings import state_folder
from pipeline.withhold import public_corrections, public_records


def catalogue_of(
    records: Iterable[DocumentRecord],
    known: Known = NOTHING,
    profile: Profile = "full",
    before: Standing = NONE,
) -> Catalogue:
    """Cases, duplicates, clusters and links of all records, whatever their order, as the analysts corrected them;
    `before` tells how they stood together in the catalogue that this one replaces.

    Raises DiskError where documents are missing for want of room: a catalogue without them would be a wrong one.
    """
    ordered = sorted(records, key=lambda record: record.source.name)
    check_disk(ordered)
    shown, said = ordered, known
    if profile == "public":
        shown, said = list(public_records(ordered)), public_corrections(known, ordered)
    as_told, replayed = corrected(shown, said)
    built = build_catalogue(as_told, before)
    return replace(built, profile=profile, corrections=replayed, corrections_read=known.read)


@dataclass(frozen=True, slots=True)
class Built:
    """A catalogue and the folder that it was published in."""

    catalogue: Catalogue
    published: Published


def publish_catalogue(catalogue: Catalogue, plan: Plan, run: Mapping[str, Any], calls: Calls | None = None) -> Built:
    """Stage, check and swap the catalogue in; the old one stands whole until then. `run` goes to run.json; `calls` has
    other processes do what is done document by document.
    """
    seen = plan.corrections.seen
    state, keep = state_folder(plan.out), plan.settings.keep
    return Built(catalogue, publish(catalogue, plan.out, state, run, plan.roots, seen, keep, calls))

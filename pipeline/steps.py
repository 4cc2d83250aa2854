"""The steps after reading, each a plain function: no Prefect, no clock in what they return."""

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from corpus.system import LARGE, M_MMAP_THRESHOLD, give_back_memory, set_malloc
from outputs.calls import Calls
from outputs.catalogue import build_catalogue
from outputs.corrected import corrected
from outputs.corrections import NOTHING, Known
from outputs.kept_results import Kept, KeptResults, nothing_kept
from outputs.model import Catalogue, DocumentRecord, Profile
from outputs.publish import Published, publish
from outputs.settled import NONE, Standing, standing
from pipeline.conversions import check_disk
from pipeline.plan import Plan
from pipeline.settings import state_folder
from pipeline.versions import catalogue_version
from pipeline.withhold import public_corrections, public_records

RESULTS = "results.bin"  # in the state folder, see `outputs.kept_results`
# Values that are made before garbage is looked for: with the 700 of Python, publishing takes a twelfth longer.
SELDOM = 20_000


@contextmanager
def _at_rest() -> Iterator[None]:
    """Until its end, what is there now is not looked through for garbage: to look through the records of all documents
    again and again takes a third of the time of building a catalogue of them. What is free goes back to the system.
    """
    set_malloc({M_MMAP_THRESHOLD: LARGE})
    give_back_memory()
    often = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(SELDOM, *often[1:])
    try:
        yield
    finally:
        gc.set_threshold(*often)
        gc.unfreeze()


def catalogue_of(
    records: Iterable[DocumentRecord],
    known: Known = NOTHING,
    profile: Profile = "full",
    before: Standing = NONE,
    kept: Kept = nothing_kept,
    calls: Calls | None = None,
) -> Catalogue:
    """Cases, duplicates, clusters and links of all records, whatever their order, as the analysts corrected them;
    `before` tells how they stood together in the catalogue that this one replaces; what is in `kept` is not worked out
    again; `calls` has other processes do what needs the lexicons.

    Raises DiskError where documents are missing for want of room: a catalogue without them would be a wrong one.
    """
    ordered = sorted(records, key=lambda record: record.source.name)
    check_disk(ordered)
    shown, said = ordered, known
    if profile == "public":
        shown, said = list(public_records(ordered)), public_corrections(known, ordered)
    as_told, replayed = corrected(shown, said)
    with _at_rest():
        built = build_catalogue(as_told, before, kept, calls)
    return replace(built, profile=profile, corrections=replayed, corrections_read=known.read)


def planned_catalogue(records: Iterable[DocumentRecord], plan: Plan, calls: Calls | None = None) -> Catalogue:
    """The same as a plan wants it, over the catalogue that stands in its place; raises DiskError."""
    with KeptResults(state_folder(plan.out) / RESULTS, catalogue_version(plan.overlay)) as kept:
        return catalogue_of(records, plan.corrections, plan.settings.profile, standing(plan.out), kept, calls)


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
    with _at_rest():
        return Built(catalogue, publish(catalogue, plan.out, state, run, plan.roots, seen, keep, calls))

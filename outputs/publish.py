"""A catalogue becomes a folder: written beside, checked against its schemas, then swapped in."""

import sqlite3
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from xlsxwriter.exceptions import XlsxWriterException

from outputs.changes import changes, clusters_in, practice_clusters_in
from outputs.corrected_clusters import correct_clusters
from outputs.corrections import Replayed
from outputs.corrections_view import corrections_listed
from outputs.document_ids import document_ids
from outputs.json_files import write_json
from outputs.kept_clusters import keep_clusters, keep_groups
from outputs.kept_ids import keep_ids
from outputs.manifest import counts, write, write_manifest
from outputs.model import Catalogue
from outputs.promise import broken
from outputs.public import public
from outputs.record import Json
from outputs.schemas import SchemaError
from outputs.search_index import write_index
from outputs.site import write_site
from outputs.swap import (
    PublishError,
    check_profile,
    check_target,
    check_unwritten,
    put_in_place,
    recover,
    staging,
    sync,
)
from outputs.tombstones import with_tombstones
from outputs.views import schema_id
from outputs.workbook import write_workbook

NO_ROOTS: Mapping[str, str] = MappingProxyType({})

__all__ = ["PublishError", "Published", "check_target", "publish"]


@dataclass(frozen=True, slots=True)
class Published:
    """A catalogue folder as it was published: its place, its counts and what changed against the one before."""

    out: Path
    counts: Mapping[str, int]
    changes: Json
    corrections: tuple[Replayed, ...] = ()


def _corrections(catalogue: Catalogue) -> list[Json]:
    return corrections_listed(catalogue, document_ids(catalogue.records))


PARTS: tuple[Callable[[Catalogue, Path], None], ...] = (
    lambda catalogue, folder: write_index(catalogue, folder / "catalogue.sqlite"),
    lambda catalogue, folder: write_workbook(catalogue, folder / "catalogue.xlsx", corrections=_corrections(catalogue)),
)


def write_folder(catalogue: Catalogue, folder: Path, roots: Mapping[str, str] = NO_ROOTS) -> None:
    """Write all of a catalogue that depends on nothing but itself; `folder` must not exist. `roots` are the folders of
    the original files as the site reaches them.
    """
    folder.mkdir(parents=True)
    shards = write_json(catalogue, folder)
    for part in PARTS:
        part(catalogue, folder)
    write_site(catalogue, folder / "site", roots)
    write_manifest(catalogue, folder, shards)


def _refuse_broken(catalogue: Catalogue) -> None:
    faults = list(broken(catalogue))
    if faults:
        raise PublishError(f"Refused, {len(faults)} findings are not where they say: {'; '.join(faults[:3])}")


def _build(
    catalogue: Catalogue, out: Path, new: Path, run: Json | None, roots: Mapping[str, str]
) -> tuple[Json, tuple[Replayed, ...]]:
    stood, practices = clusters_in(out), practice_clusters_in(out)
    kept = correct_clusters(keep_clusters(keep_ids(catalogue, out), stood, practices), stood, practices)
    kept = keep_groups(kept, stood)  # once analysts have merged clusters, as those of the catalogue before were
    replayed = kept.corrections  # told to whoever builds, also where they are not published
    if kept.profile == "public":
        kept = public(kept)
        _refuse_broken(kept)
    kept = with_tombstones(kept, out)
    write_folder(kept, new, roots)
    found = {"schema": schema_id("changes"), **changes(out, new)}
    write(new, "changes.json", found, indent=1)
    if run is not None:
        write(new, "run.json", {"schema": schema_id("run"), **run}, indent=1)
    sync(new)
    return found, replayed


def publish(
    catalogue: Catalogue,
    out: Path,
    state: Path,
    run: Json | None = None,
    roots: Mapping[str, str] = NO_ROOTS,
    seen: Collection[str] | None = None,
) -> Published:
    """Write, check and swap in a catalogue folder; `run` (times, engine) goes to run.json, `roots` to the site. `seen`
    are the hashes with which what analysts may have written in `out` was read; None where nobody is to write there.

    Raises PublishError, and then `out` is as it was.
    """
    out, state = out.resolve(), state.resolve()
    check_target(out)
    check_profile(out, catalogue.profile)
    _refuse_broken(catalogue)
    try:
        stage = staging(out, state)
        recover(out, stage)
        check_target(out)
        try:
            found, corrections = _build(catalogue, out, stage / "new", run, roots)
            if seen is not None:
                check_unwritten(out, seen)
            put_in_place(stage / "new", out, stage)
        finally:
            recover(out, stage)
    except (OSError, SchemaError, sqlite3.Error, XlsxWriterException) as error:
        raise PublishError(
            f"The catalogue could not be written to {out}; what was there is unchanged. {error}"
        ) from error
    return Published(out, counts(catalogue), found, corrections)

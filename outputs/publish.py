"""A catalogue becomes a folder: written beside, checked against its schemas, then swapped in."""

import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from xlsxwriter.exceptions import XlsxWriterException

from corpus.system import give_back_memory
from outputs.calls import Calls
from outputs.changes import changes, clusters_in, practice_clusters_in
from outputs.corrected_clusters import correct_clusters
from outputs.corrections import Replayed
from outputs.corrections_view import corrections_listed
from outputs.document_ids import document_ids
from outputs.errands import Errands
from outputs.folder import Folder
from outputs.json_files import write_json
from outputs.kept_clusters import keep_clusters, keep_groups
from outputs.kept_ids import keep_ids
from outputs.lists import keep_lists, kept_lists, key_of, taken_over
from outputs.manifest import counts, write, write_manifest
from outputs.model import Catalogue
from outputs.packed import DamagedError
from outputs.promise import broken
from outputs.public import public
from outputs.record import Json
from outputs.render import render
from outputs.rendering_rows import Rows
from outputs.rows_file import RowsFile
from outputs.schemas import SchemaError
from outputs.search_index import lists_of, write_lists
from outputs.semantic import is_reading
from outputs.site.apart import send_apart
from outputs.site.problems import ProblemPages
from outputs.site.shelf import shelf
from outputs.site.write import add_site
from outputs.spool import Spool
from outputs.state_files import discard
from outputs.swap import put_in_place, recover, staging, sync_all
from outputs.target import WORKBOOK, PublishError, check_profile, check_target, check_unwritten
from outputs.tombstones import with_tombstones
from outputs.views import schema_id
from outputs.workbook import write_workbook
from outputs.workbook_cuts import volumes_of
from outputs.workbook_pieces import COUNTS
from outputs.workbooks import send_volumes

RENDERED = "rendered"  # the file in the working state that holds what was rendered
LISTS = "lists"  # the one beside it that tells of what was written of all documents together
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


def _write_anew(
    catalogue: Catalogue, rows: Rows, folder: Folder, roots: Mapping[str, str], calls: Calls | None
) -> list[Json]:
    """Write what tells of all documents together but the manifest; what is made of their rows alone is written by other
    processes meanwhile. Returns what the manifest says of the shards.
    """
    volumes = volumes_of(rows.of(COUNTS))
    with Errands(calls) as errands, Spool() as aside:
        # Only this process reads texts for what they mean.
        index = errands.send(write_lists, [lists_of(catalogue, folder.path, rows)], here=is_reading())
        apart = send_apart(rows, folder, errands)
        spread = send_volumes(volumes, rows, catalogue.profile, folder, errands)
        whole = shelf(catalogue, rows)
        pages = ProblemPages(whole, aside)
        shards = write_json(catalogue, rows, folder, pages.add)
        give_back_memory()
        write_workbook(catalogue, folder.path / WORKBOOK, _corrections(catalogue), rows.of, volumes)
        add_site(whole, pages, folder, roots, apart)
        for told in index:
            folder.received(told)
        for key, told in spread:
            folder.received(told, key)
    return shards


def _write_lists(
    catalogue: Catalogue, rows: Rows, folder: Folder, roots: Mapping[str, str], kept: Path, calls: Calls | None
) -> None:
    """Write what tells of all documents together, the manifest last, or take it over; `kept` is the file that tells of
    what was written before.
    """
    before, key = kept_lists(kept), key_of(catalogue, rows, roots)
    if before and taken_over(before, key, folder):
        write_manifest(catalogue, folder, before.shards)
        return
    folder.known = before.keys if before else {}
    shards = _write_anew(catalogue, rows, folder, roots, calls)
    write_manifest(catalogue, folder, shards)
    keep_lists(kept, key, folder, rows, shards)


def write_folder(
    catalogue: Catalogue,
    folder: Folder,
    rows: Path,
    roots: Mapping[str, str] = NO_ROOTS,
    calls: Calls | None = None,
) -> None:
    """Write all of a catalogue that depends on nothing but itself. `roots` are the folders of the original files as the
    site reaches them. The rows of all documents are kept in the file `rows`, and those of a build before are taken from
    there; `calls` has other processes do what they can. Raises DamagedError where these are not as they were.
    """
    folder.path.mkdir(parents=True)
    with RowsFile(rows) as file:
        made = render(catalogue, folder, file, calls)
        give_back_memory()
        _write_lists(catalogue, made, folder, roots, rows.with_name(LISTS), calls)


def _staged(
    catalogue: Catalogue, new: Path, out: Path, state: Path, roots: Mapping[str, str], calls: Calls | None
) -> Folder:
    """The same in the place `new`; where rows of a build before turn out to be damaged, all are made anew."""
    folder = Folder(new, out)
    try:
        write_folder(catalogue, folder, state / RENDERED, roots, calls)
    except DamagedError:
        for path in (state / RENDERED, new):
            discard(path)
        folder = Folder(new, out)
        write_folder(catalogue, folder, state / RENDERED, roots, calls)
    return folder


def _refuse_broken(catalogue: Catalogue) -> None:
    faults = list(broken(catalogue))
    if faults:
        raise PublishError(f"Refused, {len(faults)} findings are not where they say: {'; '.join(faults[:3])}")


def _as_kept(catalogue: Catalogue, out: Path) -> tuple[Catalogue, tuple[Replayed, ...]]:
    """The catalogue with the ids and clusters of the one before, as it is to be shown, and what became of all
    corrections.
    """
    stood, practices = clusters_in(out), practice_clusters_in(out)
    kept = correct_clusters(keep_clusters(keep_ids(catalogue, out), stood, practices), stood, practices)
    kept = keep_groups(kept, stood)  # once analysts have merged clusters, as those of the catalogue before were
    replayed = kept.corrections  # told to whoever builds, also where they are not published
    if kept.profile == "public":
        kept = public(kept)
        _refuse_broken(kept)
    return with_tombstones(kept, out), replayed


def _add_changes(out: Path, new: Path, run: Mapping[str, Any] | None, linked: Collection[str]) -> Json:
    found = {"schema": schema_id("changes"), **changes(out, new, linked)}
    write(new, "changes.json", found, indent=1)
    if run is not None:
        write(new, "run.json", {"schema": schema_id("run"), **run}, indent=1)
    return found


def publish(
    catalogue: Catalogue,
    out: Path,
    state: Path,
    run: Mapping[str, Any] | None = None,
    roots: Mapping[str, str] = NO_ROOTS,
    seen: Collection[str] | None = None,
    keep: int = 0,
    calls: Calls | None = None,
) -> Published:
    """Write, check and swap in a catalogue folder; `run` (times, engine) goes to run.json, `roots` to the site. `seen`
    are the hashes with which what analysts may have written in `out` was read; None where nobody is to write there.
    `keep`: how many earlier catalogues are kept. `calls` has other processes do what is done document by document.

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
            kept, corrections = _as_kept(catalogue, out)
            folder = _staged(kept, stage / "new", out, state, roots, calls)
            found = _add_changes(out, stage / "new", run, folder.linked)
            sync_all(stage / "new")
            if seen is not None:
                check_unwritten(out, seen)
            put_in_place(stage / "new", out, stage, keep)
        finally:
            recover(out, stage)
    except (OSError, SchemaError, sqlite3.Error, XlsxWriterException) as error:
        raise PublishError(
            f"The catalogue could not be written to {out}; what was there is unchanged. {error}"
        ) from error
    return Published(out, counts(catalogue), found, corrections)

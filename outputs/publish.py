"""A catalogue becomes a folder: written beside, checked against its schemas, then swapped in."""

import hashlib
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import MappingProxyType
from typing import Any

from xlsxwriter.exceptions import XlsxWriterException

from extractors.overlay import active
from outputs.changes import changes, clusters_in, practice_clusters_in
from outputs.document_ids import document_ids
from outputs.jsonfile import dumps
from outputs.kept_clusters import keep_clusters
from outputs.kept_ids import identity_view, keep_ids
from outputs.model import Catalogue, DocumentRecord
from outputs.phrases_view import draft, phrases_view
from outputs.promise import broken
from outputs.record import Json
from outputs.schemas import FOLDER, SchemaError, check, schemas
from outputs.search_index import write_index
from outputs.site import write_site
from outputs.swap import UNLISTED, PublishError, check_target, put_in_place, recover, staging, sync
from outputs.views import (
    VERSION,
    Links,
    case_view,
    clusters_view,
    document_view,
    documents_view,
    facets_view,
    passages_view,
    practices_view,
    problems_view,
    schema_id,
)
from outputs.workbook import write_workbook

NO_ROOTS: Mapping[str, str] = MappingProxyType({})

__all__ = ["PublishError", "Published", "check_target", "publish"]


@dataclass(frozen=True, slots=True)
class Published:
    """A catalogue folder as it was published: its place, its counts and what changed against the one before."""

    out: Path
    counts: Mapping[str, int]
    changes: Json


def _generator() -> Json:
    """What made the catalogue: the program, and the digest of the analyst's own words where there were any."""
    own = {"taxonomy": active().digest} if active().digest else {}
    try:
        return {"name": "jingyan", "version": version("jingyan"), **own}
    except PackageNotFoundError:
        return {"name": "jingyan", "version": "0+unknown", **own}


def counts(catalogue: Catalogue) -> dict[str, int]:
    """How many there are of everything; findings are counted in all documents, inside cases and out."""
    records = catalogue.records
    found = {
        kind: sum(len(getattr(record.findings, kind)) for record in records)
        for kind in ("practices", "problems", "quantities", "dates")
    }
    return found | {
        "documents": len(records),
        "readable": sum(record.outcome.readable for record in records),
        "rejected": sum(record.outcome.status.startswith("rejected") for record in records),
        "ignored": sum(record.outcome.status.startswith("ignored") for record in records),
        "cases": len(catalogue.cases),
        "duplicates": sum(case.duplicate_of is not None for case in catalogue.cases),
        "clusters": len(catalogue.clusters),
    }


def _write(folder: Path, name: str, value: Any, indent: int | None = None) -> None:
    """Check a value against its schema and write it."""
    check(value, name)
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(dumps(value, indent=indent))


def _write_schemas(folder: Path) -> None:
    (folder / "schema").mkdir()
    for name in schemas():
        (folder / "schema" / f"{name}.json").write_bytes((FOLDER / f"{name}.json").read_bytes())


def _readable(catalogue: Catalogue) -> dict[str, DocumentRecord]:
    return {record.source.name: record for record in catalogue.records if record.document is not None}


def _write_json(catalogue: Catalogue, folder: Path) -> None:
    ids, links, readable = document_ids(catalogue.records), Links(catalogue), _readable(catalogue)
    _write(folder, "documents.json", documents_view(catalogue, ids), indent=1)
    _write(folder, "clusters.json", clusters_view(catalogue), indent=1)
    _write(folder, "facets.json", facets_view(catalogue), indent=1)
    _write(folder, "practices.json", practices_view(catalogue), indent=1)
    _write(folder, "passages.json", passages_view(catalogue), indent=1)
    _write(folder, "identity.json", {"schema": schema_id("identity"), "cases": identity_view(catalogue)})
    _write(folder, "problems.json", problems_view(catalogue, ids), indent=1)
    _write(folder, "phrases.json", phrases_view(catalogue.unseen, ids), indent=1)
    (folder / "phrases.yml").write_text(draft(catalogue.unseen), encoding="utf-8", newline="\n")
    for name, id_ in ids.items():
        _write(folder, f"documents/{id_}.json", document_view(readable[name], id_))
    for case in catalogue.cases:
        _write(folder, f"cases/{case.id}.json", case_view(case, links))


def _files(folder: Path) -> list[Json]:
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    listed = ((name, paths[name].read_bytes()) for name in sorted(paths) if name not in UNLISTED)
    return [{"path": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in listed]


def _write_manifest(catalogue: Catalogue, folder: Path) -> None:
    manifest = {
        "schema": schema_id("catalogue"),
        "schema_version": VERSION,
        "generator": _generator(),
        "counts": counts(catalogue),
        "files": _files(folder),
    }
    _write(folder, "catalogue.json", manifest, indent=1)


PARTS: tuple[Callable[[Catalogue, Path], None], ...] = (
    _write_json,
    lambda catalogue, folder: _write_schemas(folder),
    lambda catalogue, folder: write_index(catalogue, folder / "catalogue.sqlite"),
    lambda catalogue, folder: write_workbook(catalogue, folder / "catalogue.xlsx"),
)


def write_folder(catalogue: Catalogue, folder: Path, roots: Mapping[str, str] = NO_ROOTS) -> None:
    """Write all of a catalogue that depends on nothing but itself; `folder` must not exist. `roots` are the folders of
    the original files as the site reaches them.
    """
    folder.mkdir(parents=True)
    for part in PARTS:
        part(catalogue, folder)
    write_site(catalogue, folder / "site", roots)
    _write_manifest(catalogue, folder)  # last: it lists what the others wrote


def _refuse_broken(catalogue: Catalogue) -> None:
    faults = list(broken(catalogue))
    if faults:
        raise PublishError(f"Refused, {len(faults)} findings are not where they say: {'; '.join(faults[:3])}")


def _build(catalogue: Catalogue, out: Path, new: Path, run: Json | None, roots: Mapping[str, str]) -> Json:
    kept = keep_clusters(keep_ids(catalogue, out), clusters_in(out), practice_clusters_in(out))
    write_folder(kept, new, roots)
    found = {"schema": schema_id("changes"), **changes(out, new)}
    _write(new, "changes.json", found, indent=1)
    if run is not None:
        _write(new, "run.json", {"schema": schema_id("run"), **run}, indent=1)
    sync(new)
    return found


def publish(
    catalogue: Catalogue, out: Path, state: Path, run: Json | None = None, roots: Mapping[str, str] = NO_ROOTS
) -> Published:
    """Write, check and swap in a catalogue folder; `run` (times, engine) goes to run.json, `roots` to the site.

    Raises PublishError, and then `out` is as it was.
    """
    out, state = out.resolve(), state.resolve()
    check_target(out)
    _refuse_broken(catalogue)
    try:
        stage = staging(out, state)
        recover(out, stage)
        check_target(out)
        try:
            found = _build(catalogue, out, stage / "new", run, roots)
            put_in_place(stage / "new", out, stage)
        finally:
            recover(out, stage)
    except (OSError, SchemaError, sqlite3.Error, XlsxWriterException) as error:
        raise PublishError(
            f"The catalogue could not be written to {out}; what was there is unchanged. {error}"
        ) from error
    return Published(out, counts(catalogue), found)

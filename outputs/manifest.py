"""The files of a catalogue: each is checked against its schema and written, and the manifest lists them all."""

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from extractors.overlay import active
from outputs.aside import found_in
from outputs.folder import Folder, entry
from outputs.jsonfile import dumps
from outputs.model import Catalogue
from outputs.record import Json
from outputs.redactions import redactions
from outputs.schemas import check
from outputs.target import UNLISTED, WORKBOOK, names_in
from outputs.views import REVISION, VERSION, schema_id


def write(folder: Path, name: str, value: Any, indent: int | None = None) -> Json:
    """Check a value against its schema and write it; returns what the manifest says of the file."""
    check(value, name)
    data, path = dumps(value, indent=indent), folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return entry(name, data)


def counts(catalogue: Catalogue) -> dict[str, int]:
    """How many there are of everything; findings are counted in all documents, inside cases and out."""
    records = catalogue.records
    return found_in(records) | {
        "documents": len(records),
        "readable": sum(record.outcome.readable for record in records),
        "rejected": sum(record.outcome.status.startswith("rejected") for record in records),
        "ignored": sum(record.outcome.status.startswith("ignored") for record in records),
        "cases": len(catalogue.cases),
        "duplicates": sum(case.duplicate_of is not None for case in catalogue.cases),
        "clusters": len(catalogue.clusters),
        "reviewed": sum(len(record.reviews) for record in records),
    }


def _generator() -> Json:
    """What made the catalogue: the program, and the digest of the analyst's own words where there were any."""
    own = {"taxonomy": active().digest} if active().digest else {}
    try:
        return {"name": "jingyan", "version": version("jingyan"), **own}
    except PackageNotFoundError:
        return {"name": "jingyan", "version": "0+unknown", **own}


def _files(folder: Folder) -> list[Json]:
    """The entries of all files; those that others wrote are read for it."""
    names, told = sorted(names_in(folder.path)), folder.entries
    return [told.get(name) or folder.written(name, fresh=name == WORKBOOK) for name in names if name not in UNLISTED]


def write_manifest(catalogue: Catalogue, folder: Folder, shards: Sequence[Json]) -> None:
    """Write `catalogue.json`, last of all: it lists what the others wrote."""
    manifest = {
        "schema": schema_id("catalogue"),
        "schema_version": VERSION,
        "schema_revision": REVISION,
        "generator": _generator(),
        "profile": catalogue.profile,
        "counts": counts(catalogue),
        **redactions(catalogue),
        "shards": list(shards),
        "files": _files(folder),
    }
    folder.write_json("catalogue.json", manifest, indent=1, fresh=True)

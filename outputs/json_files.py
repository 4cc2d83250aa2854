"""The JSON files of a catalogue, each checked against its schema before it is written."""

from collections.abc import Mapping
from pathlib import Path

from outputs.corrections_view import corrections_view
from outputs.document_ids import document_ids
from outputs.kept_ids import identity_view
from outputs.manifest import write
from outputs.model import Catalogue
from outputs.phrases_view import draft, phrases_view
from outputs.record import Json
from outputs.schemas import FOLDER, TYPES, schemas
from outputs.shards import write_shards
from outputs.tombstones import tombstones_view
from outputs.views import (
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


def write_schemas(folder: Path) -> None:
    """The schemas that all files keep to, and the TypeScript types made from them."""
    (folder / "schema").mkdir()
    for name in (*(f"{name}.json" for name in schemas()), TYPES):
        (folder / "schema" / name).write_bytes((FOLDER / name).read_bytes())


def _write_lists(catalogue: Catalogue, folder: Path, ids: Mapping[str, str]) -> None:
    write(folder, "documents.json", documents_view(catalogue, ids), indent=1)
    write(folder, "clusters.json", clusters_view(catalogue), indent=1)
    write(folder, "facets.json", facets_view(catalogue), indent=1)
    write(folder, "practices.json", practices_view(catalogue), indent=1)
    write(folder, "passages.json", passages_view(catalogue), indent=1)
    write(folder, "tombstones.json", tombstones_view(catalogue), indent=1)
    write(folder, "identity.json", {"schema": schema_id("identity"), "cases": identity_view(catalogue)})
    write(folder, "problems.json", problems_view(catalogue, ids))  # the longest; indented it takes twice the time
    write(folder, "corrections.json", corrections_view(catalogue, ids), indent=1)
    write(folder, "phrases.json", phrases_view(catalogue.unseen, ids), indent=1)
    (folder / "phrases.yml").write_text(draft(catalogue.unseen), encoding="utf-8", newline="\n")


def _write_documents(catalogue: Catalogue, folder: Path, ids: Mapping[str, str]) -> None:
    for record in catalogue.records:
        if id_ := ids.get(record.source.name):
            write(folder, f"documents/{id_}.json", document_view(record, id_))


def _write_cases(catalogue: Catalogue, folder: Path, links: Links) -> dict[str, Json]:
    """Write the file of each case, those of one document together; returns what the manifest says of them, by id."""
    cases = sorted(catalogue.cases, key=lambda case: case.record.source.name)
    return {case.id: write(folder, f"cases/{case.id}.json", case_view(case, links)) for case in cases}


def write_json(catalogue: Catalogue, folder: Path) -> list[Json]:
    """Write all JSON files but the manifest; returns what it says of the shards."""
    ids, links = document_ids(catalogue.records), Links(catalogue)
    write_schemas(folder)
    _write_lists(catalogue, folder, ids)
    _write_documents(catalogue, folder, ids)
    return write_shards(catalogue, links, folder, _write_cases(catalogue, folder, links))

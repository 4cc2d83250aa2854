"""The JSON files of all documents together, each checked against its schema before it is written."""

from collections.abc import Callable, Iterator, Mapping

from outputs.corrections_view import corrections_view
from outputs.document_ids import document_ids
from outputs.folder import Folder
from outputs.jsonfile import fragment, in_lines
from outputs.kept_ids import identity_view
from outputs.model import Catalogue
from outputs.phrases_view import draft, phrases_view
from outputs.problems_view import Category, write_problems
from outputs.record import Json
from outputs.rendering_rows import Rows
from outputs.schemas import FOLDER, TYPES, check, schemas
from outputs.shards import write_shards
from outputs.tombstones import tombstones_view
from outputs.views import (
    clusters_view,
    documents_view,
    facets_view,
    passages_view,
    practices_view,
    schema_id,
)

PRACTICES = "practices.json"


def _write_schemas(folder: Folder) -> None:
    """The schemas that all files keep to, and the TypeScript types made from them."""
    for name in (*(f"{name}.json" for name in schemas()), TYPES):
        folder.write(f"schema/{name}", (FOLDER / name).read_bytes())


def _practices(catalogue: Catalogue, rows: Rows) -> Iterator[bytes]:
    """`practices.json` in parts, each cluster checked as if it stood there alone."""
    stamp = {"schema": schema_id("practices")}

    def checked() -> Iterator[bytes]:
        for one in practices_view(catalogue, rows.of("practices")):
            check({**stamp, "clusters": [one]}, PRACTICES)
            yield fragment(one)

    return in_lines("clusters", b"[]", checked(), lambda: stamp)


def _write_lists(catalogue: Catalogue, rows: Rows, folder: Folder, ids: Mapping[str, str]) -> None:
    folder.write_json("documents.json", documents_view(catalogue, ids), indent=1)
    folder.write_json("clusters.json", clusters_view(catalogue), indent=1)
    folder.write_json("facets.json", facets_view(catalogue), indent=1)
    folder.write_parts(PRACTICES, _practices(catalogue, rows))
    folder.write_json("passages.json", passages_view(catalogue), indent=1)
    folder.write_json("tombstones.json", tombstones_view(catalogue), indent=1)
    folder.write_json("identity.json", {"schema": schema_id("identity"), "cases": identity_view(catalogue)})
    folder.write_json("corrections.json", corrections_view(catalogue, ids), indent=1, fresh=True)  # is written in
    folder.write_json("phrases.json", phrases_view(catalogue.unseen, ids), indent=1)
    folder.write("phrases.yml", draft(catalogue.unseen).encode(), fresh=True)  # and so is this


def write_json(catalogue: Catalogue, rows: Rows, folder: Folder, told: Callable[[Category], None]) -> list[Json]:
    """Write all JSON files but those of single documents and cases, and the manifest; returns what that says of the
    shards. Each category of problems is `told` on the way.
    """
    _write_schemas(folder)
    _write_lists(catalogue, rows, folder, document_ids(catalogue.records))
    write_problems(rows, folder, told)
    return write_shards((piece for _, piece in rows.of("shards")), folder)

"""What is written of one document: its own files, and the rows that it gives to the files of all. A pure function of a
leaf, so that any process may do it; the results do not depend on which.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from outputs import search_pieces, workbook_pieces
from outputs.folder import entry
from outputs.jsonfile import dumps, fragment
from outputs.leaves import Leaf
from outputs.packed import unpack
from outputs.placing import placing
from outputs.problem_pieces import by_category
from outputs.record import Json, record_json
from outputs.rendering_rows import packed
from outputs.schemas import check
from outputs.shards import shard_rows
from outputs.site.cases import case_page
from outputs.site.checks import check_piece
from outputs.site.documents import document_text
from outputs.site.rows import case_row, document_row
from outputs.site.scripts import script
from outputs.views import case_view, document_view


class File(NamedTuple):
    """A file of a catalogue: what the manifest says of it, and its content."""

    told: Json
    data: bytes


@dataclass(frozen=True, slots=True)
class Rendered:
    """The files of a document, and its packed rows by the name of the part that they are for."""

    files: tuple[File, ...]
    rows: Mapping[str, bytes]


def _practices(leaf: Leaf) -> dict[tuple[int, int], str | None]:
    """Ids of practices by their ranges."""
    known = placing(leaf.record)
    return {(one.start, one.end): known.id(one) for one in leaf.record.findings.practices}


def _listed(leaf: Leaf) -> list[bytes]:
    """Rows of the list of cases; of a document without a case its own."""
    if not leaf.cases:
        return [fragment(document_row(leaf.record, leaf.id))]
    return [fragment(case_row(case, leaf.id)) for case in leaf.cases]


ROWS: Mapping[str, Callable[[Leaf], Any]] = {
    "checks": check_piece,
    "practices": _practices,
    "problems": by_category,
    "site": _listed,
    **search_pieces.PIECES,
    **workbook_pieces.PIECES,
}
"""Part -> what it needs of one document. `shards` is made with the files of the cases, which its rows name."""


def _file(name: str, data: bytes) -> File:
    return File(entry(name, data), data)


def _json(name: str, value: Json) -> File:
    check(value, name)
    return _file(name, dumps(value))


def _script(name: str, value: object) -> File:
    return _file(f"site/data/{name}.js", script(name, value))


def _cases(leaf: Leaf) -> Iterator[tuple[str, File]]:
    for case, beside in zip(leaf.cases, leaf.beside, strict=True):
        yield case.id, _json(f"cases/{case.id}.json", case_view(case, leaf.id, beside.links))


def rendered_packed(leaf: bytes) -> Rendered:
    """The same of a leaf that comes from another process."""
    return rendered(unpack(leaf))


def rendered(leaf: Leaf) -> Rendered:
    """The files and rows of one document. Raises SchemaError."""
    told, cases = record_json(leaf.record), dict(_cases(leaf))
    files = (
        _json(f"documents/{leaf.id}.json", document_view(told, leaf.id)),
        _script(f"text/{leaf.id}", document_text(leaf, told)),
        *cases.values(),
        *(
            _script(f"case/{case.id}", case_page(case, leaf.id, beside))
            for case, beside in zip(leaf.cases, leaf.beside, strict=True)
        ),
    )
    rows: dict[str, object] = {name: piece(leaf) for name, piece in ROWS.items()}
    rows["shards"] = shard_rows(leaf, {id_: file.told for id_, file in cases.items()})
    return Rendered(files, {name: packed(row) for name, row in rows.items()})

"""What is written of one document: its own files, and the rows that it gives to the files of all. A pure function of a
leaf, so that any process may do it; the results do not depend on which.
"""

from collections.abc import Callable, Mapping
from typing import Any

from outputs import search_pieces, workbook_pieces
from outputs.jsonfile import fragment
from outputs.leaves import Leaf
from outputs.packed import LEVEL, STORED, compressed, unpack
from outputs.placing import placing
from outputs.problem_pieces import BODIES, PIECES, problem_rows
from outputs.record import record_json
from outputs.rendering_files import Rendered, case_of, json_file, page_of, script_file
from outputs.shards import shard_rows
from outputs.site.checks import check_piece
from outputs.site.documents import document_text
from outputs.site.numbers import PIECE as FIGURES
from outputs.site.numbers import figure_piece
from outputs.site.rows import case_row, document_row
from outputs.site.search import PIECE as SEARCHED
from outputs.site.search import searched_piece
from outputs.views import document_view


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
    FIGURES: figure_piece,
    "practices": _practices,
    "site": _listed,
    SEARCHED: searched_piece,
    **search_pieces.PIECES,
    **workbook_pieces.PIECES,
}
"""Part -> what it needs of one document. `shards` is made with the files of the cases, which its rows name, and `gaps`
tells where in these what stands beside the cases is told: by the ids, of the file of each and of its page. What the
problems are published in is a row of stretches, each packed.
"""


def rendered_packed(leaf: bytes) -> Rendered:
    """The same of a leaf that comes from another process."""
    return rendered(unpack(leaf))


def rendered(leaf: Leaf) -> Rendered:
    """The files and rows of one document. Raises SchemaError."""
    told = record_json(leaf.record)
    both = list(zip(leaf.cases, leaf.beside, strict=True))
    cases = {case.id: case_of(case, leaf, beside) for case, beside in both}
    pages = {case.id: page_of(case, leaf, beside) for case, beside in both}
    files = (
        json_file(f"documents/{leaf.id}.json", document_view(told, leaf.id)),
        script_file(f"text/{leaf.id}", document_text(leaf, told)),
        *(file for file, _ in (*cases.values(), *pages.values())),
    )
    rows: dict[str, object] = {name: piece(leaf) for name, piece in ROWS.items()}
    rows["shards"] = shard_rows(leaf, {id_: file.told for id_, (file, _) in cases.items()})
    rows[PIECES], bodies = problem_rows(leaf)
    rows["gaps"] = {id_: (gaps, pages[id_][1]) for id_, (_, gaps) in cases.items()}
    kept = {name: compressed(row, STORED if name in workbook_pieces.DEFLATED else LEVEL) for name, row in rows.items()}
    return Rendered(files, {**kept, BODIES: bodies})

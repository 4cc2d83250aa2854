"""The files and rows of a document that is as it was, and beside whose cases something else stands now: others share
its words, are like it, or are called otherwise. No finding is made again for that.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from outputs.jsonfile import fragment
from outputs.leaves import Beside, Leaf
from outputs.model import CatalogueCase
from outputs.packed import compressed
from outputs.rendering_files import CASE_FIELDS, PAGE_FIELDS, File, Rendered, case_file, file_of, page_file
from outputs.schemas import check
from outputs.search_entries import Entry
from outputs.search_facets import case_facets
from outputs.search_pieces import RANKED
from outputs.shards import linked_rows
from outputs.site.cases import linked_page
from outputs.site.scripts import safe
from outputs.spliced import Gaps, filled
from outputs.views import schema_id

LINKED = ("gaps", "shards")
CLUSTERED = (*LINKED, RANKED)
"""The parts whose rows tell what stands beside cases, and those that tell of their clusters."""
Both = tuple[Gaps, Gaps]  # of the file of a case and of its page


def paths(leaf: Leaf) -> list[str]:
    """The files of a document that tell what stands beside its cases."""
    return [name for case in leaf.cases for name in (case_file(case.id), page_file(case.id))]


def _case(case: CatalogueCase, beside: Beside, data: bytes, gaps: Gaps) -> tuple[File, Gaps]:
    name = case_file(case.id)
    check({"schema": schema_id("case"), **beside.links}, name, whole=False)
    made, now = filled(data, gaps, {field: fragment(beside.links[field]) for field in CASE_FIELDS})
    return file_of(name, made), now


def _page(case: CatalogueCase, beside: Beside, data: bytes, gaps: Gaps) -> tuple[File, Gaps]:
    told = linked_page(case, beside)
    made, now = filled(data, gaps, {field: safe(fragment(told[field])) for field in PAGE_FIELDS})
    return file_of(page_file(case.id), made), now


def _ranked(leaf: Leaf, known: Any) -> Iterator[tuple[Entry, Any]]:
    """What can be found of a document, with the clusters of its cases as they are now."""
    facets = {case.id: case_facets(case) for case in leaf.cases}
    for entry, weights in known:
        yield replace(entry, facets=facets.get(entry.id, entry.facets)), weights


def linked(leaf: Leaf, data: Mapping[str, bytes], rows: Mapping[str, Any]) -> Rendered:
    """The files and rows of a document that tell what stands beside its cases; `data` are these files as they were,
    `rows` those of LINKED or CLUSTERED, by their part. Raises SchemaError.
    """
    known: Mapping[str, Both] = rows["gaps"]
    files, gaps = list[File](), dict[str, Both]()
    for case, beside in zip(leaf.cases, leaf.beside, strict=True):
        of_case, of_page = known[case.id]
        file, now = _case(case, beside, data[case_file(case.id)], of_case)
        page, there = _page(case, beside, data[page_file(case.id)], of_page)
        files += file, page
        gaps[case.id] = now, there
    told = {one.told["path"]: one.told for one in files}
    entries = {case.id: told[case_file(case.id)] for case in leaf.cases}
    shown = linked_rows(leaf, entries, rows["shards"])
    made: dict[str, object] = {"gaps": gaps, "shards": shown}
    if RANKED in rows:
        made[RANKED] = tuple(_ranked(leaf, rows[RANKED]))
    return Rendered(tuple(files), {part: compressed(row) for part, row in made.items()})

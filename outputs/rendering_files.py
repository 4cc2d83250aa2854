"""The files that are written of one document, and where in them it is told what stands beside its cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from outputs.folder import entry
from outputs.jsonfile import checked, fragment
from outputs.leaves import Beside, Leaf
from outputs.model import CatalogueCase
from outputs.record import Json
from outputs.schemas import check
from outputs.site.cases import case_page
from outputs.site.scripts import CLOSED, opened, safe, script
from outputs.spliced import Gaps, spliced
from outputs.views import case_view

CASE_FIELDS = frozenset(
    {"cluster", "copy_conflicts", "duplicate_of", "duplicates", "own_share", "part_of", "parts", "passages", "similar"}
)
PAGE_FIELDS = frozenset(
    {"cluster", "copies", "differences", "own_share", "part_of", "parts", "passages", "sharing", "similar"}
)


class File(NamedTuple):
    """A file of a catalogue: what the manifest says of it, and its content."""

    told: Json
    data: bytes


@dataclass(frozen=True, slots=True)
class Rendered:
    """The files of a document, and its packed rows by the name of the part that they are for."""

    files: tuple[File, ...]
    rows: Mapping[str, bytes]


def case_file(id_: str) -> str:
    """The name of the file of a case."""
    return f"cases/{id_}.json"


def page_file(id_: str) -> str:
    """The name of what the page of a case shows."""
    return f"site/data/case/{id_}.js"


def file_of(name: str, data: bytes) -> File:
    """A file of a name."""
    return File(entry(name, data), data)


def json_file(name: str, value: Json) -> File:
    """A file of JSON. Raises SchemaError."""
    check(value, name)
    return file_of(name, checked(value))


def script_file(name: str, value: object) -> File:
    """A file that hands a value to the pages."""
    return file_of(f"site/data/{name}.js", script(name, value))


def case_of(case: CatalogueCase, leaf: Leaf, beside: Beside) -> tuple[File, Gaps]:
    """The file of a case, and where it tells what stands beside it. Raises SchemaError."""
    name, view = case_file(case.id), case_view(case, leaf.id, beside.links)
    check(view, name)
    data, gaps = spliced(view, CASE_FIELDS)
    return file_of(name, data + b"\n"), gaps


def page_of(case: CatalogueCase, leaf: Leaf, beside: Beside) -> tuple[File, Gaps]:
    """The same of the file of its page."""
    begin = opened(f"case/{case.id}")
    page = case_page(case, leaf.id, beside)
    data, gaps = spliced(page, PAGE_FIELDS, len(begin), lambda value: safe(fragment(value)))
    return file_of(page_file(case.id), begin + data + CLOSED), gaps

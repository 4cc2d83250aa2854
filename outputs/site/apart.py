"""Parts of the site that are made of the rows of the documents alone, so that other processes may write them."""

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from outputs.errands import Errands
from outputs.folder import Folder
from outputs.record import Json
from outputs.rendering_rows import Lent, Rows, lent_rows
from outputs.site import numbers, search
from outputs.site.scripts import Named, script

PARTS: Mapping[str, tuple[Callable[[Rows], Iterator[Named]], Collection[str]]] = {
    "search": (search.search, (search.PIECE,)),
    "numbers": (numbers.numbers, (numbers.PIECE,)),
}
"""Name of a part -> what makes it of rows, and the rows that it takes; what takes longest first."""


class Apart(NamedTuple):
    """What another process needs to write a part: into which folder, in place of which one, and the part's rows."""

    folder: Path
    before: Path | None
    part: str
    rows: Lent


def data_file(name: str) -> str:
    """The name of a file that hands a value to the pages."""
    return f"site/data/{name}.js"


def write_apart(told: Apart) -> list[Json]:
    """Write a part, again where a process died over it; the manifest's entries of its files."""
    folder, (made, _) = Folder(told.folder, told.before), PARTS[told.part]
    with lent_rows(told.rows) as rows:
        return [folder.write(data_file(name), script(name, value)) for name, value in made(rows)]


def send_apart(rows: Rows, folder: Folder, errands: Errands) -> Iterator[list[Json]]:
    """Have the parts written; gives the entries of each. `rows` are those of all documents."""
    told = (Apart(folder.path, folder.before, one, rows.lent(rows.index, PARTS[one][1])) for one in PARTS)
    return errands.send(write_apart, told)

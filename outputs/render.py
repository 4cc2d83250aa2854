"""All documents are rendered, in this process or in others; those that are written as they were are taken over."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from outputs.folder import Folder
from outputs.leaves import Leaf, Leaves
from outputs.model import Catalogue
from outputs.packed import pack
from outputs.rendering import Rendered, rendered
from outputs.rendering_keys import key
from outputs.rendering_rows import DamagedError, Rows, RowsFile

Calls = Callable[[str, Iterable[object]], Iterator[Any]]
"""Calls a function, named as `module:name`, with each of some values, and gives the results in their order."""

RENDERED = "outputs.rendering:rendered_packed"
FEW = 8  # documents that are rendered here: for so few no other process is asked


class _Render:
    """What is under way: the leaves that are being rendered, and what became of the others."""

    def __init__(self, folder: Folder, rows: RowsFile, before: Rows | None) -> None:
        self._folder, self._rows, self._before = folder, rows, before
        self._waiting: deque[tuple[str, str]] = deque()

    def new(self, leaves: Iterable[Leaf]) -> Iterator[Leaf]:
        """The leaves that must be rendered; the files of the others are taken over on the way."""
        for leaf in leaves:
            name, told = leaf.record.source.name, key(leaf)
            if not self._taken_over(name, told):
                self._waiting.append((name, told))
                yield leaf

    def _taken_over(self, name: str, told: str) -> bool:
        kept = self._before.index.get(name) if self._before else None
        if self._before is None or kept is None or kept.key != told:
            return False
        try:
            rows = {part: self._before.packed(at) for part, at in kept.rows.items()}
        except DamagedError:
            return False
        if not self._folder.take_over(kept.files):
            return False
        self._rows.add(name, told, kept.files, rows)
        return True

    def write(self, found: Rendered) -> None:
        """Write the files of the leaf that waits longest, and keep its rows."""
        name, told = self._waiting.popleft()
        for file in found.files:
            self._folder.add(file.told, file.data)
        self._rows.add(name, told, [file.told for file in found.files], found.rows)


def render(
    catalogue: Catalogue, folder: Folder, rows: Path, before: Rows | None = None, calls: Calls | None = None
) -> Rows:
    """Write the files of all documents and give the rows of all of them, which stand in the file `rows`; `before` are
    those of the catalogue before. `calls` has other processes do it; without, all is done here.
    """
    file = RowsFile(rows)
    work = _Render(folder, file, before)
    todo = work.new(Leaves(catalogue))
    here = map(rendered, islice(todo, FEW))
    there = map(rendered, todo) if calls is None else calls(RENDERED, map(pack, todo))
    for found in chain(here, there):
        work.write(found)
    return file.finished()

"""All documents are rendered, in this process or in others; those that are written as they were are taken over."""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice

from outputs.calls import Calls
from outputs.folder import Folder
from outputs.leaves import Leaf, Leaves
from outputs.linking import CLUSTERED, LINKED, linked, paths
from outputs.model import Catalogue
from outputs.packed import DamagedError, pack, restored
from outputs.rendering import rendered
from outputs.rendering_files import Rendered
from outputs.rendering_keys import Keys, keys
from outputs.rendering_rows import Kept, Rows
from outputs.rows_file import RowsFile

RENDERED = "outputs.rendering:rendered_packed"
FEW = 8  # documents that are rendered here: for so few no other process is asked


class _Render:
    """What is under way: the leaves that are being rendered, and what became of the others."""

    def __init__(self, folder: Folder, rows: RowsFile) -> None:
        self._folder, self._rows, self._before = folder, rows, rows.before
        self._waiting: deque[tuple[str, Keys]] = deque()

    def new(self, leaves: Iterable[Leaf]) -> Iterator[Leaf]:
        """The leaves that must be rendered; the files of the others are taken over on the way."""
        for leaf in leaves:
            told = keys(leaf)
            if not self._taken_over(leaf, told):
                self._waiting.append((leaf.record.source.name, told))
                yield leaf

    def _taken_over(self, leaf: Leaf, told: Keys) -> bool:
        name = leaf.record.source.name
        kept = self._before.index.get(name) if self._before else None
        if self._before is None or kept is None or kept.keys.own != told.own:
            return False
        try:
            if kept.keys != told:
                return self._linked(leaf, told, kept, self._before)
            if not self._folder.take_over(kept.files):
                return False
            self._rows.add(name, told, kept.files, {}, kept.rows)
        except DamagedError:
            return False
        return True

    def _linked(self, leaf: Leaf, told: Keys, kept: Kept, before: Rows) -> bool:
        """Take over what the document says itself, and write anew what stands beside its cases."""
        names = paths(leaf)
        entries = {one["path"]: one for one in kept.files}
        data = {name: self._folder.held(entries[name]) for name in names}
        known = {name: one for name, one in data.items() if one is not None}
        if len(known) < len(names):
            return False
        if not self._folder.take_over([one for name, one in entries.items() if name not in known]):
            return False
        parts = LINKED if kept.keys.clusters == told.clusters else CLUSTERED
        found = linked(leaf, known, {part: restored(before.packed(kept.rows[part])) for part in parts})
        self._folder.linked.update(case.id for case in leaf.cases)
        for file in found.files:
            self._folder.add(file.told, file.data)
        now = entries | {file.told["path"]: file.told for file in found.files}
        stay = {part: place for part, place in kept.rows.items() if part not in found.rows}
        self._rows.add(leaf.record.source.name, told, list(now.values()), found.rows, stay)
        return True

    def write(self, found: Rendered) -> None:
        """Write the files of the leaf that waits longest, and keep its rows."""
        name, told = self._waiting.popleft()
        for file in found.files:
            self._folder.add(file.told, file.data)
        self._rows.add(name, told, [file.told for file in found.files], found.rows)


def render(catalogue: Catalogue, folder: Folder, file: RowsFile, calls: Calls | None = None) -> Rows:
    """Write the files of all documents and give the rows of all of them, which stand in the `file`; those of documents
    that did not change stay there. `calls` has other processes do it; without, all is done here.
    """
    work = _Render(folder, file)
    todo = work.new(Leaves(catalogue))
    for found in map(rendered, islice(todo, FEW)):
        work.write(found)
    for found in map(rendered, todo) if calls is None else calls(RENDERED, map(pack, todo)):
        work.write(found)
    return file.finished()

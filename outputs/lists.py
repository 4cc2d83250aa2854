"""The files that tell of all documents together: where nothing has changed of which they are made, those of the
catalogue before are taken over.
"""

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from extractors.overlay import active
from outputs.folder import Folder
from outputs.jsonfile import dumps
from outputs.model import Catalogue
from outputs.packed import DamagedError, compressed, restored
from outputs.record import Json
from outputs.rendering_keys import code, contents
from outputs.rendering_rows import Rows
from outputs.semantic import is_reading
from outputs.state_files import discard, write_whole

GIVEN = ("corpus/*.yml", "outputs/schema/*", "outputs/site/assets/**/*")
LIBRARIES = ("numpy", "opencc", "orjson", "xlsxwriter")  # that they are written with
MANIFEST = "catalogue.json"


@dataclass(frozen=True, slots=True)
class Lists:
    """What is known of the files that were written: the key of all that went into them, the manifest's entries of all,
    of the shards, and of those that have a key of their own, by that; and which of them people may write in.
    """

    key: str
    files: Sequence[Json]
    shards: Sequence[Json]
    keys: Mapping[str, Json]
    fresh: Sequence[str]


@cache
def _made_by() -> list[str]:
    """What they are written with, beside the code: the files of the site and the schemas, the versions of libraries."""
    return [*contents(GIVEN), sqlite3.sqlite_version, *map(version, LIBRARIES)]


def _told(catalogue: Catalogue) -> Iterator[object]:
    """All that a catalogue holds but what the keys of its documents tell."""
    apart = ("records", "cases", "unseen")
    yield from (getattr(catalogue, field.name) for field in fields(catalogue) if field.name not in apart)
    yield from (one for one in catalogue.records if not one.has_text)
    yield from ((case.id, case.known) for case in catalogue.cases)
    for some in (catalogue.unseen.problems, catalogue.unseen.practices):
        yield some.recurring
        for one in some.listed:
            yield one.record.source.name, [getattr(one, field.name) for field in fields(one) if field.name != "record"]


def key_of(catalogue: Catalogue, rows: Rows, roots: Mapping[str, str]) -> str:
    """The key of all that is written of all documents together; `rows` are theirs."""
    told = hashlib.sha256(dumps([code(), _made_by(), active().digest, dict(roots)]))
    documents = ((name, kept.keys) for name, kept in sorted(rows.index.items()))
    for one in chain(_told(catalogue), documents):
        told.update(repr(one).encode(errors="surrogatepass"))
    return told.hexdigest()


def _new(path: Path) -> Path:
    return path.with_name(f"{path.name}.new")


def kept_lists(path: Path) -> Lists | None:
    """What was kept in a file; None where there is nothing that can be read. What a killed run left is swept."""
    discard(_new(path))
    try:
        found = restored(path.read_bytes()) if path.is_file() else None
    except (OSError, DamagedError):
        return None
    return found if isinstance(found, Lists) else None


def keep_lists(path: Path, key: str, folder: Folder, rows: Rows, shards: Sequence[Json]) -> None:
    """Keep for the next build what was written into a folder beside the files of single documents."""
    own = {one["path"] for kept in rows.index.values() for one in kept.files}
    listed = [one for name, one in sorted(folder.entries.items()) if name not in own and name != MANIFEST]
    write_whole(path, compressed(Lists(key, listed, shards, folder.keys, sorted(folder.fresh - {MANIFEST}))))


def taken_over(before: Lists | None, key: str, folder: Folder) -> bool:
    """Take over the files of the catalogue before, if they are what would be written now; else none of them. All is
    written while texts are read for what they mean: what nobody asks for then is forgotten.
    """
    if before is None or before.key != key or is_reading():
        return False
    return folder.take_over(before.files, frozenset(before.fresh))

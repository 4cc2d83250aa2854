"""Results kept from build to build by all that goes into them: what is as it was is not worked out again."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol, Self, TypeVar

from outputs.model import CatalogueCase, DocumentRecord
from outputs.packed import DamagedError, compressed, restored
from outputs.state_files import write_whole

Value = TypeVar("Value")


class Kept(Protocol):
    """What is asked for a result before it is made."""

    def __call__(self, key: str, make: Callable[[], Value], /) -> Value:
        """The result that is kept by a key, or failing that what `make` makes."""


def nothing_kept(_key: str, make: Callable[[], Value]) -> Value:
    """Every result is made."""
    return make()


def key_of(kind: str, parts: Iterable[str | bytes]) -> str:
    """By what a result of a kind is kept: the digest of all that goes into it, its parts kept apart."""
    found = sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        found.update(len(data).to_bytes(8))
        found.update(data)
    return f"{kind} {found.hexdigest()}"


def of_records(
    kept: Kept, kind: str, records: Sequence[DocumentRecord], parts: Iterable[str], make: Callable[[], Value]
) -> Value:
    """A result that rests on some records and on what `parts` tell; made where a record does not lie aside, and so has
    no seal.
    """
    seals = [record.aside.outline.seal for record in records if record.aside]
    return kept(key_of(kind, (*seals, *parts)), make) if len(seals) == len(records) else make()


def of_cases(kept: Kept, kind: str, cases: Sequence[CatalogueCase], make: Callable[[], Value]) -> Value:
    """A result that rests on some cases, with their ids and the names of their documents, before they are linked."""
    told = (f"{one.id} {one.case.start} {one.case.end} {one.record.source.name}" for one in cases)
    return of_records(kept, kind, [one.record for one in cases], told, make)


class KeptResults:
    """Results, each made once; a context manager. The file may be lost or damaged at any time, and where it cannot be
    written nothing is kept; results that a build does not ask for are forgotten.
    """

    def __init__(self, path: Path, version: str) -> None:
        """`version` is the digest of all that every result rests on: our code and data, and libraries."""
        self._path, self._version = path, version
        self._before, self._asked = self._read(), dict[str, Any]()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._asked.keys() != self._before.keys():
            with suppress(OSError):
                self._path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(self._path, compressed((self._version, self._asked)))

    def __call__(self, key: str, make: Callable[[], Value]) -> Value:
        """The result of a key, a value that `outputs.packed` keeps; `make` makes it where it is not known."""
        if key not in self._asked:
            self._asked[key] = self._before[key] if key in self._before else make()
        found: Value = self._asked[key]
        return found

    def _read(self) -> dict[str, Any]:
        try:
            version, found = restored(self._path.read_bytes()) if self._path.is_file() else (None, {})
        except (OSError, DamagedError, ValueError, TypeError):
            return {}
        return found if version == self._version and isinstance(found, dict) else {}

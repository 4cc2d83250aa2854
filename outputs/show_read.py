"""Reading a published catalogue folder: what its manifest lists, and whether it is as it was written."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from outputs.record import Json
from outputs.schemas import SchemaError, check
from outputs.views import schema_id

MANIFEST = "catalogue.json"
OURS = "urn:jingyan:schema:catalogue:"
LATER: Json = {"schema_revision": 0, "profile": "full", "shards": []}
"""What the manifest of a catalogue means that was made before these fields were added."""


class ShowError(ValueError):
    """There is no catalogue, or nothing in it of that name."""


class DamagedError(ShowError):
    """A file of the catalogue is gone, or is not what a catalogue holds."""


class Folder:
    """A catalogue folder; its files go by their names in it, and are those that the manifest lists."""

    def __init__(self, path: Path) -> None:
        self.path = path
        manifest = self._manifest()
        self._digests: dict[str, str] = {one["path"]: one["sha256"] for one in manifest["files"]}

    def _manifest(self) -> Json:
        try:
            found: Any = json.loads((self.path / MANIFEST).read_bytes())
        except (OSError, RecursionError, ValueError) as error:
            raise ShowError(
                f"There is no catalogue in {self.path} ({MANIFEST} cannot be read); build one first."
            ) from error
        named = str(found.get("schema", "")) if isinstance(found, dict) else ""
        if named.startswith(OURS) and named != schema_id("catalogue"):
            raise ShowError(f"{self.path} was made by another version of jingyan. Build the catalogue anew.")
        return self._kept(LATER | found if isinstance(found, dict) else found, MANIFEST)

    def _damaged(self, name: str, why: object) -> DamagedError:
        return DamagedError(f"The catalogue in {self.path} is damaged: {name} {why}. Build it anew.")

    def _kept(self, value: Any, name: str) -> Json:
        try:
            check(value, name)
        except SchemaError as error:
            raise self._damaged(name, f"is not as it was written ({error})") from error
        kept: Json = value
        return kept

    def read(self, name: str) -> Json:
        """A file of the catalogue. Raises DamagedError where it is gone or none that a catalogue could hold."""
        try:
            data = (self.path / name).read_bytes()
            found: Json = json.loads(data)
        except OSError as error:
            raise self._damaged(name, "is missing" if isinstance(error, FileNotFoundError) else error) from error
        except (RecursionError, ValueError) as error:
            raise self._damaged(name, "is no JSON") from error
        # What keeps its digest keeps its schema too; another line ending, say, does no harm.
        same = hashlib.sha256(data).hexdigest() == self._digests.get(name)
        return found if same else self._kept(found, name)

    def ids(self, kind: str) -> list[str]:
        """The ids of all `cases` or `documents`, in their order."""
        first, last = f"{kind}/", ".json"
        listed = (name for name in self._digests if name.startswith(first) and name.endswith(last))
        return sorted(name.removeprefix(first).removesuffix(last) for name in listed)

    def case(self, id_: str) -> Json:
        """The file of a case."""
        return self.read(f"cases/{id_}.json")

    def cases(self) -> Iterator[Json]:
        """The cases in the order of their ids."""
        return map(self.case, self.ids("cases"))


def on_a_line(words: str) -> str:
    """Words of several paragraphs on one line."""
    return " ".join(part.strip() for part in words.splitlines() if part.strip())


def counted(number: int, thing: str) -> str:
    """A number with its noun, in the plural where it needs one."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"

"""A catalogue folder in the making: what is written into it, with what the manifest says of it."""

import hashlib
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from outputs.jsonfile import dumps
from outputs.record import Json
from outputs.schemas import check
from outputs.target import digest, lies_inside


def entry(name: str, data: bytes) -> Json:
    """What the manifest says of a file."""
    return {"path": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def entry_of(folder: Path, name: str) -> Json:
    """What the manifest says of a file that somebody wrote into a folder."""
    path = folder / name
    return {"path": name, "bytes": path.stat().st_size, "sha256": digest(path)}


def _is_entry(told: object) -> bool:
    """Whether what was kept tells of a file of a catalogue: one that it may give a second name."""
    return (
        isinstance(told, dict)
        and told.keys() == {"path", "bytes", "sha256"}
        and lies_inside(told["path"])
        and isinstance(told["bytes"], int)
        and isinstance(told["sha256"], str)
    )


class Folder:
    """A new folder, and the catalogue before, whose files stand in for those that would come out the same."""

    def __init__(self, path: Path, before: Path | None = None) -> None:
        self.path, self.before = path, before
        self.entries: dict[str, Json] = {}
        self.fresh: set[str] = set()
        self.known: Mapping[str, Json] = {}  # entries of files of the catalogue before, by the key of what they hold
        self.keys: dict[str, Json] = {}  # and those of this one
        self.linked: set[str] = set()  # ids of the cases of which only what stands beside them is written anew
        self._made: set[Path] = set()

    def write(self, name: str, data: bytes, fresh: bool = False) -> Json:
        """Write a file, or link the one of the catalogue before where it holds the same; returns its entry. What people
        may write in is to be a `fresh` file, which has no second name.
        """
        told = entry(name, data)
        self.add(told, data, fresh)
        return told

    def add(self, told: Json, data: bytes, fresh: bool = False) -> None:
        """Write a file of which the entry is known, as `write` does."""
        self.entries[told["path"]] = told
        path = self._place(told["path"])
        if fresh:
            self.fresh.add(told["path"])
        if fresh or not self._same(told["path"], data) or not self._link(told["path"], path):
            path.unlink(missing_ok=True)  # it may be a second name of a file of the catalogue before
            path.write_bytes(data)

    def keyed(self, key: str, make: Callable[[], tuple[str, bytes]]) -> Json:
        """Write a file that has a key of all that goes into it; where the catalogue before has one of the same key,
        that is taken over and none is made. `make` gives name and content. Returns its entry.
        """
        if not self.has_keyed(key):
            self.keys[key] = self.write(*make())
        return self.keys[key]

    def has_keyed(self, key: str) -> bool:
        """Take over the file of that key from the catalogue before, if it has one."""
        told = self.known.get(key)
        if told is None or not self.take_over([told]):
            return False
        self.keys[key] = told
        return True

    def write_parts(self, name: str, parts: Iterable[bytes]) -> Json:
        """Write a file that is too long to be held."""
        path, told, size = self._place(name), hashlib.sha256(), 0
        path.unlink(missing_ok=True)
        with path.open("wb") as file:
            for part in parts:
                size += file.write(part)
                told.update(part)
        found = self.entries[name] = {"path": name, "bytes": size, "sha256": told.hexdigest()}
        if self._holds(found):
            self._link(name, path)
        return found

    def write_json(self, name: str, value: Any, indent: int | None = None, fresh: bool = False) -> Json:
        """Check a value against its schema and write it."""
        check(value, name)
        return self.write(name, dumps(value, indent=indent), fresh)

    def written(self, name: str, fresh: bool = False) -> Json:
        """The entry of a file that somebody else wrote into the folder."""
        told = self.entries[name] = entry_of(self.path, name)
        if fresh:
            self.fresh.add(name)
        return told

    def received(self, told: Json, key: str | None = None) -> None:
        """Take in the entry of a file that another process wrote into the folder, with its key where it has one."""
        self.entries[told["path"]] = told
        if key is not None:
            self.keys[key] = told
        if self._holds(told):
            self._link(told["path"], self.path / told["path"])

    def take_over(self, entries: Sequence[Json], fresh: Collection[str] = ()) -> bool:
        """Link files of the catalogue before, if they all hold what their entries say; else none of them. Those that
        are to be `fresh` are copied.
        """
        if self.before is None or not all(_is_entry(one) and self._holds(one) for one in entries):
            return False
        for one in entries:
            name, place = one["path"], self._place(one["path"])
            if name in fresh:
                shutil.copyfile(self.before / name, place)
                self.fresh.add(name)
            else:
                self._link(name, place)
            self.entries[name] = one
        return True

    def held(self, told: Json) -> bytes | None:
        """What a file of the catalogue before holds; None where that is not what its entry says."""
        if self.before is None or not _is_entry(told):
            return None
        try:
            data = (self.before / told["path"]).read_bytes()
        except OSError:
            return None
        return data if entry(told["path"], data) == told else None

    def _place(self, name: str) -> Path:
        path = self.path / name
        if path.parent not in self._made:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(path.parent)
        return path

    def _same(self, name: str, data: bytes) -> bool:
        if self.before is None:
            return False
        try:
            old = self.before / name
            return old.stat().st_size == len(data) and old.read_bytes() == data
        except OSError:
            return False

    def _holds(self, told: Json) -> bool:
        """Whether the catalogue before has this very file."""
        if self.before is None:
            return False
        try:
            path = self.before / told["path"]
            return bool(path.stat().st_size == told["bytes"] and digest(path) == told["sha256"])
        except OSError:
            return False

    def _link(self, name: str, path: Path) -> bool:
        """Give a file of the catalogue before a second name, or a copy where the file system knows no links."""
        assert self.before is not None
        try:
            os.link(self.before / name, path)
        except FileExistsError:
            path.unlink()
            return self._link(name, path)
        except OSError:
            shutil.copyfile(self.before / name, path)
        return True

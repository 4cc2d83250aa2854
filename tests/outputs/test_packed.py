"""What is kept is read as values of ours: whatever else stands in the bytes, nothing runs and damage is told."""

import os
import pickle
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from corpus.model import Span
from outputs.packed import DamagedError, compressed, load, loads, pack, restored, unpack
from outputs.rendering_keys import Keys
from outputs.rendering_rows import kept_rows
from outputs.rows_file import RowsFile


class Called:
    """What calls a function as it is unpickled."""

    def __init__(self, function: Callable[..., Any], *given: Any) -> None:
        self.call = function, given

    def __reduce__(self) -> Any:
        return self.call


def by_name(module: str, name: str, given: str) -> bytes:
    """A pickle that calls what is found under some names, dotted or not."""
    words = [pickle.SHORT_BINUNICODE + bytes([len(word)]) + word.encode() for word in (module, name, given)]
    return pickle.PROTO + b"\x04" + words[0] + words[1] + pickle.STACK_GLOBAL + words[2] + b"\x85R."


@pytest.mark.parametrize("read", [loads, unpack, lambda data: load(BytesIO(data))])
def test_nothing_but_values_of_ours_is_made(read: Callable[[bytes], Any], tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    hostile = [
        pickle.dumps(Called(Path.touch, gone)),
        by_name("os", "mkdir", str(gone)),
        by_name("builtins", "eval", f"__import__('os').mkdir({str(gone)!r})"),
        by_name("corpus.system", "os.mkdir", str(gone)),
        by_name("outputs.folder", "Folder", str(gone)),
        by_name("outputs.spool", "TemporaryFile", "w"),
        by_name("outputs.rows_file", "RowsFile", str(gone)),
        by_name("outputs.rendering_rows", "Path", str(gone)),
    ]
    for data in hostile:
        with pytest.raises(pickle.UnpicklingError, match="is no value that is kept"):
            read(data)
        with pytest.raises(DamagedError):
            restored(zlib.compress(data))
    assert not gone.exists()


def test_values_come_back_as_they_were() -> None:
    value = {"spans": [Span(1, 2)], "keys": Keys("a", "b", "c")}
    assert unpack(pack(value)) == loads(pickle.dumps(value)) == restored(compressed(value)) == value


def flipped(sound: bytes, bit: int) -> bytes:
    data = bytearray(sound)
    data[bit // 8] ^= 1 << bit % 8
    return bytes(data)


def test_every_bit_of_a_value_that_is_damaged_is_told() -> None:
    value = ("版", {"力量薄弱": True})
    sound = compressed(value)
    for bit in range(8 * len(sound)):
        try:
            assert restored(flipped(sound, bit)) == value  # a bit may say nothing of what is packed
        except DamagedError:
            continue


def kept_file(path: Path) -> bytes:
    with RowsFile(path) as file:
        file.add("a.txt", Keys("1", "2", "3"), [], {"site": b"row"})
        file.finished()
    return path.read_bytes()


def test_every_bit_of_the_index_of_rows_that_is_damaged_is_told(tmp_path: Path) -> None:
    path = tmp_path / "rendered"
    sound = kept_file(path)
    assert path.stat().st_mode & 0o077 == 0
    found = kept_rows(path)
    assert found
    assert found.index["a.txt"].keys.own == "1"
    found.close()
    for bit in range(8 * len(b"row"), 8 * len(sound), 3):
        path.write_bytes(flipped(sound, bit))
        assert kept_rows(path) is None


def test_rows_are_of_a_plain_file_alone(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    assert kept_rows(tmp_path / "folder") is None
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")  # who opens it waits for ever
        assert kept_rows(tmp_path / "pipe") is None

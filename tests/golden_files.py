"""Stored answers that a test compares with, rewritten only by --update-golden."""

import difflib
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

ADVICE = "If the change is meant, run make golden and read the difference before you commit it."
MOST_LINES = 60


@dataclass(frozen=True, slots=True)
class Golden:
    """The folder of stored answers, and whether they are to be rewritten."""

    folder: Path
    update: bool

    def check(self, actual: str | bytes | Path, name: str) -> None:
        """Fail unless `actual` (text, bytes, or a file or folder of them) is what is stored under `name`."""
        found, stored = read_all(actual), self.folder / name
        if self.update:
            rewrite(stored, found)
        expected = read_all(stored) if stored.exists() else {}
        if problems := list(compare(expected, found)):
            pytest.fail("\n".join([f"{name} is not what is stored.", *problems, ADVICE]), pytrace=False)


def read_all(source: str | bytes | Path) -> dict[str, bytes]:
    """Relative path -> bytes; a single text or file has the path "." """
    if isinstance(source, str):
        return {".": source.encode()}
    if isinstance(source, bytes):
        return {".": source}
    if source.is_file():
        return {".": source.read_bytes()}
    files = sorted(path for path in source.rglob("*") if path.is_file())
    return {path.relative_to(source).as_posix(): path.read_bytes() for path in files}


def rewrite(stored: Path, found: dict[str, bytes]) -> None:
    if stored.is_dir():
        shutil.rmtree(stored)
    for name, content in found.items():
        target = stored / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def compare(expected: dict[str, bytes], found: dict[str, bytes]) -> list[str]:
    """One entry per file that is missing, new or changed; changed text with its first differing lines."""
    missing = [f"missing: {name}" for name in expected if name not in found]
    added = [f"not stored: {name}" for name in found if name not in expected]
    changed = [difference(name, expected[name], found[name]) for name in expected if name in found]
    return [*missing, *added, *filter(None, changed)]


def difference(name: str, expected: bytes, found: bytes) -> str:
    """Empty where both are the same."""
    if expected == found:
        return ""
    try:
        old, new = expected.decode().splitlines(), found.decode().splitlines()
    except UnicodeDecodeError:
        return f"differs: {name} ({len(expected)} bytes stored, {len(found)} found)"
    lines = list(difflib.unified_diff(old, new, f"{name} (stored)", f"{name} (found)", lineterm="", n=1))
    # The same lines and other bytes: line ends or a last newline differ.
    return "\n".join(lines[:MOST_LINES]) or f"differs in line ends: {name}"

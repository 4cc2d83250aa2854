"""Folders that several tests look into: the samples, and what a folder holds, to be compared."""

from collections.abc import Collection
from pathlib import Path

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"
NEWS = frozenset({"run.json", "changes.json"})
"""Files of a catalogue that tell when it was built."""
OF_A_BUILD = NEWS | {"site/data/roots.js"}
"""The same, and the one that tells where the reports lie."""


def contents(folder: Path, but: Collection[str] = ()) -> dict[str, bytes]:
    """Path below a folder -> bytes, of all files but those of some paths, in order."""
    paths = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name: path.read_bytes() for name, path in paths.items() if name not in but}

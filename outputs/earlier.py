"""The catalogues that stood before, kept beside the working state: whole folders under numbers that go up.

A number says only what left after what. Files that are as they are in the catalogue that stands are the same on disk
(hard links), but for those that people write in.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from corpus.system import sync
from outputs.target import digest, is_written_in, published

DIGITS = 6
MOST = 10**DIGITS


def folder_of(stage: Path) -> Path:
    """Where earlier catalogues are kept: beside the folder in which new ones are made, on the same file system."""
    return stage.with_name(stage.name.removesuffix("publish") + "catalogues")


def is_name(said: object) -> bool:
    """Whether something is the number of such a catalogue."""
    return isinstance(said, str) and said.isascii() and said.isdecimal()


def names(stage: Path) -> tuple[str, ...]:
    """The numbers of the catalogues that are kept, the one that left last at the end."""
    kept = folder_of(stage)
    there = kept.iterdir() if kept.is_dir() else ()
    return tuple(sorted(one.name for one in there if is_name(one.name) and one.is_dir()))


def _move(folder: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    folder.rename(place)
    sync(place.parent)


def add(folder: Path, stage: Path, after: str | None = None) -> None:
    """Keep a catalogue as the one that left last, under a number that neither those there nor `after` have."""
    last = max([*names(stage), after or ""], default="")
    _move(folder, folder_of(stage) / f"{int(last or 0) + 1:0{DIGITS}}")


def give_back(folder: Path, stage: Path, name: str) -> None:
    """Keep a catalogue again under the number that it had."""
    if not (place := folder_of(stage) / name).exists():
        _move(folder, place)


def prune(stage: Path, keep: int) -> None:
    """Let go of all but the last `keep`; each leaves in one step, so that none is ever there in part."""
    for name in names(stage)[: -keep or None]:
        stage.mkdir(parents=True, exist_ok=True)
        gone = stage / f"gone-{name}"
        (folder_of(stage) / name).rename(gone)
        shutil.rmtree(gone, ignore_errors=True)
    shutil.rmtree(stage, ignore_errors=True)
    if not names(stage) and folder_of(stage).is_dir() and not any(folder_of(stage).iterdir()):
        folder_of(stage).rmdir()


def _is_linked(file: Path, kept: Path, between: Path) -> bool:
    """Have two equal files be one on disk; False where the file system cannot."""
    try:
        if not file.samefile(kept):
            os.link(file, between)
            between.replace(kept)
    except OSError:
        between.unlink(missing_ok=True)
        return False
    return True


def share(out: Path, stage: Path) -> None:
    """Take up no room for what the catalogue kept last has in common with the one that stands."""
    last = names(stage)[-1:]
    for kept in (folder_of(stage) / name for name in last):
        stands = published(out)
        same = (name for name, told in published(kept).items() if stands.get(name) == told)
        stage.mkdir(parents=True, exist_ok=True)
        all(_is_linked(out / name, kept / name, stage / "link") for name in same if not is_written_in(name))
        shutil.rmtree(stage, ignore_errors=True)


def _is_as_published(path: Path, told: str) -> bool:
    try:
        return digest(path) == told
    except OSError:
        return False


def faults(folder: Path) -> Iterator[str]:
    """The files of a catalogue that are gone or not as they were published, but for those that people write in."""
    for name, told in sorted(published(folder).items()):
        if not is_written_in(name) and not _is_as_published(folder / name, told):
            yield name

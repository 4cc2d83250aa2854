"""A finished folder takes the place of the one before in one step; whatever fails, one of the two is there whole."""

import contextlib
import ctypes
import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from outputs.changes import listed, read_json

OURS = "urn:jingyan:schema:catalogue:"
THIS = f"{OURS}1"
UNLISTED = frozenset({"catalogue.json", "changes.json", "run.json", "site/data/roots.js"})
# What file browsers and office programs leave behind in folders that people look into.
LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
LOCKS = ("~$", ".~lock.")
WORKBOOK, CORRECTIONS = "catalogue.xlsx", "corrections.json"  # what analysts write in

AT_FDCWD = -100
RENAME_EXCHANGE = 2


class PublishError(RuntimeError):
    """The catalogue cannot be published; the message is for people, and the catalogue before is as it was."""


def _strangers(out: Path, listed: frozenset[str]) -> Iterator[str]:
    for path in sorted(out.rglob("*")):
        name = path.relative_to(out).as_posix()
        known = name in listed or path.name in LITTER or path.name.startswith(LOCKS)
        if not known and (path.is_symlink() or not path.is_dir()):
            yield name


def _listed(manifest: object) -> frozenset[str] | None:
    """The files that a manifest of ours lists, None where it is none of ours."""
    if not isinstance(manifest, dict) or not str(manifest.get("schema", "")).startswith(OURS):
        return None
    return UNLISTED | {str(one["path"]) for one in manifest.get("files", ()) if isinstance(one, dict) and "path" in one}


def _check_content(out: Path) -> None:
    if not any(out.iterdir()):
        return
    manifest = read_json(out / "catalogue.json")
    listed = _listed(manifest)
    if listed is None:
        raise PublishError(f"{out} holds something that is no catalogue of jingyan. Name an empty or a new folder.")
    if stranger := next(_strangers(out, listed), None):
        if manifest["schema"] != THIS:
            raise PublishError(
                f"{out} holds the catalogue of another version of jingyan ({manifest['schema']}). "
                "Name a new folder, or delete this one first."
            )
        raise PublishError(
            f"{out} holds {stranger}, which jingyan did not write and would lose. Move it elsewhere first."
        )


def is_catalogue(folder: Path) -> bool:
    """Whether a folder is a catalogue that jingyan wrote."""
    return _listed(read_json(folder / "catalogue.json")) is not None


def published(folder: Path) -> dict[str, str]:
    """Path -> hash of the files of a catalogue as they were published."""
    return {
        str(one.get("path")): str(one.get("sha256")) for one in listed(read_json(folder / "catalogue.json"), "files")
    }


def check_unwritten(out: Path, seen: Collection[str]) -> None:
    """Raise PublishError where somebody wrote in the workbook or the corrections of a catalogue after they were read;
    `seen` are the hashes with which they were.
    """
    told = published(out)
    for path in (out / name for name in (WORKBOOK, CORRECTIONS)):
        known = {told.get(path.name), *seen}
        if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() not in known:
            raise PublishError(
                f"{path} was written in while the catalogue was built, and what is new in it would be lost. "
                "Nothing was published, the file is as it was: build again."
            )


def check_profile(out: Path, profile: str) -> None:
    """Refuse to put a catalogue of one profile in the place of one of the other: what a public one takes over from the
    catalogue before (ids, what changed, corrections) would tell of texts that it must not show.
    """
    there = read_json(out / "catalogue.json")
    held = there.get("profile", "full") if isinstance(there, dict) else profile
    if held != profile:
        raise PublishError(
            f"{out} holds a catalogue of the profile {held}. Name another folder for the one of {profile}."
        )


def _check_above(out: Path) -> None:
    """A folder inside a catalogue would be lost with its next version."""
    inside = next(filter(is_catalogue, out.parents), None)
    if inside:
        raise PublishError(f"{out} lies inside the catalogue {inside}. Name a folder outside of it.")


def _check_place(out: Path) -> None:
    parent = next((folder for folder in out.parents if folder.exists()), out)
    if not parent.is_dir():
        raise PublishError(f"{out} cannot be made: {parent} is a file.")
    if not os.access(parent, os.W_OK | os.X_OK):
        raise PublishError(f"{out} cannot be written: no permission in {parent}.")


def check_target(out: Path) -> None:
    """Raise PublishError unless `out` can take a catalogue: new, empty, or a catalogue of ours. Touches nothing."""
    out = out.resolve()
    try:
        if out.exists() and not out.is_dir():
            raise PublishError(f"{out} is a file. Name a folder for the catalogue.")
        _check_place(out)
        _check_above(out)
        if out.is_dir():
            _check_content(out)
    except OSError as error:
        raise PublishError(f"{out} cannot be looked into: {error.strerror}.") from error


def staging(out: Path, state: Path) -> Path:
    """The folder to build in: below `state`, or beside `out` where that is another file system: no rename crosses."""
    state.mkdir(parents=True, exist_ok=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    same = state.stat().st_dev == out.parent.stat().st_dev
    return state / "publish" if same else out.parent / f".{out.name}.publish"


def recover(out: Path, stage: Path) -> None:
    """Put the catalogue back that a run left aside which was killed between two renames, and sweep its leavings."""
    aside = read_json(stage / "swap.json")
    ours = isinstance(aside, dict) and aside.get("out") == str(out)
    if ours and not out.exists() and (stage / "old").is_dir():
        (stage / "old").rename(out)
    shutil.rmtree(stage, ignore_errors=True)


def sync(folder: Path) -> None:
    """Have everything in a folder on disk, names included, before it may take another's place."""
    for path in (*folder.rglob("*"), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _renameat2() -> Callable[..., int] | None:
    try:
        return ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return None


def exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step; False where the system or the file system cannot."""
    call = _renameat2()
    if call is None:
        return False
    if call(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(other))


def _in_two_steps(new: Path, out: Path, stage: Path) -> None:
    """For systems without an exchange; `recover` mends a death between the two."""
    (stage / "swap.json").write_text(json.dumps({"out": str(out)}), encoding="utf-8")
    sync(stage)
    out.rename(stage / "old")
    try:
        new.rename(out)
    except OSError:
        (stage / "old").rename(out)
        raise


def put_in_place(new: Path, out: Path, stage: Path) -> None:
    """Let `new` (inside `stage`) take the place of `out`; what was there goes, last of all."""
    if not out.exists() or not any(out.iterdir()):
        with contextlib.suppress(FileNotFoundError):
            out.rmdir()
        new.rename(out)
    elif not exchange(new, out):
        _in_two_steps(new, out, stage)
    handle = os.open(out.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    shutil.rmtree(stage, ignore_errors=True)

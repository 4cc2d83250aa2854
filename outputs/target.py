"""The folder that a catalogue goes to: what may stand there, and what must not be lost with it."""

import hashlib
import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from outputs.changes import listed, read_json

OURS = "urn:jingyan:schema:catalogue:"
THIS = f"{OURS}1"
UNLISTED = frozenset({"catalogue.json", "changes.json", "run.json", "site/data/roots.js"})
# What file browsers and office programs leave behind in folders that people look into.
LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
LOCKS = ("~$", ".~lock.")
WORKBOOK, CORRECTIONS = "catalogue.xlsx", "corrections.json"  # what analysts write in
AT_ONCE = 1 << 20  # bytes
VOLUMES = "workbooks/"  # and the folder of the workbook's volumes, where one does not hold all


class PublishError(RuntimeError):
    """The catalogue cannot be published; the message is for people, and the catalogue before is as it was."""


def lies_inside(name: object) -> bool:
    """Whether something is the name of a file in a folder, as manifests have them: with /, and never leading out."""
    return isinstance(name, str) and all(part.strip(".") for part in re.split(r"[/\\:]", name)) and "\0" not in name


def is_written_in(name: str) -> bool:
    """Whether people write in a file of a catalogue."""
    return name in (WORKBOOK, CORRECTIONS) or name.startswith(VOLUMES)


def names_in(folder: Path) -> Iterator[str]:
    """The files in a folder and the folders within it, as manifests name them; links are not followed."""
    for top, inner, files in os.walk(folder):
        below = "" if top == str(folder) else f"{Path(top).relative_to(folder).as_posix()}/"
        links = (name for name in inner if Path(top, name).is_symlink())
        yield from (below + name for name in (*files, *links))


def _strangers(out: Path, listed: frozenset[str]) -> Iterator[str]:
    for name in names_in(out):
        last = name.rpartition("/")[2]
        if name not in listed and last not in LITTER and not last.startswith(LOCKS):
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
    if stranger := min(_strangers(out, listed), default=None):
        if manifest["schema"] != THIS:
            raise PublishError(
                f"{out} holds the catalogue of another version of jingyan ({manifest['schema']}). "
                "Name a new folder, or delete this one first."
            )
        raise PublishError(
            f"{out} holds {stranger}, which jingyan did not write and would lose. Move it elsewhere first."
        )


def manifest_hash(folder: Path) -> str | None:
    """The hash of a catalogue's manifest, which tells it from all others; None where there is none."""
    try:
        return hashlib.sha256((folder / "catalogue.json").read_bytes()).hexdigest()
    except OSError:
        return None


def is_catalogue(folder: Path) -> bool:
    """Whether a folder is a catalogue that jingyan wrote."""
    return _listed(read_json(folder / "catalogue.json")) is not None


def published(folder: Path) -> dict[str, str]:
    """Path -> hash of the files of a catalogue as they were published."""
    files = listed(read_json(folder / "catalogue.json"), "files")
    return {one["path"]: str(one.get("sha256")) for one in files if lies_inside(one.get("path"))}


def written(folder: Path) -> frozenset[Path]:
    """The files of a catalogue that jingyan wrote, by its manifest and as long as that says, but for those that people
    write in; none where the folder is no catalogue. A file that only lies there is not among them.
    """
    manifest = read_json(folder / "catalogue.json")
    if _listed(manifest) is None:
        return frozenset()
    sizes = {one["path"]: one.get("bytes") for one in listed(manifest, "files") if lies_inside(one.get("path"))}
    same = (name for name, size in sizes.items() if is_written_in(name) or _size(folder / name) == size)
    return frozenset(folder / name for name in (*same, *UNLISTED))


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal; one that is short is read at once, which takes half the time. Raises
    OSError.
    """
    with path.open("rb", buffering=0) as file:
        if os.fstat(file.fileno()).st_size <= AT_ONCE:
            return hashlib.sha256(file.read()).hexdigest()
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_unwritten(out: Path, seen: Collection[str]) -> None:
    """Raise PublishError where somebody wrote in the workbooks or the corrections of a catalogue after they were read;
    `seen` are the hashes with which they were.
    """
    told = published(out)
    for name, path in ((name, out / name) for name in told if is_written_in(name)):
        if path.is_file() and digest(path) not in {told[name], *seen}:
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
    if os.path.ismount(out):
        raise PublishError(f"{out} is where a disk is mounted, which cannot be swapped. Name a folder inside of it.")
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

"""Finding: which files below the given folders are documents, and what each is called."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from corpus.archives import Member, first_bytes, members
from corpus.model import Outcome
from corpus.pictures import PICTURE_HEAD, is_picture, too_small

LOCKS = ("~$", ".~lock.")
SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})
HALF_COPIED = (".tmp", ".part", ".crdownload", ".download", ".partial")
# Where macOS keeps what its own programs know of the files that it packs.
MAC_FOLDER = "__MACOSX"
HIDDEN = Outcome("ignored:hidden", "This file or folder is hidden or belongs to the system.")
LINK = Outcome(
    "ignored:symlink", "This is a link that leads nowhere, to a folder, or out of the folder; it is not followed."
)
# Browsers and office programs put what a page that they save consists of into a folder beside it.
PAGES = frozenset({"html", "htm", "shtml", "xhtml", "mht", "mhtml"})
PAGE_FOLDERS = ("_files", ".files", "_file", "_文件", ".fld")
PAGE_PART = Outcome("ignored:page_part", "This belongs to a saved web page, which is read itself.")
UNREADABLE = Outcome("rejected:unreadable", "The folder may not be opened; ask for permission.")
SPECIAL = Outcome("ignored:special", "This is a device, pipe or socket and no file.")


class SourceError(ValueError):
    """The sources cannot be used; the message is one sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file: its name in the catalogue (its own), where it is, and why it is left out (None for documents).

    `member`: the file is in the archive at `path`, and this is which. `converted`: the DOCX that was made of it.
    `path` of a link that is not followed and of a device, pipe or socket is the folder around it: who opens it by
    mistake reads nothing and waits for nothing.
    """

    name: str
    path: Path
    ignored: Outcome | None = None
    member: Member | None = None
    converted: Path | None = None


def discover(sources: Sequence[Path]) -> tuple[Found, ...]:
    """All files of the sources, those in archives too, sorted by name; a file below two sources is found once.

    Raises SourceError where a source is missing, may not be read or has no document in it.
    """
    return _told_apart([file for found in lying(sources) for file in opened(found)])


def lying(sources: Sequence[Path]) -> tuple[Found, ...]:
    """All files of the sources as they lie there, archives unopened; raises SourceError as `discover` does."""
    if not sources:
        raise SourceError("No source was given: name the files or folders to read.")
    roots = _distinct([Path(os.path.abspath(source)) for source in sources])
    names = _root_names(roots) if len(roots) > 1 else {roots[0]: ""}
    return tuple(found for root in roots for found in _below(root, names[root]))


def opened(found: Found) -> tuple[Found, ...]:
    """The files of an archive, sorted by name, or else the file itself. What is no document in it is left out as files
    are; a folder that is none is told once.
    """
    inside = None if found.ignored else members(found.path)
    if inside is None:
        return (found,)
    pages = frozenset(stem for member in inside if (stem := _page_stem(member.name)))
    files = [_in_archive(found, member, pages) for member in inside]
    left_out = {file.name: file for file in files if file.ignored}
    return _told_apart([*(file for file in files if not file.ignored), *left_out.values()])


def _in_archive(archive: Found, member: Member, pages: frozenset[str]) -> Found:
    parts = member.name.split("/")
    for depth, part in enumerate(parts, 1):
        above = "/".join(parts[:depth])
        of_page = PAGE_PART if depth < len(parts) and _page_of(above) in pages else None
        if ignored := _ignored(part) or (HIDDEN if part == MAC_FOLDER else None) or of_page:
            return Found(f"{archive.name}/{above}", archive.path, ignored, member)
    name, refused = f"{archive.name}/{member.name}", member.refused
    if refused is None and is_picture(member.name):
        refused = too_small(first_bytes(archive.path, member, PICTURE_HEAD))
    return Found(name, archive.path, refused, member)


def _order(found: Found) -> tuple[str, bytes, int]:
    return found.name, os.fsencode(found.path), found.member.number if found.member else -1


def _told_apart(found: Sequence[Found]) -> tuple[Found, ...]:
    """The files in order; of those that would be called the same all but the first are numbered."""
    taken = {item.name for item in found}
    numbers: dict[str, Iterator[int]] = {}
    unique: list[Found] = []
    last = ""
    for item in sorted(found, key=_order):
        name = item.name
        if name == last:
            # Each number is tried once, however many files are called the same.
            number = next(n for n in numbers.setdefault(name, count(2)) if f"{name} ({n})" not in taken)
            name = f"{name} ({number})"
            taken.add(name)
        last = item.name
        unique.append(replace(item, name=name))
    return tuple(sorted(unique, key=lambda item: item.name))


def _distinct(paths: list[Path]) -> list[Path]:
    """The paths in order, without those that stand in a folder which is given as well."""
    for path in paths:
        if not os.path.lexists(path):
            raise SourceError(f"There is no file or folder {_shown(str(path))}; check the path.")
    real = {_real(path): path for path in sorted(paths, reverse=True)}
    return sorted(path for target, path in real.items() if not any(parent in real for parent in target.parents))


def _real(path: Path) -> Path:
    """The path without links; one that leads in a circle stays as it is, where `Path.resolve` would raise."""
    return Path(os.path.realpath(path))


def _root_names(roots: Sequence[Path]) -> dict[Path, str]:
    """The sources by their own names, with as many of the folders above as it takes to tell them apart."""
    names: dict[Path, str] = {}
    for depth in range(1, max(len(root.parts) for root in roots) + 1):
        tails = {root: "/".join(root.parts[-depth:]).lstrip("/") for root in roots if root not in names}
        taken = [*tails.values(), *names.values()]
        names |= {root: tail for root, tail in tails.items() if taken.count(tail) == 1}
    return names


def _below(root: Path, name: str) -> list[Found]:
    if not stat.S_ISDIR(_mode(root)):
        return [_file(root, name or root.name)]
    _check_readable(root)
    found = list(_walk(root, _real(root), f"{name}/" if name else ""))
    if all(item.ignored for item in found):
        raise SourceError(
            f"There is no document in the folder {_shown(str(root))}; put reports into it or name another."
        )
    return found


def _file(path: Path, name: str) -> Found:
    mode = _mode(path)
    if not mode:
        raise SourceError(f"The link {_shown(str(path))} leads nowhere; name the file itself.")
    if not os.access(path, os.R_OK):
        raise SourceError(f"The file {_shown(str(path))} may not be read; ask for permission or name another.")
    ignored = _ignored(path.name)
    if ignored or not stat.S_ISREG(mode):
        raise SourceError(f"{_shown(str(path))} is no document; name a report or a folder of reports.")
    return Found(_named(name), path)


def _check_readable(folder: Path) -> None:
    if not os.access(folder, os.R_OK | os.X_OK):
        raise SourceError(f"The folder {_shown(str(folder))} may not be opened; ask for permission or name another.")


def _walk(folder: Path, root: Path, prefix: str) -> Iterator[Found]:
    """The files below a folder, however deep. Links to folders are never followed: they may run in circles."""
    waiting = [(folder, prefix)]
    while waiting:
        folder, prefix = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            yield Found(_named(prefix.rstrip("/")), folder, UNREADABLE)
            continue
        pages = frozenset(stem for entry in entries if (stem := _page_stem(entry.name)))
        for entry in entries:
            if found := _entry(entry, root, prefix, pages):
                yield found
            else:
                waiting.append((Path(entry.path), f"{prefix}{entry.name}/"))


def _entry(entry: os.DirEntry[str], root: Path, prefix: str, pages: frozenset[str]) -> Found | None:
    """What an entry of a folder is; None for a folder that is to be looked into."""
    path, name = Path(entry.path), _named(prefix + entry.name)
    if outside := _outside(entry, root):
        return Found(name, path.parent, outside)
    ignored = _ignored(entry.name)
    if ignored or not entry.is_dir(follow_symlinks=False):
        return Found(name, path, ignored or _small_picture(path))
    return Found(name, path, PAGE_PART) if _page_of(entry.name) in pages else None


def _outside(entry: os.DirEntry[str], root: Path) -> Outcome | None:
    """Why an entry that is no plain file or folder is left out."""
    if entry.is_symlink():
        target = _real(Path(entry.path))
        return None if stat.S_ISREG(_mode(target)) and root in target.parents else LINK
    try:
        kind = entry.stat(follow_symlinks=False).st_mode
    except OSError:
        return None  # gone since the folder was listed: who opens it will say so
    return None if stat.S_ISREG(kind) or stat.S_ISDIR(kind) else SPECIAL


def _mode(path: Path) -> int:
    """What a file is, links followed; 0 where that cannot be told: a name may be too long, a folder be closed."""
    try:
        return path.stat().st_mode
    except OSError:
        return 0


def _ignored(name: str) -> Outcome | None:
    """Why a file of this name is no document, or None."""
    lower = name.lower()
    if lower.startswith(LOCKS):
        return Outcome("ignored:lock", "This file only shows that an Office program had a document open.")
    if lower.endswith(HALF_COPIED):
        return Outcome("ignored:temporary", "This file is temporary or only half copied.")
    if lower.startswith(".") or lower in SYSTEM_FILES:
        return HIDDEN
    return None


def _page_stem(name: str) -> str | None:
    """The name of a web page without its suffix, None for other files."""
    stem, _, suffix = name.rpartition(".")
    return stem if suffix.lower() in PAGES else None


def _page_of(folder: str) -> str | None:
    """The name, without its suffix, of the page whose pictures and scripts a folder of this name would hold."""
    return next((folder.removesuffix(end) for end in PAGE_FOLDERS if folder.endswith(end)), None)


def _small_picture(path: Path) -> Outcome | None:
    """Why a picture is no document, or None for those that may be and for other files."""
    if not is_picture(path.name):
        return None
    try:
        with path.open("rb") as file:
            return too_small(file.read(PICTURE_HEAD))
    except OSError:
        return None  # who reads it will say so


def _shown(path: str) -> str:
    """The path as valid Unicode: bytes that are no UTF-8 are written \\xNN."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _named(name: str) -> str:
    """The name as valid Unicode; the backslash is written \\x5c, for a name may hold the very letters of `\\xff`."""
    return _shown(name.replace("\\", "\\x5c"))

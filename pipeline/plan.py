"""What a build will do, looked at before anything is touched."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.discover import Found, SourceError, discover
from corpus.model import Outcome
from corpus.system import NotOursError
from extractors.overlay import NONE, Overlay, OverlayError
from outputs.corrections import NOTHING, Known
from outputs.corrections_read import CorrectionsError, filled_in, known_corrections
from outputs.target import PublishError, check_profile, check_target, written
from pipeline.settings import Settings, state_folder
from pipeline.state import check_state

Batch = tuple[Found, ...]
WRITTEN = Outcome("ignored:catalogue", "This file belongs to a catalogue that jingyan wrote, and is no report.")


class UsageError(ValueError):
    """The command was used wrongly; the message says what to do, one line a fault."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build will do: the files it found, where the catalogue goes, with which settings and own words."""

    sources: tuple[Path, ...]
    found: tuple[Found, ...]
    out: Path
    settings: Settings
    overlay: Overlay = NONE
    corrections: Known = NOTHING

    @property
    def batches(self) -> tuple[Batch, ...]:
        """The documents in portions for one task each; ignored files are in none."""
        return portions([f for f in self.found if f.ignored is None], self.settings.batch_size)

    @property
    def roots(self) -> dict[str, str]:
        """The folders of the original files as the pages of the site reach them, by the first part of their names; ""
        stands for all where there is one. The public profile says none.
        """
        if self.settings.profile == "public":
            return {}
        found: dict[str, str] = {}
        for file in self.found:
            if file.ignored is None and (root := _root(file)) is not None:
                found.setdefault(file.name.split("/")[0], _relative(root, self.out / "site"))
        return {"": next(iter(found.values()))} if len(set(found.values())) == 1 else found


def portions(files: Sequence[Found], size: int) -> tuple[Batch, ...]:
    """Some documents in batches of so many."""
    return tuple(tuple(files[at : at + size]) for at in range(0, len(files), size))


def _root(file: Found) -> str | None:
    """The folder that a file's name counts from; of a member of an archive, that of the archive."""
    path, parts = _path(file).as_posix(), file.name.split("/")
    names = ("/".join(parts[:many]) for many in range(len(parts), 0, -1))
    return next((path[: -len(name)] for name in names if path.endswith(f"/{name}")), None)


def _relative(folder: str, to: Path) -> str:
    """The way from one folder to another; on another drive there is none."""
    try:
        return Path(os.path.relpath(folder, to)).as_posix()
    except ValueError:
        return ""


def _path(file: Found) -> Path:
    return Path(os.path.abspath(file.path))


def _without_catalogues(found: Sequence[Found]) -> list[Found]:
    """The files, with those left out that belong to catalogues among the sources; reports that lie there are read."""
    folders = {_path(file).parent for file in found if file.path.name == "catalogue.json"}
    ours = frozenset[Path]().union(*map(written, folders))
    return [replace(file, ignored=file.ignored or WRITTEN) if _path(file) in ours else file for file in found]


def _refuse_lost_marks(out: Path, settings: Settings) -> None:
    """A public catalogue keeps no corrections: those written into its workbook would hold for one build alone."""
    for book in filled_in(out) if settings.profile == "public" else ():
        raise CorrectionsError(
            f"{book} was written in since it was published, and a public catalogue keeps no corrections. "
            "Move it elsewhere, and give it with --corrections to this and every later build."
        )


def checked(out: Path, settings: Settings) -> tuple[Overlay, Known]:
    """The own words and the corrections of a build, whose folder is one that it may write to; touches nothing and
    raises UsageError.
    """
    try:
        check_target(out)
        check_profile(out, settings.profile)
        check_state(out)
        overlay, corrections = settings.overlay(), known_corrections(out, settings.corrections)
        _refuse_lost_marks(out, settings)
    except (CorrectionsError, NotOursError, OverlayError, PublishError) as error:
        raise UsageError(str(error)) from error
    return overlay, corrections


def plan(sources: Sequence[Path], out: Path, settings: Settings) -> Plan:
    """Look at everything that a build needs and touch nothing; raises UsageError."""
    out = Path(os.path.abspath(out))
    overlay, corrections = checked(out, settings)
    try:
        with settings.limiting():
            found = discover(sources)
    except SourceError as error:
        raise UsageError(str(error)) from error
    ours = (out, state_folder(out).parent)
    inside = _without_catalogues([f for f in found if not any(_path(f).is_relative_to(folder) for folder in ours)])
    if not any(f.ignored is None for f in inside):
        raise UsageError(f"There is no document in {', '.join(map(str, sources))}.")
    return Plan(tuple(sources), tuple(inside), out, settings, overlay, corrections)

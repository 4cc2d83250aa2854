"""What a build will do, looked at before anything is touched."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.discover import Found, SourceError, discover
from extractors.overlay import NONE, Overlay, OverlayError
from outputs.swap import PublishError, check_target, is_catalogue
from pipeline.settings import Settings, state_folder

Batch = tuple[Found, ...]


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

    @property
    def batches(self) -> tuple[Batch, ...]:
        """The documents in portions for one task each; ignored files are in none."""
        files, size = [f for f in self.found if f.ignored is None], self.settings.batch_size
        return tuple(tuple(files[at : at + size]) for at in range(0, len(files), size))


def _catalogues(found: Sequence[Found]) -> list[Path]:
    """Catalogues among the sources: what jingyan wrote is no report."""
    folders = (Path(os.path.abspath(f.path)).parent for f in found if f.path.name == "catalogue.json")
    return [folder for folder in folders if is_catalogue(folder)]


def plan(sources: Sequence[Path], out: Path, settings: Settings) -> Plan:
    """Look at everything that a build needs and touch nothing; raises UsageError."""
    out = Path(os.path.abspath(out))
    try:
        check_target(out)
        found = discover(sources)
        overlay = settings.overlay()
    except (OverlayError, PublishError, SourceError) as error:
        raise UsageError(str(error)) from error
    ours = (out, state_folder(out).parent, *_catalogues(found))
    inside = [f for f in found if not any(Path(os.path.abspath(f.path)).is_relative_to(folder) for folder in ours)]
    if not any(f.ignored is None for f in inside):
        raise UsageError(f"There is no document in {', '.join(map(str, sources))}.")
    return Plan(tuple(sources), tuple(inside), out, settings, overlay)

"""The working state of a catalogue is for one user alone: what lies in it is trusted as if a build had just made it."""

from pathlib import Path

from corpus.system import check_own, make_own
from pipeline.settings import state_folder


def check_state(out: Path) -> None:
    """Raise NotOursError where others may have written to the working state of a catalogue. Touches nothing."""
    for folder in _folders(out):
        check_own(folder)


def make_state(out: Path) -> Path:
    """The folder of the working state, for this user alone. Raises NotOursError and OSError."""
    return make_folders(*_folders(out))


def make_folders(*folders: Path) -> Path:
    """Folders of which each lies in the one before, for this user alone; returns the last. Raises as `make_state`."""
    folders[0].parent.mkdir(parents=True, exist_ok=True)
    for folder in folders:
        make_own(folder)
    return folders[-1]


def _folders(out: Path) -> tuple[Path, Path]:
    state = state_folder(out)
    return state.parent, state

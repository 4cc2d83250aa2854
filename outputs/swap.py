"""A finished folder takes the place of the one before in one step; whatever fails, one of the two is there whole.

What was there is kept among the earlier catalogues. Before anything moves a note is written of what is about to move
where: whoever comes after a death at any moment reads it and ends what was begun.
"""

import contextlib
import json
import logging
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.system import exchange, sync, sync_disk
from outputs import earlier
from outputs.changes import read_json
from outputs.target import manifest_hash

NOTE = "swap.json"


@dataclass(frozen=True, slots=True)
class Move:
    """What a swap moves: `leaves`, the hash of the manifest of the catalogue that is to be kept, None for none;
    `came_from`, the name under which the one that comes was kept itself, None where it is new.
    """

    leaves: str | None = None
    came_from: str | None = None


def staging(out: Path, state: Path) -> Path:
    """The folder to build in: below `state`, or beside `out` where that is another file system: no rename crosses."""
    state.mkdir(parents=True, exist_ok=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    same = state.stat().st_dev == out.parent.stat().st_dev
    return state / "publish" if same else out.parent / f".{out.name}.publish"


def note(stage: Path, move: Move) -> None:
    """Have on disk what is about to move."""
    stage.mkdir(parents=True, exist_ok=True)
    (stage / NOTE).write_text(json.dumps(asdict(move)), encoding="utf-8")
    sync(stage / NOTE)
    sync(stage)


def _noted(stage: Path) -> Move:
    said = read_json(stage / NOTE)
    if not isinstance(said, dict):
        return Move()
    leaves, name = said.get("leaves"), said.get("came_from")
    return Move(leaves if isinstance(leaves, str) else None, name if earlier.is_name(name) else None)


def _put_away(folder: Path, stage: Path, move: Move) -> None:
    """Keep the catalogue that left, or put the one back that did not come after all; anything else is let go."""
    found = manifest_hash(folder)
    if found is None:
        return
    if found == move.leaves:
        earlier.add(folder, stage, move.came_from)
    elif move.came_from:
        earlier.give_back(folder, stage, move.came_from)


def bring_back(name: str, stage: Path) -> Path:
    """Take a catalogue out of those that are kept, to be put in place; until it is there `recover` gives it back."""
    note(stage, Move(came_from=name))
    (earlier.folder_of(stage) / name).rename(stage / "new")
    return stage / "new"


def recover(out: Path, stage: Path) -> None:
    """End what a run began that was killed while it published, keep what it was to keep, and sweep its leavings."""
    move, old, new = _noted(stage), stage / "old", stage / "new"
    if not out.exists() and old.is_dir():
        old.rename(out)
    for folder in (old, new):
        _put_away(folder, stage, move)
    shutil.rmtree(stage, ignore_errors=True)


def sync_all(folder: Path) -> None:
    """Have everything in a folder on disk, names included, before it may take another's place."""
    if not sync_disk(folder):
        for path in (*folder.rglob("*"), folder):
            sync(path)


def _in_two_steps(new: Path, out: Path, stage: Path) -> None:
    """For systems without an exchange; `recover` mends a death between the two."""
    out.rename(stage / "old")
    try:
        new.rename(out)
    except OSError:
        (stage / "old").rename(out)
        raise


def _keep(out: Path, stage: Path, keep: int) -> None:
    """Put away what left, and let go of what is too much; the new one stands already, and nothing here fails that."""
    try:
        sync(out.parent)
        recover(out, stage)
        earlier.prune(stage, keep)
        earlier.share(out, stage)
    except OSError as error:
        logging.getLogger(__name__).warning("The catalogue before could not be kept: %s", error)


def put_in_place(new: Path, out: Path, stage: Path, keep: int = 0, came_from: str | None = None) -> None:
    """Let `new` (inside `stage`) take the place of `out`; what was there is kept, with `keep` such catalogues in all,
    unless it says the same. `came_from`: the name under which `new` was kept; then there are as many as before.
    """
    if not out.exists() or not any(out.iterdir()):
        with contextlib.suppress(FileNotFoundError):
            out.rmdir()
        new.rename(out)
    else:
        leaves = manifest_hash(out) if keep or came_from else None
        note(stage, Move(leaves if leaves != manifest_hash(new) else None, came_from))
        if not exchange(new, out):
            _in_two_steps(new, out, stage)
    _keep(out, stage, max(keep, earlier.MOST if came_from else 0))

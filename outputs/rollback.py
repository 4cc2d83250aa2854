"""An earlier catalogue takes the place of the one that stands, in one step and so that it can be undone.

What analysts said in the meantime is carried over: it goes into the `corrections.json` of the one that returns, whose
next build replays it. All else in it stays byte for byte, but for `changes.json`, which leads on from what stood.
"""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from outputs import earlier
from outputs.changes import changes, listed, read_json
from outputs.corrections import NOTHING, STAMPED, Correction, Known
from outputs.corrections_read import filled_in, kept_in, known_corrections, merged
from outputs.manifest import write
from outputs.record import Json
from outputs.swap import bring_back, put_in_place, recover, staging, sync_all
from outputs.target import (
    CORRECTIONS,
    PublishError,
    check_profile,
    check_target,
    check_unwritten,
    is_catalogue,
    manifest_hash,
)
from outputs.views import schema_id


class RollbackError(RuntimeError):
    """There is no such catalogue to come back; nothing was touched."""


@dataclass(frozen=True, slots=True)
class Stood:
    """A catalogue as it can be told from others: its number among those kept (None: it stands), when its build began,
    and how many documents and cases it holds.
    """

    name: str | None
    started: str | None
    documents: int
    cases: int


@dataclass(frozen=True, slots=True)
class RolledBack:
    """Which catalogue stands now, which one left (None: there was none), and how many corrections went along."""

    stands: Stood
    left: Stood | None
    carried: int


def stood(folder: Path, name: str | None = None) -> Stood:
    """What to tell of a catalogue."""
    manifest, run = read_json(folder / "catalogue.json"), read_json(folder / "run.json")
    counts = manifest.get("counts", {}) if isinstance(manifest, dict) else {}
    started = run.get("started") if isinstance(run, dict) else None
    return Stood(name, started, counts.get("documents", 0), counts.get("cases", 0))


def kept(out: Path, state: Path) -> tuple[Stood, ...]:
    """The earlier catalogues of a folder, the one that left last at the end."""
    stage = staging(out.resolve(), state.resolve())
    return tuple(stood(earlier.folder_of(stage) / name, name) for name in earlier.names(stage))


def shown(name: str) -> str:
    """The number of a kept catalogue as people write it."""
    return str(int(name))


def _chosen(stage: Path, number: int | None) -> str:
    there = earlier.names(stage)
    if not there:
        raise RollbackError("No earlier catalogue is kept; JINGYAN_KEEP says how many are.")
    if number is None:
        return there[-1]
    found = next((name for name in there if int(name) == number), None)
    if found is None:
        raise RollbackError(f"There is no earlier catalogue {number}; kept are {', '.join(map(shown, there))}.")
    return found


def _check(folder: Path, out: Path) -> None:
    """Raise where what comes back is damaged, is for other readers, or is what stands."""
    if not is_catalogue(folder):
        raise PublishError(f"{folder} is no catalogue any more; choose another with --to.")
    if manifest_hash(folder) == manifest_hash(out):
        raise RollbackError("That earlier catalogue says just what the one says that stands; choose another with --to.")
    if fault := next(earlier.faults(folder), None):
        raise PublishError(f"{folder / fault} is not as it was published; choose another with --to.")
    check_profile(out, read_json(folder / "catalogue.json").get("profile", "full"))


def _said(out: Path) -> Known:
    """All that analysts said until now; a public catalogue keeps no corrections, and its workbook must not be lost."""
    manifest = read_json(out / "catalogue.json")
    if isinstance(manifest, dict) and manifest.get("profile") == "public":
        for book in filled_in(out):
            raise PublishError(
                f"{book} was written in since it was published, and a public catalogue keeps no corrections. "
                "Move it elsewhere, and give it with --corrections to every later build."
            )
        return NOTHING
    return known_corrections(out, ())


def _bodies(known: Known) -> list[Json]:
    return [one.body for one in known.corrections]


def _entries(all_: Known, there: Known) -> Iterator[Json]:
    """What stood in the catalogue that returns keeps what became of it; the rest waits for the next build."""
    stamped = {one.xid: one for one in there.corrections}
    for one in all_.corrections:
        own = stamped.get(one.xid)
        yield one.body | {"id": one.xid} | (_stamps(own) if own else {})


def _stamps(one: Correction) -> Json:
    return one.model_dump(mode="json", exclude_unset=True, include=STAMPED)


def _states(entries: list[Json], before: Mapping[str, Any]) -> dict[str, int]:
    """State -> how many, in the order in which the file had them."""
    found = [one.get("state") for one in entries]
    return {state: found.count(state) for state in before if state in found}


def _carry(folder: Path, said: Known) -> int:
    """Have the catalogue in a folder know what was said since it stood; how many corrections that adds to it."""
    there = kept_in(folder)
    # that a file was read for both says nothing of the order in which they were written
    whole = merged((there, replace(said, read=()), Known((), said.read)))
    if _bodies(whole) == _bodies(there):
        return 0
    before = read_json(folder / CORRECTIONS) or {}
    entries = list(_entries(whole, there))
    told = {"schema": schema_id("corrections"), "read": list(whole.read), "corrections": entries}
    value = told | {"states": _states(entries, before.get("states", {}))}
    entry = _renewed(folder, CORRECTIONS, value)
    manifest = read_json(folder / "catalogue.json")
    files = [entry if one["path"] == CORRECTIONS else one for one in listed(manifest, "files")]
    _renewed(folder, "catalogue.json", manifest | {"files": files}, indent=1)
    return len(whole.corrections) - len(there.corrections)


def _renewed(folder: Path, name: str, value: Json, indent: int | None = None) -> Json:
    """Write a file of a catalogue anew, in one step; returns what the manifest says of it."""
    between = folder.with_name("renewed")
    entry = write(between, name, value, indent)
    (between / name).replace(folder / name)
    return entry


def rolled_back(out: Path, state: Path, number: int | None = None) -> RolledBack:
    """Let the catalogue that left last stand again, or the one of that number; what stands now is kept in its stead.

    Raises RollbackError, PublishError and CorrectionsError, and then all is as it was.
    """
    out = out.resolve()
    stage = staging(out, state.resolve())
    recover(out, stage)
    check_target(out)
    name = _chosen(stage, number)
    _check(earlier.folder_of(stage) / name, out)
    said, leaves = _said(out), stood(out) if is_catalogue(out) else None
    try:
        carried = _swapped(out, stage, name, said)
    except OSError as error:
        raise PublishError(f"{out} could not be rolled back; what was there is unchanged. {error}") from error
    finally:
        recover(out, stage)
    last = earlier.names(stage)[-1] if leaves else None
    return RolledBack(stood(out, name), replace(leaves, name=last) if leaves else None, carried)


def _swapped(out: Path, stage: Path, name: str, said: Known) -> int:
    new = bring_back(name, stage)
    carried = _carry(new, said)
    _renewed(new, "changes.json", {"schema": schema_id("changes"), **changes(out, new)}, indent=1)
    shutil.rmtree(stage / "renewed")
    sync_all(new)
    check_unwritten(out, said.seen)
    put_in_place(new, out, stage, came_from=name)
    return carried

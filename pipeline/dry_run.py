"""What a build would do: which files it would read, and which it would leave as they are. Nothing is touched."""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from corpus.discover import Found
from outputs.changes import listed, read_json
from outputs.record import Json
from outputs.show_read import counted
from pipeline.kept import Kept
from pipeline.kept_rows import KEPT, Rows
from pipeline.plan import Plan
from pipeline.seen import How
from pipeline.settings import state_folder
from pipeline.versions import versions_of

Change = Literal["new", "changed", "moved", "unchanged"]
SHOWN = 20
WORDS: Mapping[How, str] = {
    "read": "would be read",
    "extracted": "would be looked at anew, from what was read before",
    "kept": "would be taken as they are",
    "quarantined": "would be left alone: their reader ended twice over them ('jingyan retry' reads them)",
}


@dataclass(frozen=True, slots=True)
class Due:
    """What a build would do with a document; `change` against the catalogue before; `reason` of a quarantine."""

    name: str
    how: How
    change: Change
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that is no document, and why."""

    name: str
    status: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a build would do. `removed` are the documents that the catalogue has and the folders no longer do."""

    documents: tuple[Due, ...]
    removed: tuple[str, ...]
    ignored: tuple[LeftOut, ...]

    def counts(self) -> dict[str, int]:
        """How many files of each kind."""
        hows, changes = Counter(one.how for one in self.documents), Counter(one.change for one in self.documents)
        told = {name: hows[name] for name in WORDS} | {
            name: changes[name] for name in ("new", "changed", "moved", "unchanged")
        }
        return {"documents": len(self.documents), **told, "removed": len(self.removed), "ignored": len(self.ignored)}

    def json(self) -> Json:
        """All of it, as `--json` prints it."""
        return {"counts": self.counts(), **asdict(self)}


class _Glance(Rows):
    """Rows that are looked at alone: no file is made, locked or mended."""

    def _open(self) -> None:
        if self._path.is_file():
            address = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
            self._database = sqlite3.connect(address, uri=True, check_same_thread=False)

    def _throw_away(self) -> None:
        """What is damaged is for the next build to find."""

    def _write(self) -> None:
        """Nothing waits to be written."""


def _before(out: Path) -> dict[str, str]:
    """Name -> hash of the documents of the catalogue that would be replaced; of some that were ignored it has one too,
    those that were read and held back.
    """
    documents = listed(read_json(out / "documents.json"), "documents")
    read = (one for one in documents if one.get("sha256") or not str(one.get("status")).startswith("ignored"))
    return {str(one.get("name")): str(one.get("sha256")) for one in read}


def dry_run(plan: Plan) -> DryRun:
    """What a build of this plan would do; every document is hashed, for its content decides."""
    before = _before(plan.out)
    here = {file.name for file in plan.found if file.ignored is None}
    gone = {sha256 for name, sha256 in before.items() if name not in here and sha256}
    versions = versions_of(plan.settings, plan.overlay)
    rows = _Glance(state_folder(plan.out) / KEPT, lambda _: None)
    with plan.settings.limiting(), Kept(rows, versions) as kept:
        documents = tuple(_due(file, kept, before, gone) for batch in plan.batches for file in batch)
    ignored = (LeftOut(one.name, one.ignored.status, one.ignored.reason) for one in plan.found if one.ignored)
    return DryRun(documents, tuple(sorted(before.keys() - here)), tuple(ignored))


def _due(file: Found, kept: Kept, before: Mapping[str, str], gone: set[str]) -> Due:
    known = kept.look(file)
    how: How = "extracted" if known.how == "read" and known.reading is not None else known.how
    reason = known.record.outcome.reason if known.record and how == "quarantined" else None
    return Due(file.name, how, _change(file.name, known.source.sha256, before, gone), reason)


def _change(name: str, sha256: str, before: Mapping[str, str], gone: set[str]) -> Change:
    if name in before:
        return "unchanged" if before[name] == sha256 else "changed"
    return "moved" if sha256 in gone else "new"


def lines(found: DryRun, shown: int = SHOWN) -> Iterator[str]:
    """What a person is told: how many of each, and the names of the first `shown`."""
    told = found.counts()
    yield f"{counted(told['documents'], 'document')}: " + ", ".join(
        f"{told[name]} {name}" for name in ("new", "changed", "moved", "unchanged")
    )
    for how, words in WORDS.items():
        yield from _listed(
            [_named(one) for one in found.documents if one.how == how], words, shown if how != "kept" else 0
        )
    yield from _listed(found.removed, "gone, and would leave the catalogue", shown)
    yield from _listed([f"{one.name}: {one.reason}" for one in found.ignored], "left out as no document", shown)
    yield "Nothing was touched."


def _named(one: Due) -> str:
    return f"{one.name} ({one.change})" + (f": {one.reason}" if one.reason else "")


def _listed(names: Sequence[str], words: str, shown: int) -> Iterator[str]:
    if not names:
        return
    yield f"{len(names)} {words}"
    yield from (f"  {name}" for name in names[:shown])
    if shown and len(names) > shown:
        yield f"  … and {len(names) - shown} more; --json lists all"

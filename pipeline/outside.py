"""What a run is seen by from outside: the lines of a log, and the hooks of the site, whatever engine runs it."""

import os
import platform
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.readers import READERS
from outputs.document_ids import plain_id
from outputs.record import Json
from pipeline import hook
from pipeline.lock import LockedError
from pipeline.report import KINDS, changed, counts, rejected_rows
from pipeline.seen import Seen
from pipeline.settings import Settings
from pipeline.told import Log

if TYPE_CHECKING:
    from pipeline.steps import Built

# Documents that were not read are listed for a hook up to here; all of them stand in documents.json.
LISTED = 50


def document_line(seen: Seen) -> Json:
    """What a log says of a document."""
    record, outcome = seen.record, seen.record.outcome
    return {
        "level": "info" if outcome.status == "ok" else "warning",
        "id": plain_id(record) if record.has_text else None,
        "name": record.source.name,
        "outcome": outcome.status,
        "reason": outcome.reason,
        "how": seen.how,
        "reader": READERS.get(record.media_type or ""),
        "ms": round(seen.milliseconds, 1),
    }


class Outside:
    """A run as the outside is told of it."""

    def __init__(
        self, engine: str, sources: Sequence[Path], out: Path, settings: Settings, say: Callable[[str], None]
    ) -> None:
        self._settings, self._say = settings, say
        self._log = Log(settings.log, say)
        self._begun, self._seen = time.monotonic(), Counter[str]()
        started = datetime.now(UTC)
        self._run: Json = {"run": f"{started:%Y%m%dT%H%M%SZ}-{os.getpid()}"}
        self._about: Json = {
            "what": "build",
            "out": os.path.abspath(out),
            "sources": [os.path.abspath(source) for source in sources],
            "engine": engine,
            "profile": settings.profile,
            "host": platform.node(),
            "version": version("jingyan"),
            "started": started.isoformat(timespec="seconds"),
        }
        self._log.tell("started", level="info", **self._run, **self._about)

    def seen(self, seen: Seen) -> None:
        """An observer of the documents: a line for each."""
        self._seen[seen.record.outcome.kind] += 1
        self._log.tell("document", **self._run, **document_line(seen))

    def done(self, built: "Built") -> None:
        """The catalogue is published."""
        records = built.catalogue.records
        found = asdict(counts(records))
        self._log.tell("published", level="info", **self._run, **self._about, **self._took(), counts=found)
        rejected = rejected_rows(records)
        told = {"counts": found, "rejected": rejected[:LISTED], "changes": changed(built.published.changes)}
        self._call(self._settings.on_done, "done", told)

    def failed(self, error: BaseException) -> None:
        """Nothing was published; the old catalogue stands."""
        told = {"kind": type(error).__name__, "error": str(error)}
        self._log.tell("failed", level="error", **self._run, **self._about, **self._took(), **told)
        seen = {kind: self._seen[kind] for kind in KINDS}
        self._call(self._settings.on_failure, "failed", {**told, "counts": seen})

    def ended(self, event: str, why: BaseException) -> None:
        """The run ended without a catalogue and is no failure: somebody stopped it, or another one is at work."""
        self._log.tell(event, level="warning", **self._run, **self._about, **self._took(), error=str(why))

    def _took(self) -> Json:
        return {"seconds": round(time.monotonic() - self._begun, 3)}

    def _call(self, to: str | None, event: str, told: Json) -> None:
        if to is None:
            return
        whole = {"event": event, **self._run, **self._about, **self._took(), "log": self._settings.log, **told}
        if fault := hook.call(to, whole, self._settings.hook_seconds):
            self._log.tell("hook_failed", level="error", **self._run, hook=event, error=fault)
            self._say(f"The hook for a build that is {event} failed: {fault}.")


@contextmanager
def outside(
    engine: str,
    sources: Sequence[Path],
    out: Path,
    settings: Settings,
    say: Callable[[str], None] = lambda _: None,
) -> Iterator[Outside]:
    """Tell the outside of a run: that it starts, what leaves the block as an error; `done` tells that it published."""
    told = Outside(engine, sources, out, settings, say)
    try:
        yield told
    except Exception as error:
        if isinstance(error, LockedError) or isinstance(error.__cause__, LockedError):
            told.ended("skipped", error)
        else:
            told.failed(error)
        raise
    except BaseException as stop:
        told.ended("stopped", stop)
        raise

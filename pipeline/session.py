"""A build in hand: its plan, its pool, and the reading that started before any engine did."""

import gc
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from extractors.overlay import using
from outputs.corrections_read import known_corrections
from outputs.semantic import reading as meanings_read
from outputs.semantic_kept import Progress
from outputs.spool import Spool
from outputs.swap import recover, staging
from pipeline.asked import remember
from pipeline.batches import Reading, start_batch
from pipeline.console import say
from pipeline.conversions import Conversions
from pipeline.kept import Kept
from pipeline.kept_rows import KEPT, Rows
from pipeline.lock import locked
from pipeline.plan import Plan
from pipeline.pool import ReaderPool
from pipeline.run_report import Recorder
from pipeline.seen import Figures, Observer, Tally, both
from pipeline.settings import Settings, state_folder
from pipeline.spread import Spread, spread
from pipeline.versions import versions_of


@dataclass(frozen=True, slots=True)
class Session:
    """The futures of each batch of a plan, in the order of `plan.batches`; `stop` ends the reading at once. `pool` has
    its workers up until the build is over; `figures` tells how the documents were come by so far; `spread` is what the
    machines of a cluster are to read, where there is one.
    """

    plan: Plan
    readings: tuple[Reading, ...]
    stop: Callable[[], None]
    pool: ReaderPool
    figures: Callable[[], Figures]
    recorder: Recorder
    spread: Spread | None = None

    def run_report(self, engine: str) -> Mapping[str, Any]:
        """What run.json says; to be asked for when the catalogue is made and only has to be written."""
        return self.recorder.report(engine, self.figures())


def _meanings(settings: Settings, state: Path, observe: Progress | None) -> AbstractContextManager[None]:
    """Let a model read what cases mean; its vectors are kept from build to build."""
    return meanings_read(state / "vectors.sqlite", observe) if settings.semantic else nullcontext()


def _with_corrections(plan: Plan, state: Path) -> Plan:
    """The plan with the corrections as they stand now that nobody else builds, and what a killed run left is mended."""
    out = plan.out.resolve()
    recover(out, staging(out, state.resolve()))
    return replace(plan, corrections=known_corrections(plan.out, plan.settings.corrections))


class _Collecting:
    """No garbage is looked for while records come: there is none among them, and to look costs more with each. Then
    they are left out of it for good.
    """

    def __init__(self, whole: ExitStack) -> None:
        self._lock = threading.Lock()
        self._left = 0
        self._on = gc.isenabled()
        gc.disable()
        whole.callback(self._end)

    def after(self, readings: Sequence[Reading]) -> None:
        futures = [future for reading in readings for future in reading]
        self._left = len(futures)
        for future in futures:
            future.add_done_callback(lambda _: self._one_less())

    def _one_less(self) -> None:
        with self._lock:
            self._left -= 1
            if self._left == 0 and self._on:
                gc.freeze()
                gc.enable()

    def _end(self) -> None:
        if self._on:
            gc.enable()
            gc.unfreeze()


@contextmanager
def open_session(
    plan: Plan, observe: Observer, meanings: Progress | None = None, again: bool = False
) -> Iterator[Session]:
    """Take the output folder and start reading everything at once: workers read while an engine is still starting.
    `observe` is told of each document, `meanings` of what the model of the extra `semantic` has read. `again`: what was
    rejected before is read anew.
    """
    state = state_folder(plan.out)
    with (
        locked(plan.out),
        using(plan.overlay),
        plan.settings.limiting(),
        _meanings(plan.settings, state, meanings),
        ExitStack() as reading,
    ):
        plan = _with_corrections(plan, state)
        remember(plan)
        collecting, recorder = _Collecting(reading), Recorder(plan, lambda: [worker.pid for worker in pool.workers])
        tally = Tally(both(recorder.seen, observe))
        versions = versions_of(plan.settings, plan.overlay)
        spool = reading.enter_context(Spool(state))
        kept = reading.enter_context(Kept(Rows(state / KEPT, say), versions, again, spool))
        pool = reading.enter_context(ReaderPool(plan.settings, plan.overlay, kept, spool))
        conversions = reading.enter_context(Conversions(pool, state / "office"))
        if plan.settings.dask_address:
            readings, elsewhere = spread(pool, kept, versions, plan.batches, tally)
        else:
            readings, elsewhere = tuple(start_batch(pool, conversions, batch, tally) for batch in plan.batches), None
        collecting.after(readings)
        yield Session(plan, readings, reading.close, pool, tally.figures, recorder, elsewhere)
        kept.finish()

"""A build in hand: its plan, its pool, and the reading that started before any engine did."""

import platform
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from extractors.overlay import using
from outputs.corrections_read import known_corrections
from outputs.record import Json
from outputs.semantic import reading as meanings_read
from outputs.semantic_kept import Progress
from outputs.swap import recover, staging
from pipeline.batches import Observer, Reading, start_batch
from pipeline.conversions import Conversions
from pipeline.lock import locked
from pipeline.plan import Plan
from pipeline.pool import ReaderPool
from pipeline.settings import Settings, state_folder


@dataclass(frozen=True, slots=True)
class Session:
    """The futures of each batch of a plan, in the order of `plan.batches`; `stop` ends the reading at once."""

    plan: Plan
    readings: tuple[Reading, ...]
    started: datetime
    stop: Callable[[], None]

    def run_report(self, engine: str) -> Json:
        """What run.json says: the only place where the time, the machine and the settings of a run stand."""
        now = datetime.now(UTC)
        return {
            "started": self.started.isoformat(timespec="seconds"),
            "seconds": round((now - self.started).total_seconds(), 3),
            "engine": engine,
            "settings": self.plan.settings.shown(),
            "taxonomy": self.plan.overlay.digest or None,
            "python": platform.python_version(),
            "system": platform.system(),
        }


def _meanings(settings: Settings, state: Path, observe: Progress | None) -> AbstractContextManager[None]:
    """Let a model read what cases mean; its vectors are kept from build to build."""
    return meanings_read(state / "vectors.sqlite", observe) if settings.semantic else nullcontext()


def _with_corrections(plan: Plan, state: Path) -> Plan:
    """The plan with the corrections as they stand now that nobody else builds, and what a killed run left is mended."""
    out = plan.out.resolve()
    recover(out, staging(out, state.resolve()))
    return replace(plan, corrections=known_corrections(plan.out, plan.settings.corrections))


@contextmanager
def open_session(plan: Plan, observe: Observer, meanings: Progress | None = None) -> Iterator[Session]:
    """Take the output folder and start reading everything at once: workers read while an engine is still starting.
    `observe` is told of each document, `meanings` of what the model of the extra `semantic` has read.
    """
    state = state_folder(plan.out)
    with locked(plan.out), using(plan.overlay), _meanings(plan.settings, state, meanings), ExitStack() as reading:
        plan = _with_corrections(plan, state)
        pool = reading.enter_context(ReaderPool(plan.settings, plan.overlay))
        conversions = reading.enter_context(Conversions(pool, state / "office"))
        started = datetime.now(UTC)
        readings = tuple(start_batch(pool, conversions, batch, observe) for batch in plan.batches)
        yield Session(plan, readings, started, reading.close)

"""Scheduled builds through Prefect: a deployment for a worker, or one process that serves them.

No limit of Prefect's holds two runs apart, but the lock of the output folder does: the slot of a run whose machine lost
its power is never given back by a server that was on it, while the system gives back a lock.
"""

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cronsim import CronSim
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectAlreadyExists
from prefect.runner import Runner
from prefect.schedules import Cron, Interval
from prefect.schedules import Schedule as Times
from prefect.types.entrypoint import EntrypointType

from corpus.system import STOPS
from pipeline.flows import TAG, build_catalogue
from pipeline.stops import ignore

# One run builds; a second process is there to say at once that another one does, instead of waiting in a row.
AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Schedule:
    """What to build, and when: by a cron expression, or in intervals where `every` is given."""

    name: str
    sources: tuple[Path, ...]
    out: Path
    jobs: int | None
    cron: str
    timezone: str
    taxonomy: Path | None = None
    corrections: tuple[Path, ...] = ()
    profile: str = "full"
    every: timedelta | None = None

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of the flow; paths are absolute because a worker runs elsewhere."""
        return {
            "sources": [str(s.absolute()) for s in self.sources],
            "out": str(self.out.absolute()),
            "jobs": self.jobs,
            "taxonomy": str(self.taxonomy.absolute()) if self.taxonomy else None,
            "corrections": [str(one.absolute()) for one in self.corrections],
            "profile": self.profile,
        }

    @property
    def times(self) -> Times:
        """When to run, as Prefect says it."""
        if self.every is None:
            return Cron(self.cron, timezone=self.timezone)
        return Interval(self.every, anchor_date=self._midnight, timezone=self.timezone)

    @property
    def _midnight(self) -> datetime:
        """What intervals count from: every six hours is at 0, 6, 12 and 18 o'clock, whenever it was deployed."""
        return datetime(2024, 1, 1, tzinfo=ZoneInfo(self.timezone))

    def next_run(self, now: datetime) -> datetime:
        """When the first run after `now` begins, in the time zone of the schedule."""
        here = now.astimezone(ZoneInfo(self.timezone))
        if self.every is None:
            return next(CronSim(self.cron, here))
        return here + self.every - (here - self._midnight) % self.every

    @property
    def options(self) -> dict[str, Any]:
        """What a deployment and a served flow take alike. The worker finds the flow among what is installed there."""
        return {
            "name": self.name,
            "parameters": self.parameters,
            "schedule": self.times,
            "tags": [TAG, self.out.absolute().name],
            "enforce_parameter_schema": True,
            "entrypoint_type": EntrypointType.MODULE_PATH,
        }


class _Runner(Runner):
    """Every stop cancels it: Prefect's own way waits for what runs, which is killed then and leaves its run open."""

    async def serve(self) -> None:
        for one in STOPS:
            if signal.getsignal(one) is not signal.SIG_IGN:
                signal.signal(one, self.handle_sigterm)
        self._whole = asyncio.current_task()
        await self.start()  # hears SIGTERM

    def handle_sigterm(self, *_: Any) -> None:
        ignore()
        assert self._whole is not None
        self._whole.get_loop().call_soon_threadsafe(self._whole.cancel)


async def _make_pool(pool: str) -> None:
    async with get_client() as client:
        try:
            await client.create_work_pool(WorkPoolCreate(name=pool, type="process"))
        except ObjectAlreadyExists:
            return


def deploy_to(pool: str, schedule: Schedule) -> str:
    """Register the deployment in a work pool; says how to start a worker for it."""
    asyncio.run(_make_pool(pool))
    RunnerDeployment.from_flow(build_catalogue, work_pool_name=pool, **schedule.options).apply()
    return (
        f"Deployed build_catalogue/{schedule.name}. Run it with: prefect worker start --pool {pool} --limit {AT_ONCE}"
    )


def serve_here(schedule: Schedule, say: Callable[[str], None]) -> None:
    """Run the schedule from this process until it is stopped, which stops what it runs as well."""
    runner = _Runner(pause_on_shutdown=False, limit=AT_ONCE)
    runner.add_deployment(RunnerDeployment.from_flow(build_catalogue, **schedule.options))
    begins = schedule.next_run(datetime.now(UTC)).strftime("%Y-%m-%d %H:%M:%S")
    say(
        f"Serving build_catalogue/{schedule.name} through {os.environ['PREFECT_API_URL']};"
        f" the next build begins at {begins} ({schedule.timezone})."
    )
    with suppress(asyncio.CancelledError):
        asyncio.run(runner.serve())

"""Scheduled builds through Prefect: a deployment for a worker, or one process that serves them."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectAlreadyExists
from prefect.schedules import Cron

from pipeline.flows import build_catalogue

ENTRYPOINT = "flows.py:build_catalogue"


@dataclass(frozen=True, slots=True)
class Schedule:
    """What to build, and when."""

    name: str
    sources: tuple[Path, ...]
    out: Path
    jobs: int | None
    cron: str
    timezone: str
    taxonomy: Path | None = None
    corrections: tuple[Path, ...] = ()
    profile: str = "full"

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
    def options(self) -> dict[str, Any]:
        """What a deployment and a served flow take alike; one run at a time for one output folder."""
        return {
            "name": self.name,
            "parameters": self.parameters,
            "schedule": Cron(self.cron, timezone=self.timezone),
            "tags": ["jingyan"],
            "enforce_parameter_schema": True,
        }


async def _make_pool(pool: str) -> None:
    async with get_client() as client:
        try:
            await client.create_work_pool(WorkPoolCreate(name=pool, type="process"))
        except ObjectAlreadyExists:
            return


def deploy_to(pool: str, schedule: Schedule) -> str:
    """Register the deployment in a work pool; says how to start a worker for it."""
    asyncio.run(_make_pool(pool))
    source = build_catalogue.from_source(source=str(Path(__file__).parent), entrypoint=ENTRYPOINT)
    source.deploy(  # type: ignore[union-attr]
        work_pool_name=pool, concurrency_limit=1, print_next_steps=False, build=False, **schedule.options
    )
    return f"Deployed build_catalogue/{schedule.name}. Run it with: prefect worker start --pool {pool}"


def serve_here(schedule: Schedule) -> None:
    """Run the schedule from this process until it is stopped."""
    build_catalogue.serve(limit=1, **schedule.options)

"""Settings of a run, with environment variables (`JINGYAN_…`) over the defaults."""

import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_SOURCE = Path("corpus/inbox")
DEFAULT_OUT = Path("outputs/catalogue")


class Settings(BaseSettings):
    """Limits and sizes; every field can be set as `JINGYAN_<FIELD>` in the environment."""

    model_config = SettingsConfigDict(env_prefix="JINGYAN_", extra="forbid", frozen=True)

    jobs: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, le=256, description="Worker processes.")
    batch_size: int = Field(50, ge=1, le=10_000, description="Documents in one task of the flow.")
    memory_mb: int = Field(1_024, ge=128, description="Memory that a worker may take on top of its start, in MB.")
    seconds: float = Field(60.0, gt=0, description="Time that one document may take from opening to its findings.")
    start_seconds: float = Field(120.0, gt=0, description="Time that a worker may take to start.")


def state_folder(out: Path) -> Path:
    """Where the working state of a catalogue lives: beside the output folder, never in it."""
    return out.parent / ".jingyan" / out.name


def prefect_home(out: Path) -> Path:
    """Where Prefect keeps its database unless `PREFECT_HOME` is set."""
    return out.parent / ".jingyan" / "prefect"

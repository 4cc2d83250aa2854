"""The table of faults as data, and the files that it names, made anew each time."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

HERE = Path(__file__).parent
MOST_MB, MOST_SECONDS = 600.0, 60.0


class File(BaseModel):
    """A hostile file: what makes it, its name, and what comes of each document in it (of one of several: `any`)."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    make: str
    name: str
    arguments: dict[str, Any] = Field(default_factory=dict, alias="with")
    outcome: tuple[str, ...]
    one_of: bool = Field(False, alias="any")
    text: str = ""
    warning: str = ""
    slow: bool = False

    def made(self, places: Mapping[str, str]) -> bytes:
        """Its bytes; `places` stand for the words in braces."""
        module, _, function = self.make.partition(".")
        make = getattr(import_module(f"tests.threats.files_{module}"), function)
        filled = {
            name: _filled(value, places) if isinstance(value, str) else value for name, value in self.arguments.items()
        }
        data: bytes = make(**filled)
        return data

    def expects(self, statuses: tuple[str, ...]) -> bool:
        """Whether these are the outcomes that it must have."""
        return set(statuses) <= set(self.outcome) if self.one_of else sorted(statuses) == sorted(self.outcome)


class Fault(BaseModel):
    """A row of the table."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    fault: str
    happens: str
    limit: str
    mb: float = MOST_MB
    seconds: float = MOST_SECONDS
    files: tuple[File, ...] = ()
    tests: tuple[str, ...] = ()


def _filled(value: str, places: Mapping[str, str]) -> str:
    for name, place in places.items():
        value = value.replace("{" + name + "}", place)
    return value


def faults() -> tuple[Fault, ...]:
    """All rows, in their order."""
    rows = yaml.safe_load((HERE / "faults.yml").read_text(encoding="utf-8"))
    return tuple(Fault.model_validate(row) for row in rows)


def files() -> Iterator[tuple[str, Fault, File]]:
    """Every file with a name of its own and the fault that it shows."""
    for fault in faults():
        for number, file in enumerate(fault.files, 1):
            yield f"{fault.id}-{number}-{file.make}", fault, file

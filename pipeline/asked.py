"""What the last build of a catalogue was asked for, so that another can be asked for the same without saying it."""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from outputs.changes import read_json
from outputs.state_files import write_whole
from pipeline.plan import Plan
from pipeline.settings import state_folder

NAME = "asked.json"


@dataclass(frozen=True, slots=True)
class Asked:
    """The sources and those options that make another catalogue; paths are absolute."""

    sources: tuple[Path, ...]
    taxonomy: Path | None = None
    corrections: tuple[Path, ...] = ()
    profile: str | None = None


def remember(plan: Plan) -> None:
    """Keep what a build was asked for in its working state; a disk that refuses it stops no build."""
    settings, state = plan.settings, state_folder(plan.out)
    told = {
        "sources": _absolute(*plan.sources),
        "taxonomy": next(iter(_absolute(*filter(None, [settings.taxonomy]))), None),
        "corrections": _absolute(*settings.corrections),
        "profile": settings.profile,
    }
    with suppress(OSError):
        write_whole(state / NAME, json.dumps(told, ensure_ascii=False))


def remembered(out: Path) -> Asked | None:
    """What the last build of a catalogue was asked for, None where that is not known."""
    told = read_json(state_folder(Path(os.path.abspath(out))) / NAME)
    if not isinstance(told, dict) or not _texts(told.get("sources")):
        return None
    taxonomy, profile = told.get("taxonomy"), told.get("profile")
    return Asked(
        tuple(map(Path, _texts(told["sources"]))),
        Path(taxonomy) if isinstance(taxonomy, str) else None,
        tuple(map(Path, _texts(told.get("corrections")))),
        profile if isinstance(profile, str) else None,
    )


def _absolute(*paths: Path) -> list[str]:
    return [os.path.abspath(path) for path in paths]


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []

"""Reads an overlay: a folder of YAML files in which analysts write their own categories, phrases, themes and units.

problems:
  add: {E1_two_skins: [各念各的经]}
  drop: {A1_awareness: [顾虑重重]}
  new: [{id: L1_heirs, name: 传承断档, group: C, variants: [后继乏人]}]
practices:
  add: {T06_industry: [林下套种]}
  new: [{id: T40_trees, name: 古树保护, phrases: [古树挂牌]}]
units: [{unit: 畦, kind: count}]

Everything is checked before anything is used, and every fault is told with its file and line.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from extractors.lexicon import form_of
from extractors.overlay import NONE, Changes, Overlay, OverlayError, Own
from extractors.overlay_checks import faults
from extractors.overlay_shape import Fault, OverlayFile, Page
from extractors.yaml_lines import Written, YamlError, read_yaml

SUFFIXES = (".yml", ".yaml")
LARGEST = 2_000_000


def read_overlay(folder: Path) -> Overlay:
    """Read and check a folder of YAML files; raises OverlayError with one line for each fault."""
    pages = tuple(_page(path) for path in _files(folder))
    if found := sorted(faults(pages)):
        raise OverlayError("\n".join(map(str, found)))
    return _merged([page.content for page in pages])


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise OverlayError(f"There is no folder {folder} to read the analyst's own words from.")
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.name[0] not in ".~")
    if not found:
        raise OverlayError(f"{folder} holds no .yml file with an analyst's own words.")
    return found


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
        if len(data) > LARGEST:
            raise OverlayError(f"{path}: larger than {LARGEST:,} bytes; this is no list of words.")
        return data.decode("utf-8-sig")
    except OSError as error:
        raise OverlayError(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise OverlayError(f"{path}:{line}: not UTF-8; save the file in this encoding") from None


def _page(path: Path) -> Page:
    try:
        written = read_yaml(_text(path))
    except YamlError as error:
        raise OverlayError(f"{path}:{error.line}: {error}") from None
    try:
        content = OverlayFile.model_validate({} if written.content is None else written.content)
    except ValidationError as error:
        raise OverlayError("\n".join(map(str, sorted(_complaints(str(path), written, error))))) from None
    return Page(str(path), written, content)


def _complaints(name: str, written: Written, error: ValidationError) -> Iterator[Fault]:
    for found in error.errors():
        loc = found["loc"]
        path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in loc).lstrip(".")
        message = "unknown key" if found["type"] == "extra_forbidden" else found["msg"].removeprefix("Value error, ")
        yield Fault(name, written.line(loc), f"{path}: {message}" if path else message)


def _merged(files: Iterable[OverlayFile]) -> Overlay:
    told = list(files)
    categories = [one for file in told for one in file.problems.new]
    themes = [one for file in told for one in file.practices.new]
    overlay = Overlay(
        problems=Changes(
            new=tuple(Own(one.id, one.name, one.definition, one.group) for one in categories),
            add=_forms(*(file.problems.add for file in told), {one.id: one.variants for one in categories}),
            drop=_forms(*(file.problems.drop for file in told)),
        ),
        practices=Changes(
            new=tuple(Own(one.id, one.name, one.definition) for one in themes),
            add=_forms(*(file.practices.add for file in told), {one.id: one.phrases for one in themes}),
            drop=_forms(*(file.practices.drop for file in told)),
        ),
        units=tuple(unit for file in told for unit in file.units),
    )
    return _sealed(overlay)


def _forms(*listed: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    ids = sorted({id_ for one in listed for id_ in one})
    return {id_: tuple(sorted({form_of(phrase) for one in listed for phrase in one.get(id_, ())})) for id_ in ids}


def _sealed(overlay: Overlay) -> Overlay:
    """The overlay with its digest; comments, layout and the names of files do not count."""
    parts = [_plainly(overlay.problems), _plainly(overlay.practices), [unit.model_dump() for unit in overlay.units]]
    if not any(parts[0][1:]) and not any(parts[1][1:]) and not overlay.units:
        return NONE
    told = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return Overlay(hashlib.sha256(told.encode()).hexdigest(), overlay.problems, overlay.practices, overlay.units)


def _plainly(changes: Changes) -> list[Any]:
    new = [[one.id, one.name, one.definition, one.group] for one in changes.new]
    return [new, dict(changes.add), dict(changes.drop)]

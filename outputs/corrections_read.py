"""Reads files of corrections, and those that a catalogue folder knows, and makes one list of them."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from outputs.changes import listed, read_json
from outputs.corrections import AnyCorrection, Correction, Key, Known, Withdrawn

WORKBOOK = "catalogue.xlsx"
CATALOGUE = "corrections.json"
SHOWN = 5
ONE: TypeAdapter[Correction] = TypeAdapter(AnyCorrection)


class CorrectionsError(ValueError):
    """Corrections that cannot be used; the message names file and entry of each fault."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_: Literal["urn:jingyan:schema:corrections:1"]
    corrections: tuple[AnyCorrection, ...]
    read: tuple[str, ...] = ()
    states: dict[str, int] = {}


def _fault(path: Path, loc: Sequence[int | str], message: str) -> str:
    """One line; the third step of a place only says which act was meant."""
    steps = [step for at, step in enumerate(loc) if not (at == 2 and loc[0] == "corrections")]
    where = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).strip(".")
    return f"{path}: {where or 'whole'}: {message.removeprefix('Value error, ')}"


def _faults(path: Path, error: ValidationError) -> CorrectionsError:
    found = [_fault(path, one["loc"], one["msg"]) for one in error.errors()]
    more = [f"{path}: … and {len(found) - SHOWN} faults more"] if len(found) > SHOWN else []
    return CorrectionsError("\n".join([*found[:SHOWN], *more]))


def _checked(path: Path, value: Any) -> tuple[Correction, ...]:
    if isinstance(value, dict):
        value = {("schema_" if name == "schema" else name): one for name, one in value.items()}
    try:
        return _File.model_validate(value).corrections
    except ValidationError as error:
        raise _faults(path, error) from None


def _json(path: Path, data: bytes) -> tuple[Correction, ...]:
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise CorrectionsError(f"{path}: not UTF-8; save the file in this encoding.") from None
    except (ValueError, RecursionError) as error:
        raise CorrectionsError(f"{path}: no JSON: {error}") from None
    return _checked(path, value)


def _workbook(path: Path) -> tuple[Correction, ...]:
    from outputs.corrections_workbook import read_marks

    try:
        marks = read_marks(path)
    except ValueError as error:
        raise CorrectionsError(str(error) if str(path) in str(error) else f"{path}: {error}") from error
    return _checked(path, {"schema": "urn:jingyan:schema:corrections:1", "corrections": marks})


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CorrectionsError(f"{path}: {error.strerror or error}") from error


def read_corrections(path: Path) -> Known:
    """The corrections of one file, .json or a workbook of ours (.xlsx); raises CorrectionsError."""
    data = _bytes(path)
    if path.suffix.lower() not in (".json", ".xlsx"):
        raise CorrectionsError(f"{path}: corrections are read from .json and .xlsx files.")
    found = _workbook(path) if path.suffix.lower() == ".xlsx" else _json(path, data)
    return Known(found, (hashlib.sha256(data).hexdigest(),))


def _valid(entries: Iterable[Any]) -> Iterator[Correction]:
    for entry in entries:
        try:
            yield ONE.validate_python(entry)
        except ValidationError:
            continue


def kept_in(folder: Path) -> Known:
    """What the catalogue in a folder knows, as far as it is valid."""
    value = read_json(folder / CATALOGUE)
    read = value.get("read") if isinstance(value, dict) else None
    hashes = tuple(one for one in read if isinstance(one, str)) if isinstance(read, list) else ()
    return Known(tuple(_valid(listed(value, "corrections"))), hashes)


def _sums(folder: Path) -> dict[str, str]:
    """Path -> hash of the files of a catalogue as they were published."""
    return {
        str(one.get("path")): str(one.get("sha256")) for one in listed(read_json(folder / "catalogue.json"), "files")
    }


def filled_in(folder: Path) -> Path | None:
    """The workbook of a catalogue where somebody has written in it since it was published."""
    path, published = folder / WORKBOOK, _sums(folder).get(WORKBOOK)
    if published is None or not path.is_file() or hashlib.sha256(_bytes(path)).hexdigest() == published:
        return None
    return path


def known_corrections(out: Path, given: Iterable[Path]) -> Known:
    """All corrections that a build has to replay: those of the catalogue that it replaces, those written into its
    workbook since, and those of the given files in their order. Raises CorrectionsError.
    """
    book = filled_in(out)
    return merged((kept_in(out), *map(read_corrections, [*([book] if book else []), *given])))


def _key(one: Correction, targets: dict[str, Key]) -> Key:
    """What it is about; of what takes another back, what that one is about."""
    return targets.get(one.of, one.target) if isinstance(one, Withdrawn) else one.target


def _undone(one: Correction) -> bool:
    return one.state in ("overridden", "withdrawn")


def merged(parts: Iterable[Known]) -> Known:
    """One list of all. A file that was read for an earlier build has nothing new to say. A correction that is there
    already stays where it is, unless something else was said of the same since: then it is said anew.
    """
    ordered: dict[str, Correction] = {}
    last: dict[Key, str] = {}
    targets: dict[str, Key] = {}
    read: dict[str, None] = {}
    for part in parts:
        fresh = () if part.read and set(part.read) <= read.keys() else part.corrections
        for one in fresh:
            there = ordered.get(one.xid)
            key = _key(one, targets)
            if there is None or _undone(there) or last.get(key) != one.xid:
                ordered.pop(one.xid, None)
                ordered[one.xid], last[key], targets[one.xid] = one, one.xid, key
        read |= dict.fromkeys(part.read)
    return Known(tuple(ordered.values()), tuple(sorted(read)))

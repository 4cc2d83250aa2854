"""Reads files of corrections, and those that a catalogue folder knows, and makes one list of them."""

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from outputs.corrections import NOTHING, AnyCorrection, Correction, Key, Known, Withdrawn
from outputs.target import CORRECTIONS, digest, is_catalogue, is_written_in, published

EMPTY = '{"schema": "urn:jingyan:schema:corrections:1", "corrections": []}'
MOST_BYTES = 512 * 2**20  # of a file of corrections; a workbook that people fill in has more than its corrections
SHOWN = 5
QUOTED = 240  # characters of a message
SIGNED = frozenset({"by", "at", "note"})
ONE: TypeAdapter[Correction] = TypeAdapter(AnyCorrection)


class CorrectionsError(ValueError):
    """Corrections that cannot be used; the message names file and entry of each fault."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_: Literal["urn:jingyan:schema:corrections:1"]
    corrections: tuple[AnyCorrection, ...]
    read: tuple[str, ...] = ()
    states: dict[str, int] = {}


def _shorten(words: str) -> str:
    """Words with the middle left out where they are many: they may quote a whole file."""
    return words if len(words) <= QUOTED else f"{words[: QUOTED // 2]} … {words[-QUOTED // 2 :]}"


def _fault(path: Path, loc: Sequence[int | str], message: str) -> str:
    """One line; the third step of a place only says which act was meant."""
    steps = [step for at, step in enumerate(loc) if not (at == 2 and loc[0] == "corrections")]
    where = "".join(f"[{step}]" if isinstance(step, int) else f".{_shorten(step)}" for step in steps).strip(".")
    return f"{path}: {where or 'whole'}: {_shorten(message.removeprefix('Value error, '))}"


def _faults(path: Path, error: ValidationError) -> CorrectionsError:
    found = [_fault(path, one["loc"], one["msg"]) for one in error.errors()]
    more = [f"{path}: … and {len(found) - SHOWN} faults more"] if len(found) > SHOWN else []
    return CorrectionsError("\n".join([*found[:SHOWN], *more]))


def _checked(path: Path, value: Any) -> _File:
    if isinstance(value, dict):
        value = {("schema_" if name == "schema" else name): one for name, one in value.items()}
    try:
        return _File.model_validate(value)
    except ValidationError as error:
        raise _faults(path, error) from None


def _json(path: Path, data: bytes) -> _File:
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise CorrectionsError(f"{path}: not UTF-8; save the file in this encoding.") from None
    except (ValueError, RecursionError) as error:
        raise CorrectionsError(f"{path}: no JSON: {error}") from None
    return _checked(path, value)


def _workbook(path: Path, catalogue: Path | None) -> _File:
    from outputs.corrections_workbook import read_marks

    try:
        marks = read_marks(path, catalogue)
    except ValueError as error:
        raise CorrectionsError(str(error) if str(path) in str(error) else f"{path}: {error}") from error
    return _checked(path, {"schema": "urn:jingyan:schema:corrections:1", "corrections": marks})


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _bytes(path: Path) -> bytes:
    """What a plain file holds: a device or a pipe might never end."""
    try:
        if path.exists() and not path.is_file():
            raise CorrectionsError(f"{path}: this is no file.")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CorrectionsError(f"{path}: {error.strerror or error}") from error
    if len(data) > MOST_BYTES:
        raise CorrectionsError(f"{path}: it has more than {MOST_BYTES >> 20} MB; name a file of corrections.")
    return data


def read_corrections(path: Path, catalogue: Path | None = None, before: Collection[str] = ()) -> Known:
    """The corrections of one file, .json or a workbook of ours (.xlsx); raises CorrectionsError. `catalogue`: the
    folder of the catalogue that a workbook which lies elsewhere belongs to; `before`: hashes of files that an earlier
    build has read, which have nothing new to say.
    """
    if path.suffix.lower() not in (".json", ".xlsx"):
        raise CorrectionsError(f"{path}: corrections are read from .json and .xlsx files.")
    data = _bytes(path)
    digest = _hash(data)
    if digest in before:
        return Known((), (digest,))
    found = _workbook(path, catalogue) if path.suffix.lower() == ".xlsx" else _json(path, data)
    return Known(found.corrections, (digest,))


def _spoilt(path: Path, said: str) -> CorrectionsError:
    """What analysts said until now is not to be lost with a file that cannot be read whole."""
    return CorrectionsError(
        f"{said}\n{path} holds what was corrected until now: mend it, or put a copy of it back. "
        f"To build without it, move it elsewhere and leave a file of that name that says {EMPTY}."
    )


def kept_in(folder: Path) -> Known:
    """What the catalogue in a folder knows; raises CorrectionsError where its file is gone or cannot be read whole."""
    path = folder / CORRECTIONS
    if not path.is_file():
        if CORRECTIONS in published(folder):
            raise _spoilt(path, f"{path}: the file is gone, though {folder / 'catalogue.json'} lists it.")
        return NOTHING
    if not is_catalogue(folder):
        return NOTHING
    try:
        data = _bytes(path)
        file = _json(path, data)
    except CorrectionsError as error:
        raise _spoilt(path, str(error)) from None
    return Known(file.corrections, file.read, (_hash(data),))


def filled_in(folder: Path) -> tuple[Path, ...]:
    """The workbook of a catalogue and its volumes, as far as somebody has written in them since they were published."""
    books = {name: told for name, told in published(folder).items() if is_written_in(name) and name != CORRECTIONS}
    return tuple(folder / name for name, told in sorted(books.items()) if _is_other(folder / name, told))


def _is_other(path: Path, told: str) -> bool:
    """Whether a file that is there does not have a hash."""
    if not path.is_file():
        return False
    try:
        return digest(path) != told
    except OSError as error:
        raise CorrectionsError(f"{path}: {error.strerror or error}") from error


def known_corrections(out: Path, given: Iterable[Path]) -> Known:
    """All corrections that a build has to replay: those of the catalogue that it replaces, those written into its
    workbooks since, and those of the given files in their order. Raises CorrectionsError.
    """
    kept, marked = kept_in(out), [read_corrections(book, out) for book in filled_in(out)]
    others = (read_corrections(path, out, kept.read) for path in given)
    seen = (hash_ for one in marked for hash_ in one.read)
    return replace(merged((kept, *marked, *others)), seen=(*kept.seen, *seen))


def _key(one: Correction, targets: dict[str, Key]) -> Key:
    """What it is about; of what takes another back, what that one is about."""
    return targets.get(one.of, one.target) if isinstance(one, Withdrawn) else one.target


def _undone(one: Correction) -> bool:
    return one.state in ("overridden", "withdrawn")


def _signed(one: Correction, *said: Correction) -> Correction:
    """A correction with who said it, when and what was noted as it was told last, where it was told."""
    told = {name: getattr(each, name) for each in said for name in sorted(SIGNED & each.model_fields_set)}
    return one.model_copy(update=told)


def merged(parts: Iterable[Known]) -> Known:
    """One list of all. A file that was read for an earlier build has nothing new to say. A correction that is there
    already stays where it is, unless something else was said of the same since: then it is said anew. What was noted
    beside it last holds.
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
                ordered[one.xid] = _signed(one, *([there] if there else []), one)
                last[key], targets[one.xid] = one.xid, key
            else:
                ordered[one.xid] = _signed(there, one)
        read |= dict.fromkeys(part.read)
    return Known(tuple(ordered.values()), tuple(sorted(read)))

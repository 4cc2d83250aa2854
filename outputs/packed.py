"""Values of ours as bytes that load fast: a rebuild loads the records of all documents that did not change.

A pickle, but for frozen classes: of these the stock one sets each field through Python, which takes three times as
long.
"""

import pickle
import zlib
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module
from io import BytesIO
from operator import attrgetter, methodcaller
from types import MemberDescriptorType
from typing import IO, Any

OURS = frozenset({"corpus", "extractors", "outputs"})  # the packages whose values are kept
OPENED = ("outputs.aside", "_opened")  # the one function that what is packed may call: it puts a record together
PROTOCOL = pickle.HIGHEST_PROTOCOL
LEVEL = 1  # of compression: higher ones take twice the time for a twentieth less
STORED = 0  # the level of what is compressed already
SHORT = 2048  # bytes; to prepare compression takes longer than to write what it saves of so few


class DamagedError(ValueError):
    """Bytes that are not as they were written."""


def compressed(value: object, level: int = LEVEL) -> bytes:
    """A value as it is kept on disk, with a sum that tells damage; `level` is that of compression."""
    return squeezed(pack(value), level)


def squeezed(packed: bytes, level: int = LEVEL) -> bytes:
    """A value that is packed, as it is kept on disk."""
    return zlib.compress(packed, STORED if len(packed) < SHORT else level)


def restored(kept: bytes) -> Any:
    """The value that was kept; raises DamagedError."""
    try:
        return unpack(zlib.decompress(kept))
    except Exception as error:
        raise DamagedError(str(error)) from error


def pack(value: object) -> bytes:
    """A value as bytes; those of another version of its classes must never be loaded."""
    packed = BytesIO()
    _Packer(packed, PROTOCOL).dump(value)
    return packed.getvalue()


def unpack(packed: bytes) -> Any:
    """The value that was packed; whatever else somebody may have put there runs no code but that of values of ours."""
    return _Unpacker(BytesIO(packed)).load()


def loads(pickled: bytes) -> Any:
    """What `pickle.dumps` made, of values of ours alone."""
    return load(BytesIO(pickled))


def load(file: IO[bytes]) -> Any:
    """What `pickle.dump` wrote next into a file, of values of ours alone. Raises EOFError."""
    return _Values(file).load()


@cache
def _known(module: str, name: str) -> Any:
    """A class of values of ours; raises UnpicklingError for all else: what is kept may have been changed by others."""
    if module.partition(".")[0] in OURS:
        found = getattr(import_module(module), name, None)
        is_value = isinstance(found, type) and (is_dataclass(found) or issubclass(found, tuple))
        if (module, name) == OPENED or (is_value and found.__module__ == module):
            return found
    raise pickle.UnpicklingError(f"{module}.{name} is no value that is kept")


@cache
def _made_of(module: str, name: str) -> Any:
    """What makes such a value."""
    found = _known(module, name)
    return _maker(found) if isinstance(found, type) and _has_slots(found) else found


def _names(cls: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(cls))


@cache
def _values(cls: type) -> Callable[[object], tuple[Any, ...]]:
    """What gives the fields of a value, also those that are worked out when it is made."""
    names = _names(cls)
    if len(names) == 1:
        return lambda value: (getattr(value, names[0]),)
    return attrgetter(*names)


@cache
def _maker(cls: type) -> Callable[..., object]:
    """What makes a value of all its fields; written out, as `dataclass` does it, for a loop takes twice as long."""
    names = _names(cls)
    # No field is called so: none may hide what is made, as one that is called "value" would.
    known: dict[str, Any] = {"_cls": cls, "_new": cls.__new__} | {
        f"_set_{name}": getattr(cls, name).__set__ for name in names
    }
    body = "".join(f"    _set_{name}(_made, {name})\n" for name in names)
    exec(f"def make({', '.join(names)}):\n    _made = _new(_cls)\n{body}    return _made\n", known)
    made: Callable[..., object] = known["make"]
    return made


@cache
def _has_slots(cls: type) -> bool:
    """Whether a class is one of values with slots; others, and those that say how it is done, are left to pickle."""
    plain = is_dataclass(cls) and cls.__reduce_ex__ is object.__reduce_ex__
    names = _names(cls) if plain else ()
    return bool(names) and all(isinstance(getattr(cls, name, None), MemberDescriptorType) for name in names)


class _Reducers(dict[type, Callable[[Any], Any]]):
    """For each class what tells of a value how it is made again; asked for by the thousand, so each is made once."""

    def __missing__(self, cls: type) -> Callable[[Any], Any]:
        values = _values(cls) if _has_slots(cls) else None
        self[cls] = (lambda value: (cls, values(value))) if values else methodcaller("__reduce_ex__", PROTOCOL)
        return self[cls]


class _Packer(pickle.Pickler):
    dispatch_table = _Reducers()


class _Values(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        return _known(module, name)


class _Unpacker(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        return _made_of(module, name)

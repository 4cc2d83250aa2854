"""Errands: files of a catalogue that other processes write while this one writes the rest."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from types import TracebackType
from typing import Any, Self, TypeVar

from xlsxwriter.exceptions import XlsxWriterException

from outputs.calls import Answers, Calls
from outputs.packed import DamagedError
from outputs.record import Json

Payload = TypeVar("Payload")
Entries = TypeVar("Entries", Json, list[Json])
Told = tuple[str, str, object]  # module and name of a function, and what it is told
DONE = "outputs.errands:done"
# What may be wrong with a disk, and with rows that were kept: whoever sent an errand answers for it as for its own.
FAILS = (OSError, sqlite3.Error, XlsxWriterException, DamagedError)


def done(told: Told) -> Any:
    """Run an errand: the manifest's entries of what was written, or why it was not."""
    module, name, payload = told
    try:
        return getattr(import_module(module), name)(payload)
    except FAILS as error:
        return error


def _here(_: str, payloads: Iterable[Any]) -> Answers:
    return (done(one) for one in payloads)


class Errands:
    """A context manager. Where its block fails, errands that are under way are ended: nobody writes any more."""

    def __init__(self, calls: Calls | None) -> None:
        self._calls, self._sent = calls, list[Answers]()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for sent in self._sent:
            sent.close()

    def send(
        self, write: Callable[[Payload], Entries], payloads: Iterable[Payload], here: bool = False
    ) -> Iterator[Entries]:
        """Have each of some files, or sets of files, written by a function of ours, from now on; where no other process
        is there, or `here`, this one does it when their entries are asked for. Gives the entries, in order, and raises
        what the function raises.
        """
        told = ((write.__module__, write.__name__, payload) for payload in payloads)
        sent = _here(DONE, told) if here or self._calls is None else self._calls(DONE, told)
        self._sent.append(sent)
        return _entries(sent)


def _entries(sent: Iterator[Entries | Exception]) -> Iterator[Entries]:
    for one in sent:
        if isinstance(one, Exception):
            raise one
        yield one

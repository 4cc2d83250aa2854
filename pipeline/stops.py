"""How a command ends before its work is done: a person or the system stops it, or nobody reads what it prints."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TextIO

import typer

from corpus.system import OF_A_PIPE_NOBODY_READS, STOPS

# Exit codes, as shells count them: 128 and the signal.
OF_SIGNAL = 128
INTERRUPTED = OF_SIGNAL + signal.SIGINT
UNREAD = OF_SIGNAL + OF_A_PIPE_NOBODY_READS


class Stopped(KeyboardInterrupt):
    """A signal to end, Ctrl-C among them; raised in the main thread, so that everything is cleaned up on the way."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def ignore() -> None:
    """Let no second signal end the cleaning."""
    for one in STOPS:
        signal.signal(one, signal.SIG_IGN)


def _stop(number: int, _: FrameType | None) -> None:
    ignore()
    raise Stopped(number)


def _catch() -> None:
    """Have signals raise `Stopped`; one that is ignored, as under nohup, stays so."""
    for one in STOPS:
        if signal.getsignal(one) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(one, _stop)


def _hush(stream: TextIO) -> None:
    """Let what is still to be printed go nowhere: Python would try it once more at the end, and complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def stand_in() -> None:
    """Let what is printed go nowhere where this process was started without standard streams (`>&-`). No file that is
    opened later gets their numbers, by which programs that it starts would write into it.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            os.set_inheritable(nowhere, True)
            setattr(sys, name, os.fdopen(nowhere, mode, encoding="utf-8"))


@contextmanager
def telling(done: str) -> Iterator[None]:
    """What is told of work that is done, which stands where that cannot be written; then `done` is said instead."""
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        _hush(sys.stdout)
        try:
            typer.echo(f"jingyan: {done} What is to be told of it cannot be written: {error.strerror}", err=True)
        except OSError:
            _hush(sys.stderr)


@contextmanager
def quiet_end(said: str) -> Iterator[None]:
    """Turn a stop, a reader that went away and an output that cannot be written into exit codes; `said` on a stop."""
    _catch()
    try:
        yield
        sys.stdout.flush()
    except KeyboardInterrupt as stop:
        typer.echo(f"jingyan: {said}", err=True)
        raise typer.Exit(OF_SIGNAL + stop.number if isinstance(stop, Stopped) else INTERRUPTED) from None
    except BrokenPipeError:
        _hush(sys.stdout)
        raise typer.Exit(UNREAD) from None
    except OSError as error:
        _hush(sys.stdout)
        typer.echo(f"jingyan: {error}", err=True)
        raise typer.Exit(1) from None


@contextmanager
def until_stopped(what: str) -> Iterator[None]:
    """What goes on until it is told to end, which is no failure; `what` has ended then."""
    with quiet_end(""):
        with suppress(KeyboardInterrupt):
            yield
        typer.echo(f"jingyan: The {what} has ended; what was published stands.", err=True)

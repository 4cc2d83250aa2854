"""LibreOffice at work: many documents become DOCX in one call, within a limit of time, in a profile of its own."""

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zipfile import is_zipfile

from corpus.model import RejectionError
from corpus.readers.legacy_profile import environment, profile, socket_of
from corpus.system import OWN_GROUP, end_group

INSTALL = "apt-get install --no-install-recommends libreoffice-writer"
COMMANDS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
OPTIONS = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard")
FILTER = "docx:MS Word 2007 XML"
MEMORY_MB = 4096
KILL_SECONDS = 10
# How often is looked whether a document came out, in seconds.
LOOK = 0.1
# Goes first and last in each call. Whether the first comes out tells a LibreOffice that does not work from a document
# that is damaged; whether the last does, tells if LibreOffice has looked at all of them.
PROBE = b"{\\rtf1\\ansi jingyan}"
PROBES = ("probe", "end")
# After so many documents of one batch that LibreOffice hung over, those that are left are not tried.
MOST_HELD_UP = 4
# Exit codes beyond are those of signals.
OF_SIGNAL = 128
# A disk that does not take so many bytes is full.
ROOM = 2**22
Group = tuple[Path, ...]
Refused = dict[Path, RejectionError]


def find_office(given: Path | None = None) -> Path | None:
    """The program soffice: the one that is given, or else where it usually is; None where there is none."""
    found = map(shutil.which, [str(given)] if given else COMMANDS)
    return next((Path(path) for path in found if path), None)


def needs_office() -> str:
    """What to do where LibreOffice is missing."""
    return (
        f"It is read through LibreOffice: install that ({INSTALL}) or set JINGYAN_SOFFICE to the path of soffice. "
        "Or open the file in Word, WPS or LibreOffice and save it as DOCX."
    )


@dataclass(frozen=True, slots=True)
class End:
    """How one run of LibreOffice ended. `late`: we ended it; `code`: otherwise what it said, 128 and more for a signal.
    `reached`: it came to the end of its list.
    """

    late: bool
    code: int
    reached: bool


NO_RUN = End(late=False, code=0, reached=True)


def _profile(folder: Path) -> Path:
    return folder / "profile"


def sweep(folder: Path) -> None:
    """Remove the folder that a LibreOffice worked in, and the socket that it leaves elsewhere where it is killed."""
    with suppress(OSError, ValueError):
        socket_of(_profile(folder)).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


class Office:
    """LibreOffice with a profile in `folder`; used by one thread, stopped by any. `seconds`: the most it may take from
    one document to the next, and for its start.
    """

    def __init__(self, program: Path, folder: Path, seconds: float) -> None:
        self._program, self._folder, self._seconds = program, folder, seconds
        self._profile = _profile(folder)
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = self._forgiven = False
        self._fault: RejectionError | None = None

    def convert(self, documents: Sequence[Path], out: Path) -> tuple[Path | RejectionError, ...]:
        """For each document the DOCX made of it in the folder `out`, or why there is none: `timeout`, `damaged`,
        `crashed`, `disk`, `needs_office`, `interrupted`. Names without suffix must differ, and none may be `probe` or
        `end`.
        """
        refused: dict[Path, RejectionError] = {}
        accused = set[Path]()
        groups, held_up = [tuple(documents)] if documents else [], 0
        while groups:
            group = groups.pop()
            if held_up == MOST_HELD_UP:
                refused |= dict.fromkeys(group, _not_tried())
                continue
            end = self._call(group, out)
            held_up += end.late
            found, again = self._judged(group, end, out, accused)
            refused |= found
            groups += (one for one in reversed(again) if one)
        return tuple(self._made(document, out) or refused[document] for document in documents)

    def stop(self) -> None:
        """End LibreOffice now; nothing is converted any more."""
        with self._lock:
            self._stopped = True
            self._kill()

    def _judged(self, group: Group, end: End, out: Path, accused: set[Path]) -> tuple[Refused, list[Group]]:
        """Which documents of a run are refused, and which get another one, together or alone.

        A document that ends LibreOffice or holds it up takes those behind it along, so only the first of these is
        accused: one at which LibreOffice hung had its time, one at which it died is tried once more by itself.
        """
        missing = tuple(document for document in group if not self._made(document, out))
        if fault := self._common_fault(out if missing else None):
            return dict.fromkeys(missing, fault), []
        if end.reached:
            return (dict.fromkeys(missing, _unreadable()), []) if missing == group else ({}, [missing])
        suspect = self._in_hand(group, out)
        rest = tuple(document for document in missing if document != suspect)
        if suspect is None:
            return {}, [rest]
        if end.late:
            return {suspect: self._late("over this document")}, [rest]
        if suspect in accused:
            return {suspect: _died(end.code)}, [rest]
        accused.add(suspect)
        return {}, [(suspect,), rest]

    def _in_hand(self, group: Group, out: Path) -> Path | None:
        """The first document behind the last one that came out: documents are converted in their order."""
        found = None
        for document in reversed(group):
            if self._made(document, out):
                break
            found = document
        return found

    def _common_fault(self, out: Path | None) -> RejectionError | None:
        """What is no single document's fault."""
        if self._stopped:
            return RejectionError("interrupted", "The run was stopped while this document was being converted.")
        if out is not None and self._fault is None:
            self._fault = no_room(out)
        return self._fault

    def _made(self, document: Path, out: Path) -> Path | None:
        path = out / f"{document.stem}.docx"
        return path if is_zipfile(path) else None

    def _call(self, documents: Group, out: Path) -> End:
        """One run of LibreOffice. Once it does not even convert our probe, it is not started again."""
        first, last = (self._folder / f"{name}.rtf" for name in PROBES)
        try:
            if self._fault or not self._start([first, *documents, last], out):
                return NO_RUN
            code = self._wait(out)
        except OSError as error:
            self._fault = on_disk(error, self._folder)
            return NO_RUN
        began, reached = (self._made(probe, out) for probe in (first, last))
        if not began and not no_room(out):
            self._fault = self._no_start(code)
        for probe in filter(None, (began, reached)):
            probe.unlink()
        return End(code is None, code or 0, reached is not None)

    def _no_start(self, code: int | None) -> RejectionError | None:
        """Why LibreOffice is not used any more; a signal may have come from outside, and is forgiven once."""
        if code is None:
            return self._late("to start")
        if code > OF_SIGNAL and not self._forgiven:
            self._forgiven = True
            return None
        return _useless(self._program)

    def _start(self, documents: Sequence[Path], out: Path) -> bool:
        """Whether LibreOffice is running now; raises OSError where our own files cannot be written."""
        out.mkdir(parents=True, exist_ok=True)
        settings, temporary = profile(self._profile), self._folder / "temporary"
        temporary.mkdir(exist_ok=True)
        for probe in (documents[0], documents[-1]):
            probe.write_bytes(PROBE)
        with self._lock:
            if self._stopped:
                return False
            try:
                self._process = subprocess.Popen(
                    self._command(settings, documents, out),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env=environment(temporary),
                    **OWN_GROUP,
                )
            except OSError:
                self._fault = _useless(self._program)
        return self._process is not None

    def _command(self, settings: Path, documents: Iterable[Path], out: Path) -> list[str | Path]:
        # -P: a folder that happens to be the current one must not offer its files as modules
        guarded = [sys.executable, "-P", "-m", "corpus.readers.legacy_guard", str(MEMORY_MB)]
        office: list[str | Path] = [self._program, f"-env:UserInstallation={settings.as_uri()}", *OPTIONS]
        return [*guarded, *office, "--convert-to", FILTER, "--outdir", out, *documents]

    def _wait(self, out: Path) -> int | None:
        """The exit code of LibreOffice, None where a document took too long; nothing of it is left running."""
        assert self._process is not None
        made, until = 0, time.monotonic() + self._seconds
        try:
            while self._process.poll() is None and time.monotonic() < until:
                if (now := len(list(out.iterdir()))) != made:
                    made, until = now, time.monotonic() + self._seconds
                _pause(self._process)
        finally:
            with self._lock:
                code = self._process.poll()
                self._kill()
                self._process = None
        return code

    def _kill(self) -> None:
        """End the whole group: LibreOffice is a script that starts programs. Our guard does, when its input ends."""
        if self._process is None:
            return
        if self._process.stdin:
            self._process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(KILL_SECONDS)
        end_group(self._process.pid)
        self._process.wait()
        with suppress(OSError):
            socket_of(self._profile).unlink(missing_ok=True)

    def _late(self, where: str) -> RejectionError:
        return RejectionError(
            "timeout", f"LibreOffice took longer than {self._seconds:g} s {where} and was stopped. Save it as DOCX."
        )


def _pause(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(LOOK)
    except subprocess.TimeoutExpired:
        return


def no_room(folder: Path) -> RejectionError | None:
    """What to say where a folder that is written to can take no more; None where there is room."""
    place = folder / "room"
    try:
        place.write_bytes(bytes(ROOM))
        place.unlink()
    except OSError as error:
        with suppress(OSError):
            place.unlink(missing_ok=True)
        return on_disk(error, folder)
    return None


def on_disk(error: OSError, folder: Path | str) -> RejectionError:
    """Why nothing can be converted where our own files cannot be written."""
    said = error.strerror or str(error)
    return RejectionError(
        "disk",
        f"The document could not be converted, as files cannot be written to {folder} ({said}). "
        "Make room there, or set TMPDIR to a folder on another disk, and run it again.",
    )


def _died(code: int) -> RejectionError:
    ended = f"was ended by signal {code - OF_SIGNAL}" if code > OF_SIGNAL else f"ended with exit code {code}"
    return RejectionError(
        "crashed", f"LibreOffice {ended} over this document, twice. Save it as DOCX in the program that made it."
    )


def _not_tried() -> RejectionError:
    return RejectionError(
        "timeout",
        f"{MOST_HELD_UP} documents before this one held LibreOffice up until it was stopped, so this one was not "
        "tried. Run it again without those.",
    )


def _unreadable() -> RejectionError:
    return RejectionError(
        "damaged",
        "LibreOffice cannot open this document: it is damaged, or no real document of its kind. "
        "Open it in the program that made it and save it as DOCX.",
    )


def _useless(program: Path) -> RejectionError:
    return RejectionError("needs_office", f"{program.name} is there but converts no document. {needs_office()}")

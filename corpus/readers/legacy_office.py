"""LibreOffice at work: many documents become DOCX in one call, within a limit of time, in a profile of its own.

In that profile macros are off, links are not followed and no proxy leads out.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from zipfile import is_zipfile

from corpus.model import RejectionError

INSTALL = "apt-get install --no-install-recommends libreoffice-writer"
COMMANDS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
OPTIONS = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard")
FILTER = "docx:MS Word 2007 XML"
MEMORY_MB = 4096
# How often is looked whether a document came out, in seconds.
LOOK = 0.1
# Goes first in each call: whether it comes out tells a LibreOffice that does not work from a document that is damaged.
PROBE = b"{\\rtf1\\ansi jingyan}"
OF_A_SCREEN = ("DISPLAY", "WAYLAND_DISPLAY", "SESSION_MANAGER", "DBUS_SESSION_BUS_ADDRESS")
NOWHERE = tuple(
    (name, value)
    for protocol in ("HTTP", "HTTPS", "FTP")
    for name, value in ((f"ooInet{protocol}ProxyName", "127.0.0.1"), (f"ooInet{protocol}ProxyPort", "9"))
)
SETTINGS: tuple[tuple[str, str, str], ...] = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "CheckDocumentEvents", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Java/VirtualMachine", "Enable", "false"),
    # Files that do not tell their encoding were written on Chinese systems.
    ("Setup/L10N", "ooSetupSystemLocale", "zh-CN"),
    ("Office.Linguistic/General", "DefaultLocale_CJK", "zh-CN"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    *(("Inet/Settings", name, value) for name, value in NOWHERE),
)


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


class Office:
    """LibreOffice with a profile in `folder`; used by one thread, stopped by any. `seconds`: the most it may take from
    one document to the next, and for its start.
    """

    def __init__(self, program: Path, folder: Path, seconds: float) -> None:
        self._program, self._folder, self._seconds = program, folder, seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self._fault: RejectionError | None = None

    def convert(self, documents: Sequence[Path], out: Path) -> tuple[Path | RejectionError, ...]:
        """For each document the DOCX made of it in the folder `out`, or why there is none: `timeout`, `damaged`,
        `needs_office`. Names without suffix must differ, and none may be `probe`.
        """
        self._call(documents, out)
        # A document that ends LibreOffice or holds it up takes those behind it along: each gets a call of its own.
        return tuple(self._made(document, out) or self._alone(document, out) for document in documents)

    def stop(self) -> None:
        """End LibreOffice now; nothing is converted any more."""
        with self._lock:
            self._stopped = True
            self._kill()

    def _alone(self, document: Path, out: Path) -> Path | RejectionError:
        ended = self._call([document], out)
        if self._stopped:
            return RejectionError("interrupted", "The run was stopped while this document was being converted.")
        if made := self._made(document, out):
            return made
        return self._fault or (_unreadable() if ended else self._late("over this document"))

    def _made(self, document: Path, out: Path) -> Path | None:
        path = out / f"{document.stem}.docx"
        return path if is_zipfile(path) else None

    def _call(self, documents: Sequence[Path], out: Path) -> bool:
        """One run of LibreOffice; whether it ended by itself. Once it does not even convert our probe, it is not
        started again.
        """
        if self._fault or not self._start(documents, out):
            return True
        ended = self._wait(out)
        if not self._made(self._probe, out):
            self._fault = _useless(self._program) if ended else self._late("to start")
        (out / "probe.docx").unlink(missing_ok=True)
        return ended

    @property
    def _probe(self) -> Path:
        return self._folder / "probe.rtf"

    def _start(self, documents: Iterable[Path], out: Path) -> bool:
        out.mkdir(parents=True, exist_ok=True)
        profile = _profile(self._folder / "profile")
        self._probe.write_bytes(PROBE)
        with self._lock:
            if self._stopped:
                return False
            self._process = subprocess.Popen(
                self._command(profile, [self._probe, *documents], out),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                start_new_session=True,
            )
        return True

    def _command(self, profile: Path, documents: Iterable[Path], out: Path) -> list[str | Path]:
        # -P: a folder that happens to be the current one must not offer its files as modules
        guarded = [sys.executable, "-P", "-m", "corpus.readers.legacy_guard", str(MEMORY_MB)]
        office: list[str | Path] = [self._program, f"-env:UserInstallation={profile.as_uri()}", *OPTIONS]
        return [*guarded, *office, "--convert-to", FILTER, "--outdir", out, *documents]

    def _wait(self, out: Path) -> bool:
        """Whether LibreOffice ended before a document took too long; nothing of it is left running."""
        assert self._process is not None
        made, until = 0, time.monotonic() + self._seconds
        while self._process.poll() is None and time.monotonic() < until:
            if (now := len(list(out.iterdir()))) != made:
                made, until = now, time.monotonic() + self._seconds
            _pause(self._process)
        with self._lock:
            ended = self._process.poll() is not None
            self._kill()
            self._process = None
        return ended

    def _kill(self) -> None:
        """End the whole group: LibreOffice is a script that starts programs."""
        if self._process is None:
            return
        with suppress(PermissionError, ProcessLookupError):  # nobody of the group is left
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()

    def _late(self, where: str) -> RejectionError:
        return RejectionError(
            "timeout", f"LibreOffice took longer than {self._seconds:g} s {where} and was stopped. Save it as DOCX."
        )


def _pause(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(LOOK)
    except subprocess.TimeoutExpired:
        return


def _environment() -> dict[str, str]:
    """Ours without a screen, in a locale that is the same everywhere."""
    kept = {name: value for name, value in os.environ.items() if name not in OF_A_SCREEN}
    return kept | {"LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}


def _profile(folder: Path) -> Path:
    """The folder of a profile with our settings, made once; LibreOffice adds its own."""
    path = folder / "user" / "registrymodifications.xcu"
    if not path.exists():
        path.parent.mkdir(parents=True)
        items = "".join(
            f'<item oor:path="/org.openoffice.{group}"><prop oor:name="{name}" oor:op="fuse">'
            f"<value>{value}</value></prop></item>"
            for group, name, value in SETTINGS
        )
        path.write_text(
            '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
            f"{items}</oor:items>",
            encoding="utf-8",
        )
    return folder


def _unreadable() -> RejectionError:
    return RejectionError(
        "damaged",
        "LibreOffice cannot open this document: it is damaged, or no real document of its kind. "
        "Open it in the program that made it and save it as DOCX.",
    )


def _useless(program: Path) -> RejectionError:
    return RejectionError("needs_office", f"{program.name} is there but converts no document. {needs_office()}")

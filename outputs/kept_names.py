"""Which words name a problem, kept from build to build: to find out takes the lexicons, which take seconds to load."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Self

from extractors.problems import names_problem
from outputs.packed import DamagedError, compressed, restored
from outputs.state_files import OURS_ALONE

Names = Callable[[str], bool]


class KeptNames:
    """What `names_problem` says, asked once for each wording; a context manager. The file may be lost or damaged at any
    time, and where it cannot be written nothing is kept; wordings that a build does not ask for are forgotten.
    """

    def __init__(self, path: Path, version: str, names: Names = names_problem) -> None:
        """`version` is the digest of all that the answers rest on."""
        self._path, self._version, self._names = path, version, names
        self._before, self._asked = self._read(), dict[str, bool]()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._asked != self._before:
            with suppress(OSError):
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._path.touch(OURS_ALONE)
                self._path.write_bytes(compressed((self._version, self._asked)))

    def __call__(self, words: str) -> bool:
        """Whether some folded words name a problem from end to end."""
        if words not in self._asked:
            known = self._before.get(words)
            self._asked[words] = self._names(words) if known is None else known
        return self._asked[words]

    def _read(self) -> dict[str, bool]:
        try:
            version, found = restored(self._path.read_bytes()) if self._path.is_file() else (None, {})
        except (OSError, DamagedError, ValueError, TypeError):
            return {}
        return found if version == self._version and isinstance(found, dict) else {}

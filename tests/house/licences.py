"""The licences of all packages that run with ours.

Run: python -m tests.house.licences > docs/licences.md
"""

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import Any

from packaging.requirements import Requirement

from tests.house.installed import walk

ROOT = Path(__file__).parents[2]
AT_WORK = ("dev", "mutants")  # extras of those who work on the project: nothing of them is passed on
OURS = "jingyan"

COMPATIBLE = frozenset({
    "0BSD", "Apache-2.0", "Artistic-1.0-Perl", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC", "MIT",
    "MIT-0", "MIT-CMU", "MPL-1.1", "MPL-2.0", "PSF-2.0", "Unlicense", "Zlib",
})  # fmt: skip
"""Licences (SPDX) that a program under Apache-2.0 may depend on without becoming anything else."""

WORDS: tuple[tuple[str, str], ...] = (
    (r"MPL|Mozilla", "MPL-2.0"),
    (r"Apache", "Apache-2.0"),
    (r"ISC", "ISC"),
    (r"\bMIT\b", "MIT"),
    (r"BSD.2|2.Clause", "BSD-2-Clause"),
    (r"BSD|Enthought", "BSD-3-Clause"),
    (r"Artistic", "Artistic-1.0-Perl"),
    (r"PSF|Python Software", "PSF-2.0"),
    (r"GPL|General Public", "GPL"),
)
"""What is found in how packages used to name their licences, and its SPDX name; the first that fits holds."""

DUAL: Mapping[str, str] = MappingProxyType({"text-unidecode": "Artistic-1.0-Perl OR GPL-2.0-or-later"})
"""What packages say of themselves in prose alone: that one may choose."""


def packages() -> list[str]:
    """Names of all that is installed to run ours, whatever extras; those of whoever works on it are left out."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [lines for name, lines in project["optional-dependencies"].items() if name not in AT_WORK]
    needed = [Requirement(line) for lines in (project["dependencies"], *extras) for line in lines]
    return sorted(set(walk(needed)) - {OURS})


def licence(name: str) -> str:
    """The licence of an installed package as an SPDX expression; what it says itself where that cannot be told."""
    told = metadata.metadata(name).json
    return DUAL.get(name) or str(told.get("license_expression") or _named(list(_said(told))))


def _said(told: Mapping[str, Any]) -> Iterator[str]:
    """How a package names its licence: in classifiers, else in a line of its own."""
    listed = [line.rpartition("::")[2].strip() for line in told.get("classifier", ()) if line.startswith("License")]
    yield from [one for one in listed if one != "OSI Approved"] or [str(told.get("license", ""))[:100]]


def _named(said: list[str]) -> str:
    names = {next((spdx for word, spdx in WORDS if re.search(word, one)), one) for one in said}
    return " OR ".join(sorted(names))


def compatible(expression: str) -> bool:
    """Whether one of the choices that a licence leaves is all of licences that we may depend on."""
    choices = re.split(r" OR ", _flat(expression))
    return any(all(one.strip(" ()") in COMPATIBLE for one in choice.split(" AND ")) for choice in choices)


def _flat(expression: str) -> str:
    """`A AND (B OR C)` as `A AND B OR A AND C`; other brackets are as they are."""
    inner = re.fullmatch(r"(.+) AND \((.+) OR (.+)\)", expression)
    return f"{inner[1]} AND {inner[2]} OR {inner[1]} AND {inner[3]}" if inner else expression


def page() -> str:
    """The page of the docs."""
    rows = [f"| {name} | {licence(name)} |" for name in packages()]
    return "\n".join([*HEAD, *rows, ""])


HEAD = (
    "# Licences", "",
    "jingyan is under the Apache License 2.0. These packages run with it, those of the extras `ocr`, `semantic` and",
    "`dask` included. Where a package leaves the choice (OR), one that is compatible is ours. None is under the",
    "GPL or AGPL alone. Written by `python -m tests.house.licences`; a test sees that it is complete, and all of",
    "it compatible.", "",
    "| Package | Licence |", "|---|---|",
)  # fmt: skip


if __name__ == "__main__":
    sys.stdout.write(page())

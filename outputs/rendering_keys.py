"""The keys of a document: digests of all that goes into what is written of it. While these stay the same, so do its
files and rows.
"""

import hashlib
import sys
import zlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from extractors.overlay import active
from outputs.jsonfile import fragment
from outputs.leaves import Leaf

ROOT = Path(__file__).parent.parent
CODE = (
    "corpus/*.py", "extractors/*.py", "extractors/lexicons/*", "outputs/*.py", "outputs/*.yml", "outputs/site/*.py",
    "outputs/schema/*.json",
)  # fmt: skip
"""What findings are made and written with; no folder that reports or catalogues may lie in."""


class Keys(NamedTuple):
    """The keys of a document: of all that it says itself, of its cases' clusters, of all that stands beside these."""

    own: str
    clusters: str
    beside: str


def contents(patterns: Iterable[str]) -> list[str]:
    """Name and digest of each of our files that fits one of some patterns, in order."""
    paths = sorted(path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file())
    return [f"{path.relative_to(ROOT).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in paths]


@cache
def code() -> str:
    """A digest of the code and words by which documents are rendered."""
    return _digest([sys.version, zlib.ZLIB_RUNTIME_VERSION, *contents(CODE)])


def _content(leaf: Leaf) -> str:
    """A digest of the record, and of what cases hold that cannot be told from it."""
    if leaf.record.aside:
        return leaf.record.aside.outline.seal
    told = repr((leaf.record, [(case.case, case.known) for case in leaf.cases]))
    return hashlib.sha256(told.encode(errors="surrogatepass")).hexdigest()


def _digest(told: object) -> str:
    return hashlib.sha256(fragment(told)).hexdigest()


def keys(leaf: Leaf) -> Keys:
    """The keys of a document."""
    cases = [[case.id, case.duplicate_of] for case in leaf.cases]  # the problems of a copy are not told again
    told = [code(), active().digest, leaf.profile, leaf.id, leaf.record.source.name, cases, leaf.marks]
    clusters = [case.cluster for case in leaf.cases]
    beside = [clusters, [[one.links, one.named, one.group] for one in leaf.beside]]
    return Keys(_digest([*told, _content(leaf)]), _digest(clusters), _digest(beside))

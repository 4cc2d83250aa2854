"""The key of a document: a digest of all that goes into what is written of it. While that stays the same, so do its
files and rows.
"""

import hashlib
import sys
import zlib
from functools import cache
from pathlib import Path

from extractors.overlay import active
from outputs.jsonfile import dumps
from outputs.leaves import Leaf
from outputs.seal import seal_of

ROOT = Path(__file__).parent.parent
CODE = (
    "corpus/*.py", "extractors/*.py", "extractors/lexicons/*", "outputs/*.py", "outputs/*.yml", "outputs/site/*.py",
    "outputs/schema/*.json",
)  # fmt: skip
"""What findings are made and written with; no folder that reports or catalogues may lie in."""


@cache
def _code() -> str:
    """A digest of the code and words by which documents are rendered."""
    told = hashlib.sha256(f"{sys.version} {zlib.ZLIB_RUNTIME_VERSION}".encode())
    for path in sorted(path for pattern in CODE for path in ROOT.glob(pattern) if path.is_file()):
        told.update(path.relative_to(ROOT).as_posix().encode() + b"\n" + hashlib.sha256(path.read_bytes()).digest())
    return told.hexdigest()


def _content(leaf: Leaf) -> str:
    """A digest of the record, and of what cases hold that cannot be told from it."""
    seal = seal_of(leaf.record)
    if seal is not None:
        return seal
    told = repr((leaf.record, [(case.case, case.known) for case in leaf.cases]))
    return hashlib.sha256(told.encode(errors="surrogatepass")).hexdigest()


def key(leaf: Leaf) -> str:
    """The key of a document."""
    beside = [
        [case.id, case.cluster, one.links, one.named, one.group]
        for case, one in zip(leaf.cases, leaf.beside, strict=True)
    ]
    told = [_code(), active().digest, leaf.profile, leaf.id, leaf.record.source.name, beside, leaf.marks]
    return hashlib.sha256(dumps([*told, _content(leaf)])).hexdigest()

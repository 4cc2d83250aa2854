"""`problems/<category>/<prefix>.<hash>.json`: all mentions of a problem category and all practices that answer it, in
parts. A part holds the documents whose id goes on, behind its d, with its prefix; where they say too much for one, the
next digit tells them apart. A document that changes alters the parts that it stands in, and the others are taken over.
"""

import hashlib
from collections.abc import Sequence

from outputs.folder import Folder
from outputs.jsonfile import fragment
from outputs.problem_pieces import BODIES, ProblemPiece, bodies_of
from outputs.record import Json
from outputs.rendering_keys import code
from outputs.rendering_rows import Rows
from outputs.shards import name_of, split
from outputs.views import schema_id

LARGE = 1 << 20  # bytes that a part may have: what a browser loads at once, some 100 KB packed
Named = tuple[str, ProblemPiece]  # the name of a document and its piece


def _key(category: str, prefix: str, pieces: Sequence[Named]) -> str:
    """The key of all that goes into a part."""
    told = hashlib.sha256(fragment([code(), category, prefix]))
    for _, piece in pieces:
        told.update(piece.digest)
    return told.hexdigest()


def _part(category: str, prefix: str, pieces: Sequence[Named], rows: Rows) -> bytes:
    """Answers and mentions in the order of the ids of their documents."""
    bodies = [bodies_of(rows.stretch(name, BODIES, piece.place)) for name, piece in pieces]
    answers = b",".join(body for one in bodies for body in one.answers)
    mentions = b",".join(body for one in bodies for body in one.mentions)
    frame = fragment({"schema": schema_id("problem_part"), "category": category, "prefix": prefix})
    return b'{"answers":[' + answers + b'],"mentions":[' + mentions + b"]," + frame[1:] + b"\n"


def write_parts(category: str, named: Sequence[Named], rows: Rows, folder: Folder) -> list[Json]:
    """Write the parts of a category, or take them over; returns what the overview says of them. Raises DamagedError."""
    said = {piece.document: (name, piece) for name, piece in named if piece.size}
    parts = split(sorted(said), lambda ids: sum(said[id_][1].size for id_ in ids) <= LARGE)
    return [_written(category, prefix, [said[id_] for id_ in ids], rows, folder) for prefix, ids in parts]


def _written(category: str, prefix: str, pieces: Sequence[Named], rows: Rows, folder: Folder) -> Json:
    def make() -> tuple[str, bytes]:
        data = _part(category, prefix, pieces, rows)
        return name_of(f"problems/{category}", prefix, data), data

    return folder.keyed(_key(category, prefix, pieces), make) | {
        "prefix": prefix,
        "mentions": sum(len(piece.mentions) for _, piece in pieces),
        "answers": sum(len(piece.answers) for _, piece in pieces),
    }

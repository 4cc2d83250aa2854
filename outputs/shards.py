"""`shards/<prefix>.<hash>.json`: cases as a website lists, filters and searches them, in files that a browser may keep
for ever: another content has another name.

A shard holds the cases whose id goes on, behind its c, with the shard's prefix. Where more than MOST have a prefix, the
next digit tells them apart: one case more alters one shard, or splits it.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from outputs.checks import record_checks, within
from outputs.folder import Folder
from outputs.jsonfile import fragment
from outputs.leaves import Beside, Leaf
from outputs.model import CatalogueCase
from outputs.opening import opening
from outputs.placing import placing
from outputs.record import Json, case_json
from outputs.schemas import check
from outputs.spool import Spool
from outputs.trends import LABELS, case_values
from outputs.views import said_view, schema_id

MOST = 200
DIGITS = 12  # of an id; cases that differ in a number behind them alone stay together
OPENING = 200  # characters
HASH = 16  # digits of the hash in a name
SAME = ("title", "place", "place_level", "place_code", "organisation", "period", "start", "end", "utf16")


def are_few(ids: Sequence[str]) -> bool:
    """Whether cases fit into one shard."""
    return len(ids) <= MOST


def split(
    ids: Sequence[str], fit: Callable[[Sequence[str]], bool] = are_few, prefix: str = ""
) -> Iterator[tuple[str, Sequence[str]]]:
    """Prefix and ids of each shard, in order; `ids` are in order and have the prefix. `fit`: whether some of them fit
    into one.
    """
    if len(prefix) == DIGITS or fit(ids):
        if ids:
            yield prefix, ids
        return
    parts: dict[str, list[str]] = defaultdict(list)
    for id_ in ids:
        parts[id_[1 : len(prefix) + 2]].append(id_)
    for longer, part in parts.items():
        yield from split(part, fit, longer)


def _counts(case: CatalogueCase) -> Json:
    found = {kind: len(getattr(case, kind)) for kind in ("practices", "problems", "quantities", "dates")}
    checks = within(record_checks(case.record), case.case.start, case.case.end)
    return found | {"conflicts": sum(one.verdict == "conflict" for one in checks)}


def _row(case: CatalogueCase, leaf: Leaf, beside: Beside, file: Json) -> Json:
    """A row of a shard; `file` is what the manifest says of the case's own file."""
    known, source = placing(case.record), case.record.source
    told = case_json(case.record, case.case)
    return {key: told[key] for key in SAME} | {
        "id": case.id,
        "document": {"id": leaf.id, "name": source.name},
        "about": said_view(case),
        "counts": _counts(case),
        "opening": opening(case.text, case.case.title, OPENING),
        "practices": [
            {"id": known.id(one), "text": one.text, "theme": one.theme, "status": one.status} for one in case.practices
        ],
        "problems": [
            {"id": known.id(one), "text": one.text, "category": one.category, "status": one.status}
            for one in case.problems
        ],
        **_linked(case, beside, file),
    }


def _linked(case: CatalogueCase, beside: Beside, file: Json) -> Json:
    """What a row tells of all that stands beside its case, and of the file that does as well."""
    values = case_values(case, {case.cluster: beside.group} if case.cluster and beside.group else {})
    return {
        "cluster": beside.links["cluster"],
        "duplicate_of": case.duplicate_of,
        "own_share": case.own_share,
        "facets": {key: values[key] for key in LABELS if values.get(key)},
        "file": file["path"],
        "sha256": file["sha256"],
    }


def shard_rows(leaf: Leaf, files: Mapping[str, Json]) -> list[tuple[str, bytes]]:
    """Id and row of each case of a document; `files` are the entries of their files by id."""
    rows = [_row(case, leaf, beside, files[case.id]) for case, beside in zip(leaf.cases, leaf.beside, strict=True)]
    return _checked(rows, leaf)


def linked_rows(leaf: Leaf, files: Mapping[str, Json], known: Sequence[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """The same of a document of which rows are known that tell of other things beside its cases."""
    told = zip(known, leaf.cases, leaf.beside, strict=True)
    rows = [json.loads(row) | _linked(case, beside, files[case.id]) for (_, row), case, beside in told]
    return _checked(rows, leaf)


def _checked(rows: Sequence[Json], leaf: Leaf) -> list[tuple[str, bytes]]:
    if rows:
        check({"schema": schema_id("shard"), "prefix": "", "cases": rows}, leaf.record.source.name)
    return [(row["id"], fragment(row)) for row in rows]


def name_of(folder: str, prefix: str, data: bytes) -> str:
    """The name of a shard: another content has another one."""
    return f"{folder}/{prefix or 'all'}.{hashlib.sha256(data).hexdigest()[:HASH]}.json"


def _shard(prefix: str, rows: Iterable[bytes]) -> bytes:
    frame = fragment({"schema": schema_id("shard"), "prefix": prefix})
    return b'{"cases":[' + b",".join(rows) + b"]," + frame[1:] + b"\n"


def write_shards(found: Iterable[Sequence[tuple[str, bytes]]], folder: Folder) -> list[Json]:
    """Write the shards of the rows of all documents; returns what the manifest says of them."""
    listed = []
    with Spool() as spool:
        places = {id_: spool.add(row) for rows in found for id_, row in rows}
        for prefix, ids in split(sorted(places)):
            data = _shard(prefix, (spool.get(places[id_]) for id_ in ids))
            listed.append(folder.write(name_of("shards", prefix, data), data) | {"prefix": prefix, "cases": len(ids)})
    return listed

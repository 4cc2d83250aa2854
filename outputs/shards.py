"""`shards/<prefix>.<hash>.json`: cases as a website lists, filters and searches them, in files that a browser may keep
for ever: another content has another name.

A shard holds the cases whose id goes on, behind its c, with the shard's prefix. Where more than MOST have a prefix, the
next digit tells them apart: one case more alters one shard, or splits it.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from outputs.checks import record_checks, within
from outputs.jsonfile import dumps
from outputs.manifest import write
from outputs.model import Catalogue, CatalogueCase
from outputs.opening import opening
from outputs.placing import placing
from outputs.record import Json, case_json
from outputs.trends import LABELS, case_values, cluster_groups
from outputs.views import Links, said_view, schema_id

MOST = 200
DIGITS = 12  # of an id; cases that differ in a number behind them alone stay together
OPENING = 200  # characters
HASH = 16  # digits of the hash in a name
SAME = ("title", "place", "place_level", "place_code", "organisation", "period", "start", "end", "utf16")


def split(ids: Sequence[str], prefix: str = "") -> Iterator[tuple[str, Sequence[str]]]:
    """Prefix and ids of each shard, in order; `ids` are in order and have the prefix."""
    if len(ids) <= MOST or len(prefix) == DIGITS:
        if ids:
            yield prefix, ids
        return
    parts: dict[str, list[str]] = defaultdict(list)
    for id_ in ids:
        parts[id_[1 : len(prefix) + 2]].append(id_)
    for longer, part in parts.items():
        yield from split(part, longer)


def _counts(case: CatalogueCase) -> Json:
    found = {kind: len(getattr(case, kind)) for kind in ("practices", "problems", "quantities", "dates")}
    checks = within(record_checks(case.record), case.case.start, case.case.end)
    return found | {"conflicts": sum(one.verdict == "conflict" for one in checks)}


def row_view(case: CatalogueCase, links: Links, groups: Mapping[str, str], file: Json) -> Json:
    """A row of a shard; `file` is what the manifest says of the case's own file."""
    known, source, values = placing(case.record), case.record.source, case_values(case, groups)
    told = case_json(case.record, case.case)
    return {key: told[key] for key in SAME} | {
        "id": case.id,
        "document": {"id": links.documents[source.name], "name": source.name},
        "about": said_view(case),
        "cluster": links.cluster(case),
        "duplicate_of": case.duplicate_of,
        "own_share": case.own_share,
        "facets": {key: values[key] for key in LABELS if values.get(key)},
        "counts": _counts(case),
        "opening": opening(case.text, case.case.title, OPENING),
        "practices": [
            {"id": known.id(one), "text": one.text, "theme": one.theme, "status": one.status} for one in case.practices
        ],
        "problems": [
            {"id": known.id(one), "text": one.text, "category": one.category, "status": one.status}
            for one in case.problems
        ],
        "file": file["path"],
        "sha256": file["sha256"],
    }


def write_shards(catalogue: Catalogue, links: Links, folder: Path, files: Mapping[str, Json]) -> list[Json]:
    """Write the shards; returns what the manifest says of them. `files` are the entries of the cases' files by id."""
    cases, groups, listed = {case.id: case for case in catalogue.cases}, cluster_groups(catalogue), []
    for prefix, ids in split(sorted(cases)):
        rows = [row_view(cases[id_], links, groups, files[id_]) for id_ in ids]
        shard = {"schema": schema_id("shard"), "prefix": prefix, "cases": rows}
        name = f"shards/{prefix or 'all'}.{hashlib.sha256(dumps(shard)).hexdigest()[:HASH]}.json"
        listed.append(write(folder, name, shard) | {"prefix": prefix, "cases": len(ids)})
    return listed

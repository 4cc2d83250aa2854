"""What a new catalogue changes against the one before it."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from outputs.kept_clusters import Known, cluster_changes, known
from outputs.record import Json

LINKS = (
    "duplicate_of", "duplicates", "copy_conflicts", "parts", "part_of", "cluster", "similar", "own_share", "passages",
)  # fmt: skip


def read_json(path: Path) -> Any:
    """The content of a JSON file, None where there is none that can be read."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None


def listed(value: Any, key: str) -> list[Json]:
    """The objects of a list in a JSON file; none where it is not what it should be."""
    found = value.get(key) if isinstance(value, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def clusters_in(folder: Path) -> dict[str, Known]:
    """Id -> cluster of cases in a catalogue folder; empty where there is none."""
    return known(listed(read_json(folder / "clusters.json"), "clusters"), "cases")


def practice_clusters_in(folder: Path) -> dict[str, Known]:
    """Id -> cluster of practices in a catalogue folder; empty where there is none."""
    return known(listed(read_json(folder / "practices.json"), "clusters"), "practices")


def _compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[str]]:
    both = sorted(before.keys() & after.keys())
    return {
        "added": sorted(after.keys() - before.keys()),
        "removed": sorted(before.keys() - after.keys()),
        "updated": [key for key in both if before[key] != after[key]],
    }


def _cases(folder: Path) -> dict[str, str]:
    """Id of each case -> the hash of its file; most files did not change and need not be parsed."""
    paths = sorted((folder / "cases").glob("*.json")) if (folder / "cases").is_dir() else []
    return {path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def _documents(folder: Path) -> dict[str, Json]:
    documents = listed(read_json(folder / "documents.json"), "documents")
    return {one["name"]: {key: one.get(key) for key in ("sha256", "status")} for one in documents if "name" in one}


def _different(before: Json, after: Json) -> list[str]:
    """The fields in which two records differ."""
    return sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))


def changes(before: Path, after: Path) -> Json:
    """Ids of cases and names of documents that are new, gone or different, and the `fields` that differ; `relinked`
    cases only have other links.
    """
    found = _compared(_cases(before), _cases(after))
    differ = {id_: _different(_case(before, id_), _case(after, id_)) for id_ in found["updated"]}
    relinked = [id_ for id_, names in differ.items() if set(names) <= set(LINKS)]
    updated = sorted(differ.keys() - set(relinked))
    old, new = _documents(before), _documents(after)
    documents = _compared(old, new)
    return {
        "cases": {**found, "updated": updated, "relinked": relinked, "fields": {id_: differ[id_] for id_ in updated}},
        "clusters": cluster_changes(clusters_in(before), clusters_in(after)),
        "practice_clusters": cluster_changes(practice_clusters_in(before), practice_clusters_in(after)),
        "documents": documents | {"fields": {name: _different(old[name], new[name]) for name in documents["updated"]}},
    }


def _case(folder: Path, id_: str) -> Json:
    case = read_json(folder / "cases" / f"{id_}.json")
    return case if isinstance(case, dict) else {}

"""What a new catalogue changes against the one before it, and cluster ids that outlive small changes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from outputs.model import Catalogue, Cluster
from outputs.record import Json

LINKS = ("duplicate_of", "duplicates", "cluster", "similar", "own_share", "passages")


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


def previous_clusters(folder: Path) -> dict[str, frozenset[str]]:
    """Id -> ids of cases of the clusters in a catalogue folder; empty where there is none."""
    clusters = listed(read_json(folder / "clusters.json"), "clusters")
    return {one["id"]: frozenset(one["cases"]) for one in clusters if {"id", "cases"} <= one.keys()}


def _heirs(clusters: tuple[Cluster, ...], before: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """New id -> old id, where most cases of the old cluster are in the new one; the largest share comes first."""
    shares = [
        (-len(old & frozenset(one.cases)) / len(old), -len(old & frozenset(one.cases)), old_id, one.id)
        for one in clusters
        for old_id, old in before.items()
        if old and len(old & frozenset(one.cases)) * 2 > len(old)
    ]
    found: dict[str, str] = {}
    for _, _, old_id, new_id in sorted(shares):
        if new_id not in found:
            found[new_id] = old_id
    return found


def _freed(clusters: tuple[Cluster, ...], heirs: dict[str, str]) -> dict[str, str]:
    """Ids for all clusters; a new one whose own id another has inherited gets a number behind it."""
    ids = dict(heirs)
    taken = set(heirs.values())
    for one in clusters:
        if one.id in ids:
            continue
        name, number = one.id, 1
        while name in taken:
            number += 1
            name = f"{one.id}-{number}"
        ids[one.id] = name
        taken.add(name)
    return ids


def keep_cluster_ids(catalogue: Catalogue, before: Mapping[str, frozenset[str]]) -> Catalogue:
    """The catalogue with the ids that its clusters had before, as far as most of their cases stayed."""
    ids = _freed(catalogue.clusters, _heirs(catalogue.clusters, before))
    clusters = (replace(one, id=ids[one.id]) for one in catalogue.clusters)
    cases = (replace(case, cluster=ids[case.cluster]) if case.cluster else case for case in catalogue.cases)
    return replace(catalogue, cases=tuple(cases), clusters=tuple(sorted(clusters, key=lambda one: one.id)))


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
        "documents": documents | {"fields": {name: _different(old[name], new[name]) for name in documents["updated"]}},
    }


def _case(folder: Path, id_: str) -> Json:
    case = read_json(folder / "cases" / f"{id_}.json")
    return case if isinstance(case, dict) else {}

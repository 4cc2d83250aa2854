"""What a new catalogue changes against the one before it."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import orjson

from outputs.jsonfile import read_lines
from outputs.kept_clusters import Known, cluster_changes, known
from outputs.record import Json

Value = TypeVar("Value")
CASES, JSON = "cases/", ".json"  # how the names of their files begin and end
LINKS = (
    "duplicate_of", "duplicates", "copy_conflicts", "parts", "part_of", "cluster", "similar", "own_share", "passages",
)  # fmt: skip


def _read(read: Callable[[], Value]) -> Value | None:
    """What is read of a file; None where that cannot be."""
    try:
        return read()
    except (OSError, ValueError):
        return None


def read_json(path: Path) -> Any:
    """The content of a JSON file, None where there is none that can be read."""
    return _read(lambda: orjson.loads(path.read_bytes()) if path.is_file() else None)


def listed(value: Any, key: str) -> list[Json]:
    """The objects of a list in a JSON file; none where it is not what it should be."""
    found = value.get(key) if isinstance(value, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def clusters_in(folder: Path) -> dict[str, Known]:
    """Id -> cluster of cases in a catalogue folder; empty where there is none."""
    return known(listed(read_json(folder / "clusters.json"), "clusters"), "cases")


def practice_clusters_in(folder: Path) -> dict[str, Known]:
    """Id -> cluster of practices in a catalogue folder; empty where there is none."""
    path = folder / "practices.json"
    told = _read(path.stat)
    return dict(_practice_clusters(path, (told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns))) if told else {}


@lru_cache(maxsize=2)
def _practice_clusters(path: Path, which: tuple[int, ...]) -> Mapping[str, Known]:
    """Read once, for a build asks several times for those of the catalogue before; `which` tells files apart."""

    def read() -> Mapping[str, Known]:
        with path.open("rb") as file:  # as values all at once they would fill the memory
            return known((one for one in read_lines(file) if isinstance(one, dict)), "practices")

    return _read(read) or {}


def _compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[str]]:
    both = sorted(before.keys() & after.keys())
    return {
        "added": sorted(after.keys() - before.keys()),
        "removed": sorted(before.keys() - after.keys()),
        "updated": [key for key in both if before[key] != after[key]],
    }


def _cases(folder: Path) -> dict[str, str]:
    """Id of each case -> the hash of its file, as the manifest has it."""
    files = listed(read_json(folder / "catalogue.json"), "files")
    named = ((str(one.get("path")), str(one.get("sha256"))) for one in files)
    return {name[len(CASES) : -len(JSON)]: hash_ for name, hash_ in named if name.startswith(CASES)}


def _documents(folder: Path) -> dict[str, Json]:
    documents = listed(read_json(folder / "documents.json"), "documents")
    return {one["name"]: {key: one.get(key) for key in ("sha256", "status")} for one in documents if "name" in one}


def _moved(before: Mapping[str, Json], after: Mapping[str, Json]) -> list[dict[str, str]]:
    """Documents that are under another name and the same in all else; of several the first goes with the first."""
    gone: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for name in sorted(before.keys() - after.keys(), reverse=True):
        if before[name]["sha256"]:  # a file that could not be opened is like no other
            gone[tuple(before[name].values())].append(name)
    new = sorted(after.keys() - before.keys())
    return [{"from": waiting.pop(), "to": name} for name in new if (waiting := gone[tuple(after[name].values())])]


def _document_changes(before: Path, after: Path) -> Json:
    old, new = _documents(before), _documents(after)
    found, moved = _compared(old, new), _moved(old, new)
    left, come = {one["from"] for one in moved}, {one["to"] for one in moved}
    return found | {
        "added": [name for name in found["added"] if name not in come],
        "removed": [name for name in found["removed"] if name not in left],
        "moved": moved,
        "fields": {name: _different(old[name], new[name]) for name in found["updated"]},
    }


def _listed_files(folder: Path) -> dict[str, str]:
    """Path -> hash of the files of a catalogue that programs read, but for those whose names change with them."""
    files = listed(read_json(folder / "catalogue.json"), "files")
    named = {str(one.get("path")): str(one.get("sha256")) for one in files}
    return {name: hash_ for name, hash_ in named.items() if not name.startswith(("problems/", "shards/", "site/"))}


def _sum(folder: Path) -> str | None:
    try:
        return hashlib.sha256((folder / "catalogue.json").read_bytes()).hexdigest()
    except OSError:
        return None


def _different(before: Json, after: Json) -> list[str]:
    """The fields in which two records differ."""
    return sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))


def changes(before: Path, after: Path, linked: Collection[str] = ()) -> Json:
    """Ids of cases and names of documents that are new, gone or different, and the `fields` that differ; `relinked`
    cases only have other links, as is known of those that are `linked`. `before` and `after` are the hashes of the two
    manifests, so that whoever follows knows whether this leads on from what he has.
    """
    found = _compared(_cases(before), _cases(after))
    looked_at = (id_ for id_ in found["updated"] if id_ not in linked)
    differ = {id_: _different(_case(before, id_), _case(after, id_)) for id_ in looked_at}
    relinked = [id_ for id_ in found["updated"] if set(differ.get(id_, ())) <= set(LINKS)]
    updated = sorted(differ.keys() - set(relinked))
    cases = {**found, "updated": updated, "relinked": relinked, "fields": {id_: differ[id_] for id_ in updated}}
    return {
        "before": _sum(before),
        "after": _sum(after),
        "cases": cases | {"superseded_by": _superseded(found["removed"], after)},
        "clusters": cluster_changes(clusters_in(before), clusters_in(after)),
        "practice_clusters": cluster_changes(practice_clusters_in(before), practice_clusters_in(after)),
        "documents": _document_changes(before, after),
        "files": _compared(_listed_files(before), _listed_files(after)),
    }


def _superseded(removed: Iterable[str], after: Path) -> dict[str, str | None]:
    """Id of each case that is gone -> the id that took its place."""
    heirs = {
        one.get("id"): one.get("superseded_by") for one in listed(read_json(after / "tombstones.json"), "tombstones")
    }
    return {id_: heirs.get(id_) for id_ in removed}


def _case(folder: Path, id_: str) -> Json:
    case = read_json(folder / "cases" / f"{id_}.json")
    return case if isinstance(case, dict) else {}

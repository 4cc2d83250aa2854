"""Which cases a reader holds: those that are named, and those that a search or its filters find; in which order."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from outputs.record import Json
from outputs.search import Filters, SearchIndex, open_index
from outputs.search_filters import allowed
from outputs.search_ranking import Ranking
from outputs.show_read import Folder, ShowError

REST = "其他"
TOMBSTONES = "tombstones.json"
STEP = 4  # times as many hits are asked for when copies and passages leave too few


@dataclass(frozen=True, slots=True)
class Asked:
    """Which cases are wanted: ids, and what a search finds; without either all that pass the filters."""

    cases: tuple[str, ...] = ()
    query: str | None = None
    filters: Filters = field(default_factory=Filters)
    limit: int = 100
    semantic: bool = True


@dataclass(frozen=True, slots=True)
class Chosen:
    """The cases, as their files tell them; how many copies were left out, and whether the limit left some out."""

    cases: tuple[Json, ...]
    copies: int
    more: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found: a case or a passage, and of what it is a copy."""

    id: str
    kind: str
    original: str | None


def choose(folder: Folder, asked: Asked) -> Chosen:
    """The cases that are asked for; copies are left out unless they are named.

    Raises ShowError for an id that there is not or where nothing is found, SearchError for a filter or a catalogue that
    cannot be searched.
    """
    named = _named(folder, asked.cases)
    found, copies, more = [], 0, False
    if asked.query is not None or asked.filters.given() or not named:
        hits = _searched(folder.path, asked) if asked.query is not None else _filtered(folder.path, asked.filters)
        cases = [one for one in hits if one.kind == "case"]
        originals = [one.id for one in cases if not one.original]
        found, copies, more = originals[: asked.limit], len(cases) - len(originals), len(originals) > asked.limit
    ids = list(dict.fromkeys([*named, *found]))
    if not ids:
        raise ShowError(f"Nothing in {folder.path} is what was asked for; no file was written.")
    return Chosen(tuple(map(folder.case, ids)), copies, more)


def _named(folder: Folder, wanted: Iterable[str]) -> list[str]:
    known, ids = folder.ids("cases"), list(wanted)
    for id_ in ids:
        if id_ not in known:
            raise ShowError(f"There is no case {id_} in {folder.path}.{_instead(folder, id_, known)}")
    return ids


def _instead(folder: Folder, id_: str, known: list[str]) -> str:
    """What took the place of a case that is gone, else which ids are like the one that was given."""
    for one in _tombstones(folder):
        if (one["kind"], one["id"]) == ("case", id_):
            heir = one["superseded_by"]
            return f" It is gone; {heir} took its place." if heir else " It is gone, and nothing took its place."
    near = get_close_matches(id_, known, n=3)
    return f" Nearest: {', '.join(near)}." if near else " jingyan search tells the ids of cases."


def _tombstones(folder: Folder) -> list[Json]:
    """What is told of ids that are gone; catalogues of an earlier revision tell nothing."""
    if not (folder.path / TOMBSTONES).is_file():
        return []
    listed: list[Json] = folder.read(TOMBSTONES)["tombstones"]
    return listed


def _searched(path: Path, asked: Asked) -> list[Hit]:
    """The hits of a search, the best first, so many that there is one case more than wanted."""
    with SearchIndex(path, asked.semantic) as index:
        limit = asked.limit + 1
        while True:
            found = index.search(asked.query or "", asked.filters, limit)
            hits = [Hit(one["id"], one["kind"], one["duplicate_of"]) for one in found["hits"]]
            enough = sum(one.kind == "case" and not one.original for one in hits) > asked.limit
            if enough or len(hits) >= found["total"]:
                return hits
            limit *= STEP


def _filtered(path: Path, filters: Filters) -> list[Hit]:
    """All entries that pass some filters, in the order of their ids."""
    database = open_index(path)
    try:
        mask = allowed(Ranking(database), filters)
        rows = database.execute("SELECT number, id, kind, original FROM entry ORDER BY id")
        return [Hit(row["id"], row["kind"], row["original"]) for row in rows if mask[row["number"] - 1]]
    finally:
        database.close()


def grouped(cases: Iterable[Json]) -> list[tuple[str, list[Json]]]:
    """Cases by the label of their cluster, the largest group first and those without one last, in each by place."""
    groups: dict[tuple[bool, str, str], list[Json]] = defaultdict(list)
    for case in cases:
        home = case["cluster"]
        groups[(False, home["label"], home["id"]) if home else (True, REST, "")].append(case)
    ordered = sorted(groups.items(), key=lambda pair: (pair[0][0], -len(pair[1]), pair[0]))
    return [(label, sorted(found, key=_by_place)) for (_, label, _), found in ordered]


def _by_place(case: Json) -> tuple[str, str, str, str]:
    return case["place_code"] or "~", case["place"] or "~", case["title"], case["id"]

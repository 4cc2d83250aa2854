"""Ids that a catalogue had and has no more, each with what took its place, so that addresses that were given out lead
somewhere. They are kept over all later builds; an id that comes back has none.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path

from outputs.changes import clusters_in, listed, practice_clusters_in, read_json
from outputs.document_ids import document_ids
from outputs.kept_clusters import Known
from outputs.model import Catalogue, CatalogueCase, Tombstone
from outputs.record import Json
from outputs.views import schema_id
from outputs.wording import wording

GRAM = 5  # letters
LEAST = 0.2  # of the shorter text; what two texts share below that says nothing
KINDS = ("case", "cluster", "document", "practice_cluster")

Heirs = Mapping[str, str | None]  # id that is gone -> id that took its place


def _grams(text: str) -> frozenset[str]:
    bare = wording(text)
    return frozenset(bare[at : at + GRAM] for at in range(max(1, len(bare) - GRAM + 1)))


class Cases:
    """What the cases of a catalogue before became; `folder` is that catalogue."""

    def __init__(self, catalogue: Catalogue, folder: Path) -> None:
        self.folder = folder
        self.now = {case.id: case for case in catalogue.cases}
        self.ids = document_ids(catalogue.records)
        self._of: dict[str, list[CatalogueCase]] = {}
        for case in catalogue.cases:
            name = case.record.source.name
            for key in {name, self.ids[name]}:
                self._of.setdefault(key, []).append(case)

    def read(self, id_: str) -> Json:
        """A case as it was."""
        found = read_json(self.folder / "cases" / f"{id_}.json")
        return found if isinstance(found, dict) else {}

    def heir(self, old: Json) -> str | None:
        """The id that took the place of a case that is gone."""
        lead = old.get("duplicate_of")
        leading = old if not lead or lead in self.now else self.read(lead)
        copies = [lead, *leading.get("duplicates", ())]
        alive = (self.now[id_].duplicate_of or id_ for id_ in copies if id_ in self.now)
        whole = (id_ for id_ in sorted(old.get("part_of", ())) if id_ in self.now)
        return next(alive, None) or self._overlapping(old) or next(whole, None)

    def _overlapping(self, old: Json) -> str | None:
        """The case of the same document that holds most of its words."""
        document = old.get("document", {})
        here = self._of.get(document.get("id")) or self._of.get(document.get("name")) or []
        before = _grams(old.get("text", ""))
        shared = []
        for case in here:
            now = _grams(case.text)
            if (both := len(before & now)) >= LEAST * min(len(before), len(now)):
                shared.append((-both, case.case.start, case.id))
        return min(shared)[2] if shared else None


def _cases(cases: Cases, before: Iterable[Json]) -> Iterator[Tombstone]:
    ids = (id_ for document in before for id_ in document.get("cases", ()))
    for id_ in sorted({*ids} - cases.now.keys()):
        old = cases.read(id_)
        yield Tombstone(id_, "case", old.get("title"), cases.heir(old) if old else None)


def _documents(before: Iterable[Json], cases: Cases, heirs: Heirs) -> Iterator[Tombstone]:
    """A document was written anew under its name, is there under another, or tells its cases in another."""
    ids = cases.ids
    of = {case.id: ids[case.record.source.name] for case in cases.now.values()}
    for old in before:
        if old.get("id") and old["id"] not in ids.values():
            same = sorted(id_ for id_ in ids.values() if id_.partition("-")[0] == str(old["id"]).partition("-")[0])
            told = Counter(of[now] for id_ in old.get("cases", ()) if (now := heirs.get(id_, id_)) in of)
            most = sorted(told, key=lambda id_: (-told[id_], id_))
            heir = next((one for one in (ids.get(str(old.get("name"))), *same, *most) if one), None)
            yield Tombstone(old["id"], "document", old.get("name"), heir)


def _clusters(
    kind: str, before: Mapping[str, Known], now: Mapping[str, Iterable[str]], heirs: Heirs
) -> Iterator[Tombstone]:
    """The cluster that most of the members went to."""
    homes = {member: id_ for id_, members in now.items() for member in members}
    for id_ in sorted(before.keys() - now.keys()):
        went = Counter(homes[at] for one in before[id_].members if (at := heirs.get(one, one)) in homes)
        yield Tombstone(id_, kind, before[id_].label, min(went, key=lambda one: (-went[one], one), default=None))


def _gone(catalogue: Catalogue, folder: Path) -> Iterator[Tombstone]:
    before, cases = listed(read_json(folder / "documents.json"), "documents"), Cases(catalogue, folder)
    found = list(_cases(cases, before))
    heirs = {one.id: one.superseded_by for one in found}
    yield from found
    yield from _documents(before, cases, heirs)
    clusters = {one.id: one.cases for one in catalogue.clusters}
    practices = {one.id: one.members for one in catalogue.practice_clusters}
    yield from _clusters("cluster", clusters_in(folder), clusters, heirs)
    yield from _clusters("practice_cluster", practice_clusters_in(folder), practices, {})


def _held(folder: Path) -> Iterator[Tombstone]:
    """Those of the catalogue before."""
    for one in listed(read_json(folder / "tombstones.json"), "tombstones"):
        if one.get("kind") in KINDS and isinstance(one.get("id"), str):
            yield Tombstone(one["id"], one["kind"], one.get("title"), one.get("superseded_by"))


def _last(id_: str | None, heirs: Heirs) -> str | None:
    """The end of the way from one id to the next; None where it leads nowhere."""
    seen = set[str]()
    while id_ is not None and id_ in heirs and id_ not in seen:
        seen.add(id_)
        id_ = heirs[id_]
    return None if id_ in seen else id_


def _living(catalogue: Catalogue) -> frozenset[str]:
    cases, clusters = (one.id for one in catalogue.cases), (one.id for one in catalogue.clusters)
    practices = (one.id for one in catalogue.practice_clusters)
    return frozenset({*cases, *clusters, *practices, *document_ids(catalogue.records).values()})


def with_tombstones(catalogue: Catalogue, folder: Path) -> Catalogue:
    """The catalogue with the tombstones of all ids that the one in a folder had, or had tombstones of, and that it does
    not have itself. What everybody may see has no titles: one may be gone because it was not to be shown.
    """
    living = _living(catalogue)
    known = {one.id: one for one in (*_held(folder), *_gone(catalogue, folder)) if one.id not in living}
    heirs = {one.id: one.superseded_by for one in known.values()}
    ends = ((one, _last(one.superseded_by, heirs)) for one in known.values())
    found = [replace(one, superseded_by=end if end in living else None) for one, end in ends]
    if catalogue.profile == "public":
        found = [replace(one, title=None) for one in found]
    return replace(catalogue, tombstones=tuple(sorted(found, key=lambda one: (one.kind, one.id))))


def tombstones_view(catalogue: Catalogue) -> Json:
    """`tombstones.json`."""
    return {"schema": schema_id("tombstones"), "tombstones": [asdict(one) for one in catalogue.tombstones]}

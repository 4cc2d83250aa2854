"""Ids that outlive a build: cases and documents are matched to the catalogue before, and the new ones get what is free.

What a case is known by stands in identity.json, so that no file of the old catalogue but this one need be read.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, fields, replace
from pathlib import Path

from outputs.aside import with_kept_id
from outputs.changes import listed, read_json
from outputs.compact import Passages, Places, Saying, Sayings
from outputs.document_ids import plain_id
from outputs.model import Catalogue, CatalogueCase, Cluster, DocumentRecord, Marks, PracticeCluster
from outputs.record import Json
from outputs.sketch import digests

KEYS: tuple[Callable[[Marks], tuple[str, ...]], ...] = (
    lambda one: (one.document, one.text),
    lambda one: (one.document, one.words),  # a figure was corrected
    lambda one: (one.text,),  # it moved
    lambda one: (one.words,),
    lambda one: (one.document, one.name),  # changed further down
    lambda one: (one.name,),
    lambda one: (one.document, one.title),
    lambda one: (one.document, one.ending),  # its title or how it opens is another
)
"""What two builds may agree in of one case, the surest first."""


def marks(case: CatalogueCase) -> Marks:
    """What the next build will know a case by."""
    if case.known is not None:
        return replace(case.known.marks, id=case.id)
    is_, document = digests(case), case.record.source.name
    return Marks(case.id, document, case.case.start, is_.text, is_.words, is_.name, is_.title, is_.ending)


def identity_view(catalogue: Catalogue) -> list[Json]:
    """The cases of `identity.json`."""
    return [asdict(marks(case)) | {"similar": list(case.similar)} for case in catalogue.cases]


def _known(folder: Path) -> list[Marks]:
    names = [field.name for field in fields(Marks)]
    cases = listed(read_json(folder / "identity.json"), "cases")
    return [Marks(*(one[name] for name in names)) for one in cases if one.keys() >= {*names}]


def _order(one: Marks) -> tuple[str, int, str]:
    return one.document, one.start, one.id


def _paired(
    new: Iterable[Marks], old: Iterable[Marks], key: Callable[[Marks], tuple[str, ...]]
) -> Iterator[tuple[str, str]]:
    """New and old ids of cases that agree in a key; of several the first goes with the first."""
    there: dict[tuple[str, ...], list[Marks]] = defaultdict(list)
    for one in sorted(old, key=_order, reverse=True):
        there[key(one)].append(one)
    for one in sorted(new, key=_order):
        if waiting := there.get(key(one)):
            yield one.id, waiting.pop().id


def _free(one: Marks, taken: set[str]) -> str:
    """The plain id where no other case has it, else the case's own, else one with a number."""
    own, number = one.id.partition("-")[0], 1
    choice = f"c{one.name}"
    while choice in taken:
        choice = own if number == 1 else f"{own}-{number}"
        number += 1
    return choice


def kept(new: Iterable[Marks], old: Iterable[Marks]) -> dict[str, str]:
    """Id of each new case -> the id that it keeps or gets."""
    fresh, before, ids = {one.id: one for one in new}, {one.id: one for one in old}, dict[str, str]()
    for key in KEYS:
        for id_, held in list(_paired(fresh.values(), before.values(), key)):
            ids[id_] = held
            del fresh[id_], before[held]
    taken = set(ids.values())
    for one in sorted(fresh.values(), key=lambda one: (one.id != f"c{one.name}", one.id)):
        ids[one.id] = _free(one, taken)
        taken.add(ids[one.id])
    return ids


def _renamed_passages(found: Passages, ids: Mapping[str, str]) -> Passages:
    """Passages as they are where their cases are called as before: there are hundreds of thousands of them."""
    where = tuple(tuple(map(ids.__getitem__, one)) for one in found.values)
    return found if where == found.values else replace(found, values=where)


def _renamed_case(case: CatalogueCase, ids: Mapping[str, str]) -> CatalogueCase:
    return replace(
        case,
        id=ids[case.id],
        duplicate_of=ids[case.duplicate_of] if case.duplicate_of else None,
        similar=tuple(ids[id_] for id_ in case.similar),
        passages=_renamed_passages(case.passages, ids),
        parts=tuple(replace(one, id=ids[one.id], of=ids[one.of]) for one in case.parts),
        part_of=tuple(sorted(ids[id_] for id_ in case.part_of)),
        copy_conflicts=tuple(replace(one, other=ids[one.other]) for one in case.copy_conflicts),
    )


def _renamed_cluster(one: Cluster, ids: Mapping[str, str]) -> Cluster:
    cases, shown = sorted(ids[id_] for id_ in one.cases), (ids[id_] for id_ in one.representatives)
    return replace(one, cases=tuple(cases), representatives=tuple(shown))


def _renamed_saying(one: Saying, ids: Mapping[str, str]) -> Saying:
    return replace(one, where=Places.of(sorted((ids[case], start, end) for case, start, end in one.where)))


def _renamed_practices(one: PracticeCluster, ids: Mapping[str, str]) -> PracticeCluster:
    """Practices as they are where their cases are called as before, as passages are."""
    if all(ids[case] == case for case in one.practices.where.values):
        return one
    return replace(one, practices=Sayings.of(_renamed_saying(said, ids) for said in one.practices))


def renamed(catalogue: Catalogue, ids: Mapping[str, str]) -> Catalogue:
    """The catalogue with other ids for its cases, wherever they are named."""
    cases = sorted((_renamed_case(case, ids) for case in catalogue.cases), key=lambda case: case.id)
    return replace(
        catalogue,
        cases=tuple(cases),
        clusters=tuple(_renamed_cluster(one, ids) for one in catalogue.clusters),
        practice_clusters=tuple(_renamed_practices(one, ids) for one in catalogue.practice_clusters),
        set_passages=tuple(replace(one, where=tuple(ids[id_] for id_ in one.where)) for one in catalogue.set_passages),
    )


def _kept_documents(records: Iterable[DocumentRecord], folder: Path) -> dict[str, str]:
    """Name -> id of the documents that were there, those that stayed where they were before those that moved."""
    old: dict[str, dict[str, str]] = defaultdict(dict)
    for one in listed(read_json(folder / "documents.json"), "documents"):
        if isinstance(one.get("id"), str) and isinstance(one.get("name"), str):
            old[str(one["id"]).partition("-")[0]][one["name"]] = one["id"]
    readable = sorted((r for r in records if r.has_text), key=lambda record: record.source.name)
    found = {r.source.name: id_ for r in readable if (id_ := old[plain_id(r)].pop(r.source.name, None))}
    for record in readable:
        if record.source.name not in found and (left := old[plain_id(record)]):
            found[record.source.name] = left.pop(min(left))
    return found


def keep_ids(catalogue: Catalogue, folder: Path) -> Catalogue:
    """The catalogue with the ids that its cases and documents had in a catalogue folder."""
    before = _known(folder)
    if before:
        catalogue = renamed(catalogue, kept(map(marks, catalogue.cases), before))
    held = _kept_documents(catalogue.records, folder)
    records = tuple(with_kept_id(one, held.get(one.source.name)) for one in catalogue.records)
    return replace(catalogue, records=records)

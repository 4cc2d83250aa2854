"""The site: a static page that opens by double click. Its data lie beside it as script shards, because `fetch` is
barred there.
"""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from corpus.fold import fold
from outputs.document_ids import document_ids
from outputs.jsonfile import dumps
from outputs.model import Catalogue, CatalogueCase
from outputs.outcomes import kind_name, reason
from outputs.record import Json
from outputs.taxonomy import category_names, theme_names
from outputs.views import Links, clusters_view, document_view, documents_view

ASSETS = Path(__file__).parent / "assets"
SHARD = 500
HAN = range(0x4E00, 0xA000)
# What could end a script or a line of it inside a string of JSON.
UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def script(name: str, value: object) -> bytes:
    """A script that hands a value to the page under a name; nothing in the value can end the script."""
    text = dumps([name, value]).decode().rstrip("\n")
    for char, escape in UNSAFE.items():
        text = text.replace(char, escape)
    return f"jingyanData(...{text});\n".encode()


def _simplified() -> str:
    """Pairs of a traditional character and its simplified one, end to end, for folding what is typed into the page."""
    chars = "".join(map(chr, HAN))
    pairs = zip(chars, "".join(fold(char) for char in chars), strict=True)
    return "".join(a + b for a, b in pairs if a != b)


def _row(case: CatalogueCase, links: Links) -> Json:
    source = case.record.source
    return {
        "id": case.id,
        "title": case.case.title,
        "place": case.case.place,
        "level": case.case.place_level,
        "organisation": case.case.organisation,
        "code": case.case.place_code,
        "period": [case.case.period.first, case.case.period.last] if case.case.period else None,
        "start": case.case.start,
        "end": case.case.end,
        "document": links.documents[source.name],
        "file": source.name,
        "themes": sorted({practice.theme for practice in case.practices}),
        "problems": sorted({problem.category for problem in case.problems}),
        "counts": [len(case.practices), len(case.problems), len(case.quantities)],
    } | links.of(case)


def _documents(catalogue: Catalogue, links: Links) -> list[Json]:
    """The list of documents with their outcomes as analysts read them."""
    listed = documents_view(catalogue, links.documents)["documents"]
    said = ({"outcome": kind_name(record.outcome), "why": reason(record.outcome)} for record in catalogue.records)
    return [one | words for one, words in zip(listed, said, strict=True)]


def _index(catalogue: Catalogue) -> Json:
    links = Links(catalogue)
    return {
        "cases": [_row(case, links) for case in _in_order(catalogue)],
        "clusters": clusters_view(catalogue)["clusters"],
        "documents": _documents(catalogue, links),
        "themes": theme_names(),
        "categories": category_names(),
        "problems": dict(Counter(p.category for r in catalogue.records for p in r.findings.problems)),
        "shards": -(-len(catalogue.cases) // SHARD),
        "simplified": _simplified(),
    }


def _in_order(catalogue: Catalogue) -> list[CatalogueCase]:
    """Cases as their files stand in the folder, each file's in reading order."""
    return sorted(catalogue.cases, key=lambda case: (case.record.source.name, case.case.start, case.id))


def _searchable(case: CatalogueCase) -> str:
    names = [category_names().get(p.category, "") for p in case.problems] + [
        theme_names().get(p.theme, "") for p in case.practices
    ]
    head = [case.case.title, case.case.place or "", case.case.organisation or ""]
    return fold("\n".join([*head, case.text, *sorted(set(names))])).lower()


def _scripts(catalogue: Catalogue) -> Iterator[tuple[str, object]]:
    yield "index", _index(catalogue)
    cases = _in_order(catalogue)
    for number, at in enumerate(range(0, len(cases), SHARD)):
        yield f"search-{number}", [_searchable(case) for case in cases[at : at + SHARD]]
    ids = document_ids(catalogue.records)
    for record in catalogue.records:
        if record.source.name in ids:
            yield ids[record.source.name], document_view(record, ids[record.source.name])


def write_site(catalogue: Catalogue, folder: Path) -> None:
    """Write the page, its scripts and its data into a new folder."""
    shutil.copytree(ASSETS, folder, copy_function=shutil.copyfile)
    (folder / "data").mkdir()
    for name, value in _scripts(catalogue):
        (folder / "data" / f"{name}.js").write_bytes(script(name, value))

"""The site: static pages that open by double click. Their data lie beside them as scripts, in files loaded at need."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from outputs.model import Catalogue
from outputs.outcomes import wording
from outputs.search_facets import STATUS
from outputs.site.cases import case_pages
from outputs.site.checks import checks, shared_passages
from outputs.site.clusters import clusters, practices
from outputs.site.documents import ROWS as DOCUMENT_ROWS
from outputs.site.documents import documents
from outputs.site.numbers import numbers
from outputs.site.overview import overview
from outputs.site.problems import problems
from outputs.site.review import ROWS as KNOWN_ROWS
from outputs.site.review import choices, corrections, members
from outputs.site.rows import ROWS, case_list
from outputs.site.scripts import Named, script
from outputs.site.search import search
from outputs.site.shelf import Shelf, shelf
from outputs.taxonomy import category_names, theme_names

__all__ = ["write_site"]

ASSETS = Path(__file__).parent / "assets"


def index(shelf: Shelf) -> Iterator[Named]:
    """What every page needs: how much there is, what ids are called, how long the files of lists are."""
    catalogue = shelf.catalogue
    yield (
        "index",
        {
            "cases": len(shelf.cases),
            "documents": len(catalogue.records),
            "rows": {"cases": ROWS, "documents": DOCUMENT_ROWS},
            "themes": theme_names(),
            "categories": category_names(),
            "outcomes": wording().kinds,
            "statuses": STATUS,
            "profile": shelf.profile,
            "choices": choices(),
            "corrections": {"number": len(shelf.catalogue.corrections), "rows": KNOWN_ROWS},
        },
    )


def gone(shelf: Shelf) -> Iterator[Named]:
    """Ids that an earlier catalogue had -> the id that took their place, for addresses that were given out."""
    yield "tombstones", {one.id: one.superseded_by for one in shelf.catalogue.tombstones}


PARTS: tuple[Callable[[Shelf], Iterator[Named]], ...] = (
    index,
    overview,
    case_list,
    case_pages,
    documents,
    problems,
    clusters,
    practices,
    numbers,
    checks,
    shared_passages,
    gone,
    members,
    corrections,
    search,
)


def write_site(catalogue: Catalogue, folder: Path, roots: Mapping[str, str] | None = None) -> None:
    """Write the pages, their scripts and their data into a new folder. `roots` are the folders of the original files as
    the page reaches them, by the first part of their names ("" where there is one folder alone); they stand in a file
    of their own, data/roots.js, the only one that tells where a catalogue was built.
    """
    shutil.copytree(ASSETS, folder, copy_function=shutil.copyfile)
    whole = shelf(catalogue)
    for part in PARTS:
        for name, value in part(whole):
            path = folder / "data" / f"{name}.js"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(script(name, value))
    shown = dict(roots or {}) if whole.profile == "full" else {}
    (folder / "data" / "roots.js").write_bytes(script("roots", shown))

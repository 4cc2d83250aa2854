"""What the command line shows: progress while documents are read, a summary at the end. All on standard error but
the summary.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from outputs.model import Catalogue, DocumentRecord
from pipeline.batches import Observer
from pipeline.explain import explain
from pipeline.printable import printable
from pipeline.report import counts, figures, unread, unseen_sentence

OUT = Console(highlight=False)
ERR = Console(stderr=True, highlight=False)
SHOWN = 12


def shown(words: str) -> Text:
    """Words of a document on the terminal: nothing in them styles it."""
    return Text(printable(words))


def say(message: str) -> None:
    """One line for the person at the terminal."""
    ERR.print(shown(message), soft_wrap=True)


@contextmanager
def reading_progress(total: int) -> Iterator[Observer]:
    """A bar with documents done, rejected and time left; gives the observer that moves it."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rejected]} rejected"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=ERR, disable=not ERR.is_terminal) as progress:
        bar = progress.add_task("Reading", total=total, rejected=0)
        rejected = 0

        def observe(record: DocumentRecord) -> None:
            nonlocal rejected
            rejected += not record.outcome.readable
            progress.update(bar, advance=1, rejected=rejected)

        yield observe


def _unread(catalogue: Catalogue) -> None:
    not_read = unread(catalogue.records)
    for record in not_read[:SHOWN]:
        say(f"  {record.outcome.status:<22} {record.source.name}: {record.outcome.reason}")
    if len(not_read) > SHOWN:
        say(f"  … and {len(not_read) - SHOWN} more; see documents.json")


def summary(catalogue: Catalogue, folder: Path) -> None:
    """The figures of a build, the documents that were not read, and where to look."""
    table = Table(title="Catalogue", show_header=False)
    for name, number in figures(catalogue):
        table.add_row(name, f"{number:,}")
    table.add_row("outcomes", counts(catalogue.records).sentence())
    OUT.print(table)
    _unread(catalogue)
    if said := unseen_sentence(catalogue):
        OUT.print(Text(f"{said} {folder / 'phrases.yml'}"), soft_wrap=True)
    for name in ("site/index.html", "catalogue.xlsx", "catalogue.json"):
        OUT.print(Text(str(folder / name)), soft_wrap=True)


def hits(found: dict[str, Any]) -> None:
    """The hits of a search, best first, each with its snippet and why it was found."""
    OUT.print(shown(f"{found['total']} found for “{found['query']}”"), style="bold")
    for number, hit in enumerate(found["hits"], 1):
        OUT.print(shown(f"{number}. {hit['title']}"), Text(f"[{hit['kind']} {hit['id']}]", style="dim"))
        OUT.print(shown(f"   {hit['snippet']}"))
        OUT.print(shown(f"   {hit['document']} · {', '.join(hit['why'])}"), style="dim")
    if not found["hits"] and found["unfiltered"]:
        OUT.print(shown(f"The filters leave none of {found['unfiltered']}."))
    for kind, near in (found["nearest"] or {}).items():
        if told := [one if isinstance(one, str) else f"{one['name']} ({one['id']})" for one in near]:
            OUT.print(shown(f"Nearest {kind}: {', '.join(told)}"))


def show_explained(records: Iterable[DocumentRecord]) -> None:
    """How each document was cut, one page after the other."""
    for record in records:
        OUT.print(explain(record))
        OUT.print()
